"""From what happened to points."""

import pytest

from autograder.score import judge, judge_answer, partial_points


@pytest.mark.parametrize(
    ("status", "verdict", "points"),
    [
        ("passed", "passed", 3.0),
        ("failed", "failed", 0.0),
        ("error", "error", 0.0),
        ("timeout", "timeout", 0.0),
        ("memory", "memory", 0.0),
        ("crashed", "error", 0.0),
        ("anything else", "error", 0.0),
        (None, "grader_fault", None),
    ],
)
def test_only_a_test_that_ran_to_its_end_gives_points(status, verdict, points) -> None:
    assert judge(status, 3.0, None) == (verdict, points)


@pytest.mark.parametrize(
    ("value", "points"),
    [
        (None, 2.0),
        ("1.5", 1.5),
        ("0", 0.0),
        ("2", 2.0),
        ("[1, 2]", 2.0),
        ("True", 2.0),
        ("1000", 2.0),
        ("inf", 2.0),
        ("-1", 0.0),
        ("nan", 0.0),
    ],
)
def test_the_last_expression_gives_part_of_the_points_and_never_more(value, points) -> None:
    assert partial_points(value, 2.0) == points


def test_a_test_that_failed_gives_nothing_whatever_its_value() -> None:
    assert judge("failed", 2.0, "2.0") == ("failed", 0.0)


def test_an_answer_left_as_it_was_needs_no_person() -> None:
    assert judge_answer("# YOUR CODE HERE", "# YOUR CODE HERE", 2.0) == ("failed", 0.0)
    assert judge_answer("because", "# YOUR CODE HERE", 2.0) == ("manual", None)
