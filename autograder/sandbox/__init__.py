"""Where students' cells run: no network, no files but their own, bounded in time, memory and disk.

::

    grader            host; holds the tests
    └─ bubblewrap     own mount, pid, ipc, network, uts (and user) namespaces; all of it read-only
       └─ fork server warm: the libraries are imported; never touches what a student wrote;
          │           process 1 of a pid namespace of its own, counts memory, ends what must end
          └─ child    a fork, and process 1 of the next: it makes a second set of namespaces, gives
                      up every right, and only then reads a submission, whose cells run here alone

The child and everything below it end with the submission; what lies above never sees it.
"""
