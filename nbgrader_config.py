"""nbgrader's settings for this course; read by `nbgrader`, formgrader and `autograder` alike.

The gradebook is nbgrader's own, `gradebook.db` in this folder. A class of your own may live in
any other folder: copy `source/` and this file there and pass `--course-dir`.
"""

c = get_config()  # noqa: F821  traitlets puts it here

c.CourseDirectory.course_id = "nnlab"
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints",
    "__pycache__",
    "*.pyc",
    ".DS_Store",
    ".virtual_documents",
    "feedback",
]

# A check that finds this stub says "not started"; nothing else raises it.
c.ClearSolutions.code_stub = {
    "python": '# YOUR CODE HERE\nraise NotImplementedError("not started")'
}
c.ClearSolutions.text_stub = "YOUR ANSWER HERE"

# A cell may take half a minute, a kernel two to start on a laptop that has just woken up.
c.Execute.timeout = 30
c.Execute.startup_timeout = 120

# nbgrader gives 0 points where a test prints to stderr. A warning is not a mistake: a failed check
# raises, and that counts.
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = "."
