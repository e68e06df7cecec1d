"""LaTeX to MathML, which browsers typeset without a script.

What comes out is written anew, element by element, from a list of what is allowed: latex2mathml
passes a student's own markup through (``\\text{<script>}``, ``\\href{javascript:}``).
"""

import re
from html import escape, unescape
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element

from autograder.feedback.remember import remember

_LONGEST = 4000
_ELEMENTS = (
    "math mrow mi mn mo mtext mspace msqrt mroot mfrac msub msup msubsup munder mover munderover "
    "mtable mtr mtd mpadded mphantom mstyle mmultiscripts mprescripts none"
)
_ATTRIBUTES = (
    "display stretchy fence form accent accentunder largeop movablelimits separator linethickness "
    "lspace rspace minsize maxsize width height depth"
)
_VALUE = re.compile(r"[\w.+-]{1,20}%?")
_VARIANTS = {"bold": 0x1D400, "italic": 0x1D434, "bold-italic": 0x1D468}  # of the letter A
# What latex2mathml does not know, said with what it does.
_SAME = (
    (
        re.compile(r"\\(begin|end){(?:aligned|gathered|split|align|gather|equation)\*?}"),
        r"\\\1{align*}",
    ),
    (re.compile(r"\\operatorname\*"), r"\\operatorname"),
    (re.compile(r"\\mathrm{([A-Za-z ]+)}"), r"\\text{\1}"),  # else it is set letter by letter
    (re.compile(r"\\(?:label|tag){[^{}]*}"), ""),
)


@remember
def mathml(latex: str, *, display: bool = False) -> str:
    """Return a formula as MathML; as code, if it cannot be read.

    Examples
    --------
    >>> mathml("x^2")
    '<math display="inline"><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow></math>'
    """
    formula = latex.strip()
    for pattern, same in _SAME:
        formula = pattern.sub(same, formula)
    try:
        if len(formula) > _LONGEST:
            raise ValueError("too long")
        return _write(convert_to_element(formula, display="block" if display else "inline"))
    except Exception:  # of any kind: whatever a student wrote there
        return f"<code>{escape(latex)}</code>"


def _write(element: Element) -> str:
    tag = element.tag if element.tag in _ELEMENTS.split() else "mrow"
    attributes = "".join(
        f' {name}="{value}"'
        for name, value in element.attrib.items()
        if name in _ATTRIBUTES.split() and _VALUE.fullmatch(value)
    )
    align = element.attrib.get("columnalign", "")
    if align in ("left", "right"):
        attributes += f' style="text-align: {align}"'
    text = unescape(element.text or "")
    if "mathvariant" in element.attrib:
        text = _letters(text, element.attrib["mathvariant"])
    inner = escape(text) + "".join(map(_write, element))
    return f"<{tag}{attributes}>{inner}</{tag}>"


def _letters(text: str, variant: str) -> str:
    """Write Latin letters as the mathematical ones of Unicode: browsers know no ``mathvariant``."""
    first = _VARIANTS.get(variant)
    if first is None:
        return text
    return "".join(
        chr(first + ord(c) - (65 if c.isupper() else 71)) if c.isascii() and c.isalpha() else c
        for c in text
    )
