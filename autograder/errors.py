"""The error that a user can mend."""


class CourseError(Exception):
    """Something given to the grader cannot be used; the message is one line that says why."""
