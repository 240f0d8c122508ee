"""What of a page is read: runs of text, values of attributes; and what is left as it is."""

import pytest
from pace import assert_in_line

from mlsum.text.segment import blocks, html_values

LONG = "data:image/png;base64," + "Ab0+" * 3000


def read(page: str) -> list[str]:
    return [page[one.start : one.end] for one in blocks(page, "html")]


def values(page: str) -> list[str]:
    return [page[one.start : one.end] for one in html_values(page, 0, len(page))]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<p>Click <img src=g alt="x"> now</p>', ['Click <img src=g alt="x"> now']),
        ('<p><img src="a"> Text <b>b</b> <img></p>', ["Text <b>b</b>"]),
        ('<p><img alt="A>B">\n<i>t</i></p>', ["<i>t</i>"]),
        ('<p><img alt="A"><img alt="B"></p>', []),
        ('<div translate="no">a<div>b</div>c</div><p>d</p>', ["d"]),
        ("<div class='x notranslate y'>a</div>d", ["d"]),
        ("<p class=notranslate>a<p>b</p>", ["b"]),
        ("<div translate=no>never closed", []),
        ("<p translate=yes>a</p>", ["a"]),
        ("<![CDATA[ <p>a</p> ]]>b", ["b"]),
        ("a <a title=\"5 > 4 <b\">b</a>", ['a <a title="5 > 4 <b">b</a>']),
        ("<P>a<Br>b</P>", ["a", "b"]),
        (f'<p>a <img src="{LONG}"> b</p>', [f'a <img src="{LONG}"> b']),
        (f'<svg><path d="{"M1 2" * 3000}"/></svg><p>b</p>', ["b"]),
        ('<p>a <img alt="The "old" house" title="x"> b</p><p>c</p>',
         ['a <img alt="The "old" house" title="x"> b', "c"]),
        ('<p>a <b title="x > y" onclick="go("b")">c</b></p>',
         ['a <b title="x > y" onclick="go("b")">c</b>']),
        ("<p>a <!-- b --> c<!--d--></p>", ["a <!-- b --> c"]),
        ("<!--><p>a</p><!---><p>b</p><!-- c --!><p>d</p>", ["a", "b", "d"]),
        ("<!--[if !IE]><!--><p>a</p><!--<![endif]--><![if !IE]>b<![endif]>", ["a", "b"]),
        ("<?xml:namespace prefix = o /><p>a</p><?php if ($a > 1) ?><p>b</p>", ["a", "b"]),
        ('<!DOCTYPE html [<!ENTITY a "b">]><p>c</p>', ["c"]),
        ("<script>'</scripts>'</script><p>a</p>", ["a"]),
        ('<p>a</p><div class="x', ["a"]),
        ("<p>1 < 2 and a <b", ["1 < 2 and a"]),
        ("<p>1 < 2 and <b>a</b>", ["1 < 2 and <b>a</b>"]),
        ("<svg><title>a</title><g><text>b <tspan>c</tspan></text>", ["a", "b <tspan>c</tspan>"]),
        ("<svg><metadata>a</metadata><style>b</style><desc>c</desc></svg>", ["c"]),
        ("<textarea>typed</textarea>a", ["a"]),
        ("<nav><a href=x>a</a> | <a>b <i>c</i></a></nav>", ["a", "b <i>c</i>"]),
        ("<p><a>a</a> <a>b</a> are links</p>", ["<a>a</a> <a>b</a> are links"]),
        ("<p><a>a <a>b</a> <a>c", ["a", "b", "c"]),
        ('<a title="go > on"></a> <a>b</a> <a title="1 > 0"></a>', ["b"]),
        ("<p>See <a>a</a> <a>b</a></p>", ["See <a>a</a> <a>b</a>"]),
        ("<p><a>a</a>, <b>and</b> <a>b</a></p>", ["<a>a</a>, <b>and</b> <a>b</a>"]),
    ],
)  # fmt: skip
def test_runs_of_text(page: str, expected: list[str]) -> None:
    assert read(page) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<img alt="A bridge" src="b">', ["A bridge"]),
        ("<a title='Go home' href='/home page'>", ["Go home"]),
        ('<input type="submit" value="Send it">', ["Send it"]),
        ('<input type="text" value="mine" placeholder="Your name">', ["Your name"]),
        ('<meta name="description" content="On bridges">', ["On bridges"]),
        ('<meta content="On bridges" property="og:title">', ["On bridges"]),
        ('<meta name="viewport" content="width=device-width">', []),
        ('<p aria-label="Close it" lang="en" class="big box">', ["Close it"]),
        ('<img alt=""><img alt="  "><img alt="—">', []),
        ('<!-- <img alt="no"> --><script>"<img alt=\'no\'>"</script>', []),
        ('<div translate="no"><img alt="no"></div><img alt="yes">', ["yes"]),
        ('</p title="no">', []),
        ("<img alt=Bridge><img src=a alt=House/><img alt= >", ["Bridge", "House"]),
        ("<input type=submit value=Send><input type=text value=mine>", ["Send"]),
        ('<option label="One of them">', ["One of them"]),
        ('<textarea title="A"><p title="typed">', ["A"]),
        ('<svg aria-label="A map"><text>b</text></svg>', ["A map"]),
        ('<th abbr="Cost"><td abbr="no">', ["Cost"]),
        ("""<p data-page="<img title='no'>" title="yes">""", ["yes"]),
        ("""<p data-page='{"title": "no"}' title=yes>""", ["yes"]),
        (f'<img src="data:,{"A" * 9000}" alt="A house">', ["A house"]),
    ],
)
def test_values_of_attributes(page: str, expected: list[str]) -> None:
    assert values(page) == expected


@pytest.mark.parametrize(
    "piece",
    [
        *('<a "', "<div translate=no>", "<img>", "<", '<img alt="', "<p notranslate", "<![CDATA["),
        *('<a "b="', "<a b='", "<!--", "<?", "<!doctype [", "<?php ", "<a b=c "),
    ],
)
def test_no_page_takes_more_than_linear_time(piece: str) -> None:
    def read(count: int) -> None:
        page = piece * count
        blocks(page, "html")
        html_values(page, 0, len(page))

    assert_in_line(read, 50_000)
