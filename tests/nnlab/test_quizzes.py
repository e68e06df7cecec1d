"""A quiz asks, waits for a commit, and says why; without a front end it is text."""

import pytest

import nnlab
from nnlab.quizzes import Question, QuizBox, quiz

ASKED = (
    "capital",
    "Capital of `France` for x < 3?",
    ["Lyon", "Paris"],
    1,
    "It has been since 987.",
)


@pytest.fixture
def box() -> QuizBox:
    return QuizBox(Question(*ASKED))


def test_nothing_can_be_committed_before_an_option_is_chosen(box):
    assert box.choices.value is None
    assert box.commit.disabled
    box.commit.click()
    assert box.feedback.value == ""
    box.choices.value = 0
    assert not box.commit.disabled


@pytest.mark.parametrize(("choice", "head"), [(1, "Right."), (0, "Not this time: Paris.")])
def test_a_commit_says_right_or_not_and_why(box, choice, head):
    box.choices.value = choice
    box.commit.click()
    assert head in box.feedback.value
    assert "It has been since 987." in box.feedback.value


def test_a_commit_is_final(box):
    box.choices.value = 0
    box.commit.click()
    said = box.feedback.value
    assert box.choices.disabled
    assert box.commit.disabled
    box.choices.value = 1
    box.commit.click()
    assert box.feedback.value.count("<div") == said.count("<div") == 1


def test_each_option_may_have_a_sentence_of_its_own():
    question = Question("q", "?", ["a", "b", "c"], 1, {0: "too low", 1: "exactly"})
    assert question.verdict(0) == (False, "too low")
    assert question.verdict(1) == (True, "exactly")
    assert question.verdict(2) == (False, "exactly")


def test_text_is_escaped_and_code_is_set_as_code(box):
    shown = box.children[0].value
    assert "<code>France</code>" in shown
    assert "x &lt; 3" in shown


def test_the_plain_form_is_the_question_itself(box):
    bundle = box._repr_mimebundle_()
    assert bundle["text/plain"].splitlines() == [
        "Predict first: Capital of `France` for x < 3?",
        "  ( ) Lyon",
        "  ( ) Paris",
    ]
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_without_a_front_end_it_prints_and_does_not_wait(capsys):
    quiz(*ASKED)
    printed = capsys.readouterr().out
    assert "( ) Paris" in printed
    assert "987" not in printed, "the answer is not given away"


def test_in_terminal_ipython_it_prints(capsys, monkeypatch):
    monkeypatch.setattr("nnlab.quizzes.get_ipython", object)
    quiz(*ASKED)
    assert "( ) Paris" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "answer", "message"),
    [(["only"], 0, "at least two"), (["a", "b"], 2, "0 to 1"), (["a", "b"], -1, "0 to 1")],
)
def test_an_impossible_quiz_is_refused(options, answer, message):
    with pytest.raises(ValueError, match=message):
        quiz("q", "?", options, answer, "")


def test_quiz_is_the_function_however_it_is_imported():
    from nnlab import quiz as imported

    assert imported is nnlab.quiz is quiz
