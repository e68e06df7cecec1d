"""Markdown, HTML and code of students, made safe to show.

Nothing of it may run, load anything, or leave the place where it is put: HTML is cleaned by a list
of what is allowed, images are those that the page itself carries, formulas are set by
:mod:`autograder.feedback.mathml` after the cleaning.
"""

import re
from html import escape
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from autograder.feedback.mathml import mathml
from autograder.feedback.remember import remember
from autograder.words import visible

# What is longer or deeper is shown as plain text: formatting it can take time by its square.
_LONGEST_CODE, _LONGEST_TEXT, _LONGEST_HTML, _LONGEST_WORDS = 50_000, 20_000, 100_000, 4000
_DEEPEST = 500
_MOST_ENVIRONMENTS, _MOST_CELLS = 50, 20_000
_TAGS = (
    "a abbr b blockquote br caption code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins kbd li "
    "ol p pre s samp small span strong sub sup table tbody td tfoot th thead tr u ul var"
)
_EMPTIED = {"script", "style", "svg", "math", "template", "iframe", "object", "noscript", "title"}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "td": {"colspan", "rowspan", "style"},
    "th": {"colspan", "rowspan", "style"},
    "ol": {"start"},
    "span": {"style", "data-math"},
    "div": {"style"},
    "p": {"style"},
}
_STYLES = {"color", "background-color", "font-style", "font-weight", "text-align"}
_IMAGE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]+")
_LINK = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
_MARK = '<span data-math="{}"></span>'
_MARKED = re.compile(_MARK.format(r"(\d{1,9})"))


def _attribute(tag: str, name: str, value: str) -> str | None:
    allowed = {"src": _IMAGE, "href": _LINK}.get(name)
    return value if allowed is None or allowed.fullmatch(value) else None


_cleaner = nh3.Cleaner(
    tags=set(_TAGS.split()),
    clean_content_tags=_EMPTIED,
    attributes=_ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto", "data"},
    filter_style_properties=_STYLES,
    link_rel="noopener noreferrer nofollow",
)


def html(text: str) -> Markup:
    """Return HTML of a student's without all that could run, load or hide anything."""
    text = visible(text)
    unclosed = len(re.findall(r"<[a-zA-Z]", text)) - text.count("</") - text.count("<br")
    if len(text) > _LONGEST_HTML or unclosed > _DEEPEST:
        return plain(text)
    return Markup(_cleaner.clean(text))


def _formula(content: str, options: dict[str, Any]) -> str:
    return mathml(content, display=options.get("display_mode", False))


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.use(dollarmath_plugin, allow_digits=False, double_inline=True).use(amsmath_plugin)
    for kind in ("math_inline", "math_inline_double", "math_block", "amsmath"):
        parser.add_render_rule(kind, _mark)
    return parser


def _mark(self: Any, tokens: Any, index: int, options: Any, env: dict[str, Any]) -> str:
    """Leave a mark where a formula is to stand: the cleaner knows no MathML."""
    token = tokens[index]
    env["formulas"].append(mathml(token.content, display=token.type != "math_inline"))
    return _MARK.format(len(env["formulas"]) - 1)


_markdown = _parser()
_words = MarkdownIt("zero").enable(["backticks", "emphasis"])


@remember
def markdown(text: str) -> Markup:
    """Render Markdown with formulas; headings one level down, below the page's own."""
    # A table fills up its short rows.
    cells = max(line.count("|") for line in text.split("\n")) * text.count("\n")
    if (
        len(text) > _LONGEST_TEXT
        or text.count(r"\begin{") > _MOST_ENVIRONMENTS
        or cells > _MOST_CELLS
    ):
        return plain(text)
    found: dict[str, list[str]] = {"formulas": []}
    tokens = _markdown.parse(text, found)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + 1)}"
    rendered = _markdown.renderer.render(tokens, _markdown.options, found)
    if len(rendered) + sum(map(len, found["formulas"])) > _LONGEST_HTML:
        return plain(text)  # a link's address, written once, can stand there thousands of times
    page = html(rendered)
    left = dict(enumerate(found["formulas"]))
    # An attribute's quotes come out of the cleaner as entities: a mark is never inside one.
    return Markup(_MARKED.sub(lambda mark: left.pop(int(mark[1]), ""), page))


@remember
def words(text: str) -> Markup:
    """Render one of nnlab's messages: code, strong, emphasis."""
    return html(_words.renderInline(text[:_LONGEST_WORDS]))


def plain(text: str) -> Markup:
    """Return text as it stands, without a terminal's colours and without what it wrote over."""
    return Markup(f"<pre>{escape(visible(text))}</pre>")


_formatter = HtmlFormatter(nowrap=True)


@remember
def code(source: str) -> Markup:
    """Return highlighted Python."""
    # Blanks at the ends of lines take Pygments time by the square of their number.
    source = "\n".join(line.rstrip() for line in visible(source).split("\n"))
    if len(source) > _LONGEST_CODE:
        return plain(source)
    lines = highlight(source, PythonLexer(stripnl=False, ensurenl=False), _formatter)
    return Markup(f'<pre class="code"><code>{lines}</code></pre>')
