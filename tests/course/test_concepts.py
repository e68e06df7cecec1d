"""Every concept of the syllabus is explained in a lesson and checked by a graded exercise."""

from pathlib import Path

import pytest

from autograder.coverage import BEGIN, END, concepts, filled
from autograder.errors import CourseError

ROOT = Path(__file__).parents[2]
CONCEPTS = concepts(ROOT / "course")

SYLLABUS = {
    "01_perceptron": """biological-neuron history logic-with-neurons threshold-logic-unit weighted-sum
        bias heaviside sign layer-of-tlus multi-output hebb perceptron-rule convergence-theorem
        mistake-bound iris scikit-learn-equivalence no-probabilities linear-separability xor
        two-layers""".split(),
}
INTERACTIVE = {
    "01_perceptron": "biological-neuron logic-with-neurons perceptron-rule xor".split(),
}


@pytest.mark.parametrize("concept", CONCEPTS, ids=lambda c: f"{c.chapter}-{c.name}")
def test_a_concept_has_a_lesson_cell_and_a_graded_cell(concept):
    assert concept.lesson >= 1
    assert concept.graded


@pytest.mark.parametrize("chapter", SYLLABUS)
def test_a_chapter_covers_its_part_of_the_syllabus(chapter):
    found = {concept.name: concept for concept in CONCEPTS if concept.chapter == chapter}
    assert set(found) == set(SYLLABUS[chapter])
    assert all(found[name].interactive for name in INTERACTIVE[chapter])


def test_a_readme_without_its_marks_is_told_so(tmp_path):
    with pytest.raises(CourseError, match="once each"):
        filled(f"# A course\n{BEGIN}\n", ROOT / "course")


def test_only_what_stands_between_the_marks_is_written():
    text = filled(f"before\n{BEGIN}\nstale row\n{END}\nafter\n", ROOT / "course")
    assert text.startswith(f"before\n{BEGIN}\n| chapter |")
    assert text.endswith(f"|\n{END}\nafter\n")
    assert "stale row" not in text
