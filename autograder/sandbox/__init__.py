"""Where students' cells run: no network, no files but their own, bounded in time, memory and disk.

::

    grader              host; holds the tests
    └─ bubblewrap       own mount, pid, ipc, network, uts (and user) namespaces; all of it read-only
       └─ fork servers  warm: the libraries are imported; never touch what a student wrote; count
          │             memory, end what must end; one for students' cells, one for tests, and what
          │             the first is not to see lies hidden in its mount namespace
          └─ child      a fork, and process 1 of a pid namespace: it makes a second set of the
                        others, gives up every right, and only then reads a submission, whose
                        cells run here alone

The child and everything below it end with the submission; what lies above never sees it.
"""
