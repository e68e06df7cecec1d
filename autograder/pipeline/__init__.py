"""From a folder of submissions to a graded class.

::

    chapter   the instructor's notebooks, read and prepared once
    keys      what a result depends on, as a hash: the same key is not graded again
    job       one submission as plain data, for a worker anywhere
    worker    grades jobs with warm engines, and renders what is written
    pools     where workers run: processes here, or a Dask cluster
    store     files of a graded submission, written so that a kill at any moment does no harm
    flow      all of it: read, skip, send, collect, retry, write
"""
