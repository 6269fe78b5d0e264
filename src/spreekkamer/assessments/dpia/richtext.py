"""Text with a little markup: the government's form writes Markdown, the CNIL's tool HTML.

What people wrote never becomes markup that we didn't choose: HTML inside Markdown is shown as text, pictures in it are
left out, links go to web and mail addresses only.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from html import escape

from django.utils.safestring import SafeString, mark_safe
from lxml import etree, html
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
BLOCKS = HEADINGS | {"p", "div", "section", "article", "blockquote", "pre", "ul", "ol", "table", "hr", "dl", "figure"}
SILENT = frozenset(("script", "style", "template", "head", "title"))
WRAPPED = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`", "del": "~~", "s": "~~"}
SPECIAL = re.compile(r"([\\`*\[\]<~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;))")
NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
AT_LINE_START = re.compile(r"^(\s*\d*)(>|#+(?=\s|$)|[+=-](?=[\s=-]|$)|[.)](?=\s|$))", re.MULTILINE)


class _Renderer(RendererHTML):
    """Headings become bold lines: the levels of headings belong to the page that the text is shown on."""

    def heading_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return "<p><strong>"

    def heading_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return "</strong></p>\n"


@cache
def _markdown() -> MarkdownIt:
    """CommonMark with tables and line breaks that count, as the form shows it."""
    made = MarkdownIt("commonmark", {"html": False, "breaks": True}, renderer_cls=_Renderer)
    made.validateLink = lambda url: bool(LINK.match(url.strip()))  # type: ignore[method-assign]
    return made.enable(["table", "strikethrough"]).disable(["image", "html_block", "html_inline"])


def to_html(markdown: str) -> SafeString:
    """Markdown as HTML that is safe to show."""
    rendered: str = _markdown().render(readable(markdown))
    return mark_safe(rendered)  # noqa: S308 - the renderer lets no markup of the writer through


def from_html(text: str) -> str:
    """HTML as Markdown. Text without markup stays as it is."""
    if "<" not in text and "&" not in text:
        return text.strip()
    try:
        root = html.fragment_fromstring(readable(text), create_parent="div")
    except (etree.ParserError, ValueError):
        return text
    blocks = "".join(_content(root))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in blocks.split("\n"))).strip()


def plain(markup: str) -> str:
    """HTML or text as text on one line."""
    if "<" in markup or "&" in markup:
        try:
            markup = html.fragment_fromstring(readable(markup), create_parent="div").text_content()
        except (etree.ParserError, ValueError):
            return markup
    return " ".join(markup.split())


def escaped(text: str) -> str:
    """Text as Markdown that shows it as it is."""
    return AT_LINE_START.sub(r"\1\\\2", SPECIAL.sub(r"\\\1", text))


def text_to_html(text: str) -> str:
    """Text without markup as HTML."""
    return escape(text, quote=False).replace("\n", "<br>")


def readable(text: str) -> str:
    """Text that pages, databases and terminals can take: what is no character becomes the sign for that.

    A file may hold such things (half a pair of surrogates, control characters); in the record they stay as they are.
    """
    return NO_CHARACTER.sub("\ufffd", text)


def _content(element: html.HtmlElement) -> Iterator[str]:
    yield _words(element.text)
    for child in element:
        if isinstance(child.tag, str) and child.tag not in SILENT:
            yield _element(child)
        # a new line begins with its first word, however the HTML was laid out
        yield _words(child.tail.lstrip() if child.tail and child.tag == "br" else child.tail)


def _words(text: str | None) -> str:
    return escaped(re.sub(r"\s+", " ", text)) if text else ""


def _element(element: html.HtmlElement) -> str:
    tag = str(element.tag)
    make: Callable[[html.HtmlElement], str] | None = _MAKERS.get(tag)
    if make:
        return make(element)
    inside = "".join(_content(element))
    if tag in HEADINGS:
        return f"\n\n**{inside.strip()}**\n\n" if inside.strip() else ""
    if tag in WRAPPED:
        return _wrapped(inside, WRAPPED[tag])
    return f"\n\n{inside.strip(' ')}\n\n" if tag in BLOCKS else inside


def _wrapped(inside: str, mark: str) -> str:
    """Marks only hold against a word: spaces go outside, and what has several paragraphs stays bare."""
    words = inside.strip()
    if not words or "\n\n" in words or mark in words:
        return inside
    begin = inside[: len(inside) - len(inside.lstrip())]
    return f"{begin}{mark}{words}{mark}{inside[len(inside.rstrip()) :]}"


def _link(element: html.HtmlElement) -> str:
    inside, address = "".join(_content(element)), (element.get("href") or "").strip()
    if not LINK.match(address) or not inside.strip():
        return inside
    safe = re.sub(r"[<>\s]", "", address)
    return f"[{inside.strip()}](<{safe}>)"


def _list(element: html.HtmlElement) -> str:
    lines = []
    for number, item in enumerate((child for child in element if child.tag == "li"), start=1):
        mark = f"{number}. " if element.tag == "ol" else "- "
        inside = re.sub(r"\n{2,}", "\n", "".join(_content(item)).strip())
        lines.append(mark + inside.replace("\n", "\n" + " " * len(mark)))
    return "\n\n" + "\n".join(lines) + "\n\n"


def _table(element: html.HtmlElement) -> str:
    rows = [
        [" ".join("".join(_content(cell)).split()).replace("|", "\\|") for cell in row if cell.tag in ("td", "th")]
        for row in element.iter("tr")
    ]
    width = max((len(row) for row in rows), default=0)
    if not width:
        return ""
    full = [row + [""] * (width - len(row)) for row in rows]
    lines = [f"| {' | '.join(row)} |" for row in full]
    return "\n\n" + "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]]) + "\n\n"


def _picture(element: html.HtmlElement) -> str:
    """A picture has no place in the text: that there was one, and what it shows, has."""
    said = " ".join((element.get("alt") or element.get("title") or "").split())
    return escaped(f"(afbeelding: {said})" if said else "(afbeelding)")


_MAKERS: dict[str, Callable[[html.HtmlElement], str]] = {
    "a": _link,
    "br": lambda _element: "\n",
    "hr": lambda _element: "\n\n---\n\n",
    "img": _picture,
    "ul": _list,
    "ol": _list,
    "table": _table,
}
