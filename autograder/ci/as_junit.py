"""The outcome as JUnit's XML, as pytest writes it: a case an exercise."""

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from autograder.ci.outcome import Item, Notebook, Outcome

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(outcome: Outcome) -> str:
    """Return the outcome as XML."""
    root = Element("testsuites")
    for notebook in outcome.notebooks:
        _suite(root, notebook)
    indent(root)
    return tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _suite(root: Element, notebook: Notebook) -> None:
    suite = SubElement(root, "testsuite", name=_clean(notebook.path.as_posix()))
    for item in notebook.items:
        time = f"{item.seconds:.3f}"
        case = SubElement(
            suite, "testcase", name=item.name, classname=notebook.path.stem, time=time
        )
        _end(case, item, notebook.refused)
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(attribute, str(len(suite.findall(f"testcase/{tag}"))))
    suite.set("tests", str(len(notebook.items)))
    suite.set("time", f"{notebook.seconds:.3f}")


def _end(case: Element, item: Item, refused: str) -> None:
    """Say how a case ended: a failure is the student's, an error means that it was not graded."""
    if item.right:
        return
    if item.state == "manual":
        SubElement(case, "skipped", message=item.words)
        return
    tag = "error" if item.state in ("refused", "grader_fault") else "failure"
    ending = SubElement(case, tag, type=item.state, message=f"{item.words}: {item.score}")
    ending.text = _clean(refused or item.diagnosis)


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
