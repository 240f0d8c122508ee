"""RSS and Atom: entries with labelled fields, written back as feeds that readers read."""

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum import formats
from mlsum.core.document import Document, Source
from mlsum.core.errors import FormatError
from mlsum.core.lang import Lang
from mlsum.detection import detect_item
from mlsum.formats import feed
from mlsum.translation import Options, run

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
  <title>The Harbour Times</title>
  <link>https://news.example/</link>
  <description>News from the harbour</description>
  <language>en</language>
  <lastBuildDate>Wed, 13 Dec 2023 08:00:00 +0000</lastBuildDate>
  <image><url>https://news.example/logo.png</url><title>Logo</title></image>
  <item>
    <title>Mayor&amp;#8217;s plan: AT&amp;amp;T leaves &amp; others follow</title>
    <link>https://news.example/1</link>
    <guid isPermaLink="false">a-1</guid>
    <pubDate>Wed, 13 Dec 2023 05:00:00 -0300</pubDate>
    <dc:creator><![CDATA[Ana Souza]]></dc:creator>
    <category>Politics</category>
    <category><![CDATA[Economy]]></category>
    <source url="https://other.example/rss">코리아타임스</source>
    <description>The mayor spoke on Wednesday.</description>
    <content:encoded><![CDATA[<p>The mayor <b>spoke</b> on Wednesday.</p>
<p>Ships &amp; boats were there.</p>]]></content:encoded>
  </item>
  <item>
    <title><![CDATA[Fish & chips]]></title>
    <description>&lt;p&gt;Fish is <i>dear</i>.&lt;/p&gt;</description>
  </item>
  <item/>
</channel>
</rss>
"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <title type="text">A quiet place</title>
  <updated>2023-12-13T05:00:00Z</updated>
  <entry>
    <title type="html">Less is &lt;em&gt;more&lt;/em&gt;</title>
    <link rel="alternate" href="https://quiet.example/1?a=1&amp;b=2"/>
    <id>urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a</id>
    <published>2023-12-13T05:00:00Z</published>
    <author><name>Rui Lima</name><email>rui@quiet.example</email></author>
    <category term="city" label="The &quot;city&quot;"/>
    <source><id>urn:x</id><title>Other place</title></source>
    <summary>What is left.</summary>
    <content type="xhtml">
      <div xmlns="http://www.w3.org/1999/xhtml"><p>Nothing &amp; all.</p></div>
    </content>
  </entry>
</feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="x"><title>Old channel</title></channel>
<item rdf:about="y"><title>Old news</title><description>They were good.</description></item>
</rdf:RDF>"""


def pairs(document: Document, index: int) -> list[tuple[str, str, str]]:
    return [
        (field.label.text, field.key, field.value.text) for field in document.items[index].fields
    ]


def changed(document: Document, new: dict[str, str]) -> str:
    parts = [field.value for field in document.fields] + [body.text for body in document.bodies]
    return formats.render(document, {part: new[part.text] for part in parts if part.text in new})


def test_entries_have_the_fields_of_news() -> None:
    document = formats.parse_text(RSS)
    assert document.format == "feed"
    assert pairs(document, 0) == [
        ("title", "title", "The Harbour Times"),
        ("link", "url", "https://news.example/"),
        ("description", "description", "News from the harbour"),
        ("language", "language", "en"),
        ("lastBuildDate", "updated", "Wed, 13 Dec 2023 08:00:00 +0000"),
        ("title", "title", "Logo"),
    ]
    assert pairs(document, 1) == [
        ("title", "title", "Mayor’s plan: AT&T leaves & others follow"),
        ("link", "url", "https://news.example/1"),
        ("guid", "id", "a-1"),
        ("pubDate", "date", "Wed, 13 Dec 2023 05:00:00 -0300"),
        ("dc:creator", "author", "Ana Souza"),
        ("category", "category", "Politics"),
        ("category", "category", "Economy"),
        ("source", "source", "코리아타임스"),
    ]
    body = document.items[1].body
    assert body is not None
    assert (body.markup, body.twin) == ("html", False)
    assert body.text.text.startswith("<p>The mayor <b>spoke</b>")
    assert [(it.text.text, it.twin) for it in document.bodies[1:]] == [
        ("The mayor spoke on Wednesday.", True),
        ("<p>Fish is dear.</p>", False),
    ]
    found = detect_item(document.items[1])
    assert [one.value.kind for one in found.fields][:4] == ["text", "url", "code", "date"]
    assert document.items[-1].fields == ()


def test_atom_has_its_own_names() -> None:
    document = formats.parse_text(ATOM)
    assert pairs(document, 0)[0] == ("xml:lang", "language", "en")
    assert pairs(document, 1) == [
        ("title", "title", "Less is <em>more</em>"),
        ("link", "url", "https://quiet.example/1?a=1&b=2"),
        ("id", "id", "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a"),
        ("published", "date", "2023-12-13T05:00:00Z"),
        ("author", "author", "Rui Lima"),
        ("category", "category", 'The "city"'),
        ("source", "source", "Other place"),
    ]
    assert "<p>Nothing &amp; all.</p>" in document.bodies[0].text.text


def test_a_new_feed_says_the_new_texts_and_nothing_else_changes() -> None:
    document = formats.parse_text(RSS)
    new = changed(
        document,
        {
            "Mayor’s plan: AT&T leaves & others follow": "Plano <da> prefeita: a AT&T sai",
            "Ana Souza": "Ana ]]> Souza",
            "Politics": "Política",
            "<p>Fish is dear.</p>": "<p>O peixe é caro.</p>",
            "The mayor spoke on Wednesday.": "A prefeita falou na quarta.",
            "Wed, 13 Dec 2023 05:00:00 -0300": "13 de dezembro de 2023",
            "https://news.example/1": "x",
        },
    )
    read = feedparser.parse(new)
    assert not read.bozo
    entry = read.entries[0]
    assert entry.title == "Plano &lt;da&gt; prefeita: a AT&amp;T sai"  # HTML, as it was
    assert entry.author == "Ana ]]> Souza"
    assert [tag.term for tag in entry.tags] == ["Política", "Economy"]
    assert entry.summary == "A prefeita falou na quarta."
    assert entry.published == "Wed, 13 Dec 2023 05:00:00 -0300"
    assert entry.link == "https://news.example/1"
    assert read.entries[1].summary == "<p>O peixe é caro.</p>"
    again = formats.parse_text(new)
    assert pairs(again, 1)[0][2] == "Plano <da> prefeita: a AT&T sai"
    assert new.count("\n") == RSS.count("\n")


def test_attributes_and_xhtml_are_written_as_such() -> None:
    document = formats.parse_text(ATOM)
    body = document.bodies[0].text.text
    new = changed(document, {'The "city"': 'A "cidade" d\'água', body: body.replace("all", "tudo")})
    entry = feedparser.parse(new).entries[0]
    assert entry.tags[0].label == 'A "cidade" d\'água'
    assert "Nothing &amp; tudo." in new


def test_titles_with_markup_are_read_and_stay_well_formed() -> None:
    text = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">The &lt;i&gt;sea&lt;/i&gt;'
        '</title><entry><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">The <b>old'
        "</b> port</div></title></entry></feed>"
    )
    document = formats.parse_text(text)
    titles = [field.value for field in document.fields if field.key == "title"]
    assert [title.text for title in titles] == ["The <i>sea</i>", "The old port"]
    new = formats.render(document, dict(zip(titles, ["O <i>mar</i>", "Cais & mar"], strict=True)))
    assert ">O &lt;i&gt;mar&lt;/i&gt;<" in new
    assert '<div xmlns="http://www.w3.org/1999/xhtml">Cais &amp; mar</div>' in new


def test_a_feed_is_translated_with_its_language() -> None:
    document = formats.parse_text(RSS)
    result = run(document, Options(Lang("pt"), engine="echo"))
    new = formats.parse_text(formats.render(document, result.edits))
    assert pairs(new, 0)[3][2] == "pt"
    assert pairs(new, 1)[3][2] == "Wed, 13 Dec 2023 05:00:00 -0300"
    dates = [one.translation.text for one in result.outcomes if one.task.key == "date"]
    assert dates == ["13 de dezembro de 2023, 05:00:00 (UTC-03:00)"]


@pytest.mark.parametrize("encoding", ["iso-8859-2", "euc-kr", "windows-1251", "utf-8"])
def test_a_feed_stays_in_the_encoding_that_it_names(encoding: str) -> None:
    said = {"iso-8859-2": "Zażółć gęślą", "euc-kr": "안녕", "windows-1251": "Привет"}
    title = said.get(encoding, "É já")
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><rss><channel><title>{title}</title>'
        f"<item><title><![CDATA[{title}]]></title></item></channel></rss>"
    )
    document = formats.parse_bytes(text.encode(encoding), "f.xml")
    values = [field.value for field in document.fields]
    assert [value.text for value in values] == [title, title]
    new = formats.render_bytes(document, dict.fromkeys(values, "Água & 水"))
    assert new.split(b"?>")[0] == text.encode(encoding).split(b"?>")[0]
    read = formats.parse_bytes(new, "f.xml")
    assert [field.value.text for field in read.fields] == ["Água & 水"] * 2
    assert feedparser.parse(new).entries[0].title == "Água & 水"


def test_rss_1_keeps_its_items_beside_the_channel() -> None:
    document = formats.parse_text(RDF)
    assert [pairs(document, index)[0][2] for index in (0, 1)] == ["Old channel", "Old news"]
    assert document.bodies[0].text.text == "They were good."


@pytest.mark.parametrize(
    ("text", "name"),
    [("<html><body>rss</body></html>", "html"), ("<rss-like/>", "plain"), ("rss", "plain")],
)
def test_what_is_no_feed_is_not_taken_for_one(text: str, name: str) -> None:
    assert not feed.sniff(Source(text))
    with pytest.raises(FormatError):
        formats.parse_text(text, "feed")


def test_names_count() -> None:
    assert feed.sniff(Source("x", path="News.RSS"))


def test_entities_are_never_expanded() -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]>'
    document = formats.parse_text(RSS.replace("<rss", bomb + "<rss", 1).replace("Logo", "&b;"))
    assert document.format == "feed" or document.format == "plain"


@given(
    st.lists(
        st.sampled_from(
            [
                "<item>",
                "</item>",
                "<title>",
                "</title>",
                "<![CDATA[",
                "]]>",
                "a & b",
                "&amp;",
                "<x/>",
            ]
        )
    )
)
def test_any_feed_comes_back(parts: list[str]) -> None:
    text = "<rss><channel>" + "".join(parts)
    document = formats.parse_text(text, "feed")
    assert formats.render(document) == text
    values = [field.value for field in document.fields]
    new = formats.render(document, {value: f"{value.text} <&" for value in values})
    assert formats.parse_text(new, "feed").fields or not values


def texts(document: Document) -> list[tuple[str, str]]:
    """What a feed says, with the names of the elements that say it."""
    fields = [(one.label.text, one.value.text) for one in document.fields if one.key != "url"]
    return fields + [(body.label.text, body.text.text) for body in document.bodies if body.label]


GROUPED = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">
<entry><title>A tree</title><media:group><media:title>A tree</media:title>
<media:content url="a"><media:title>A clip</media:title></media:content>
<media:description>How to plant a tree.</media:description></media:group></entry></feed>"""
CHANNEL = """<rss version="2.0"><channel><title>Hour</title>
<description><![CDATA[<p>A show about <b>trees</b>.</p>]]></description>
<image><url>a.png</url><title>The hour</title><link>https://a.example/</link></image>
<item><title>One</title></item></channel></rss>"""
DTD = """<?xml version="1.0"?><!DOCTYPE rdf:RDF [<!ENTITY % a PUBLIC "-//W3C" "http://a.example/a">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel><title>News</title></channel><item><title>A tree</title></item></rdf:RDF>"""
OLD = """<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://my.netscape.com/rdf/simple/0.9/">
<channel><title>News</title></channel><item><title>A tree</title></item></r:RDF>"""
PREFIXED = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:rss="http://purl.org/rss/1.0/"><rss:channel><rss:title>News</rss:title></rss:channel>
<rss:item><rss:title>A tree</rss:title></rss:item></rdf:RDF>"""


@pytest.mark.parametrize(
    ("feed", "expected"),
    [
        (
            GROUPED,
            [
                *(("title", "A tree"), ("media:title", "A tree"), ("media:title", "A clip")),
                ("media:description", "How to plant a tree."),
            ],
        ),
        (
            CHANNEL,
            [
                *(("title", "Hour"), ("title", "The hour"), ("title", "One")),
                ("description", "<p>A show about <b>trees</b>.</p>"),
            ],
        ),
        (DTD, [("title", "News"), ("title", "A tree")]),
        (OLD, [("title", "News"), ("title", "A tree")]),
        (PREFIXED, [("rss:title", "News"), ("rss:title", "A tree")]),
    ],
)
def test_every_text_of_a_feed_is_read_and_written(
    feed: str, expected: list[tuple[str, str]]
) -> None:
    document = formats.parse_text(feed)
    assert document.format == "feed"
    assert texts(document) == expected
    edits = {body.text: body.text.text.replace("tree", "oak") for body in document.bodies}
    edits |= {one.value: one.value.text.replace("tree", "oak") for one in document.fields}
    assert formats.render(document, edits) == feed.replace("tree", "oak")
