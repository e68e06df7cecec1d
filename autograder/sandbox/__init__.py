"""Where students' cells run: no network, no files but their own, bounded in time, memory and disk.

::

    grader            host; holds the tests
    └─ bubblewrap     own mount, pid, ipc, network, uts (and user) namespaces; all of it read-only
       └─ fork server warm: the libraries are imported; never touches what a student wrote
          └─ keeper   a fork: makes a second set of namespaces, counts memory, ends the child
             └─ child process 1 of its own pid namespace: the student's cells run here alone

The keeper and everything below it end with the submission; what lies above never sees it.
"""
