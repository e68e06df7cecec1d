"""Penalties for what was handed in late, by the plugin that the course's settings name."""

from typing import Any

from nbgrader.api import Gradebook
from nbgrader.preprocessors import AssignLatePenalties

from autograder.course import Course


def penalise(course: Course, db_url: str, chapter: str) -> None:
    """Write the penalties of a chapter into the gradebook, as ``nbgrader autograde`` does.

    Without a due date nothing is late. Scores are left as they are: nbgrader takes a penalty off
    when it exports.

    Parameters
    ----------
    course
        Its settings name the plugin.
    db_url
        The gradebook.
    chapter
        The assignment's name.
    """
    with Gradebook(db_url, course.course_id) as gradebook:
        if gradebook.find_assignment(chapter).duedate is None:
            return
        penalties = AssignLatePenalties(config=course.config)
        penalties.init_plugin()
        plugin: Any = penalties.plugin_inst
        for submission in gradebook.assignment_submissions(chapter):
            student, late = submission.student.id, submission.total_seconds_late
            for notebook in submission.notebooks:
                penalty = None
                if late > 0:
                    penalty = plugin.late_submission_penalty(student, notebook.score, late)
                if penalty is not None:
                    penalty = min(max(penalty, 0), notebook.score)
                notebook.late_submission_penalty = penalty
        gradebook.db.commit()
