"""What people wrote is shown with its markup and never becomes markup that we didn't choose."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from spreekkamer.assessments.dpia import richtext

ALLOWED = {"div", "p", "strong", "em", "s", "ul", "ol", "li", "a", "br", "hr", "blockquote", "pre", "code"} | {
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
PIECES = [
    "<script>x</script>",
    "<img src=x onerror=y>",
    "[a](javascript:x)",
    "![i](http://x/y)",
    "# ",
    "**",
    "\n",
    "- ",
]
PIECES += [
    "[b](https://x.nl)",
    '<a href="https://x" onclick=y>',
    "| a | b |\n|---|---|\n",
    "`",
    "&lt;",
    "<",
    "data:x",
    "z",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=12).map("".join))
@settings(max_examples=150, deadline=None)
def test_no_markup_of_the_writer_gets_through(written: str) -> None:
    shown = html.fragment_fromstring(str(richtext.to_html(written)).replace("\x00", ""), create_parent="div")
    for element in shown.iter():
        assert element.tag in ALLOWED
        assert set(element.attrib) <= {"href", "title", "class", "start"}
        assert not element.get("href") or element.get("href").lower().startswith(("http://", "https://", "mailto:"))


@pytest.mark.parametrize(
    ("markup", "markdown"),
    [
        ("gewone tekst", "gewone tekst"),
        ("<p>een</p><p>twee</p>", "een\n\ntwee"),
        ("een<br />\n twee", "een\ntwee"),
        ("<div>a <strong> b </strong>c</div>", "a  **b** c"),
        ("<ul><li>een<ul><li>diep</li></ul></li><li>twee</li></ul>", "- een\n  - diep\n- twee"),
        ("<ol><li>een</li><li>twee</li></ol>", "1. een\n2. twee"),
        ('<a href="https://x.nl/a b">daar</a>', "[daar](<https://x.nl/ab>)"),
        ('<a href="javascript:x">daar</a>', "daar"),
        ("<script>x</script>a &amp; b", "a & b"),
        ("<h2>Kop</h2><p>tekst</p>", "**Kop**\n\ntekst"),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td></tr></table>", "| a | b |\n| --- | --- |\n| 1 |  |"),
        ("3 < 4 <p>", "3 \\< 4"),
        ("", ""),
    ],
)
def test_html_becomes_the_markdown_that_the_form_writes(markup: str, markdown: str) -> None:
    assert richtext.from_html(markup) == markdown
