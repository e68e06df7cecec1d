"""One student's notebooks, graded without a gradebook, told in the words of a platform."""

from enum import StrEnum


class Format(StrEnum):
    """Whose words."""

    text = "text"
    json = "json"
    junit = "junit"
    github = "github"
    gradescope = "gradescope"
