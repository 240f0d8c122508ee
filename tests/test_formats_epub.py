"""E-books: chapters in their order, written into the same archive, and read by another reader."""

import io
import os
import re
import warnings
import zipfile
from pathlib import Path
from posixpath import dirname, join, normpath
from xml.etree import ElementTree

import pytest

from mlsum import formats
from mlsum.core.document import Document
from mlsum.core.errors import FormatError
from mlsum.formats.ebook import epub

SHARED = Path(os.environ.get("MLSUM_SHARED", Path(__file__).parents[2] / "shared"))
REAL = sorted((SHARED / "data" / "documents").glob("*.epub"))

CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>"""

PACKAGE = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
  <dc:identifier id="id">urn:uuid:1</dc:identifier>
  <dc:title>Salt &amp; Sea</dc:title>
  <dc:creator>Ana Souza</dc:creator>
  <dc:language>en</dc:language>
  <dc:description>A book about the sea.</dc:description>
  <dc:date>2023-12-13</dc:date>
  <meta property="dcterms:modified">2023-12-13T00:00:00Z</meta>
</metadata>
<manifest>
  <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
  <item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
  <item id="two" href="text/two%20b.xhtml" media-type="application/xhtml+xml"/>
  <item id="one" href="text/one.xhtml" media-type="application/xhtml+xml"/>
  <item id="pic" href="pic.png" media-type="image/png"/>
  <item id="gone" href="gone.xhtml" media-type="application/xhtml+xml"/>
</manifest>
<spine toc="ncx"><itemref idref="one"/><itemref idref="two"/><itemref idref="pic"/>
<itemref idref="gone"/><itemref idref="none"/></spine>
</package>"""

PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" lang="en-GB" xml:lang="en-GB">
<head><title>{title}</title><link rel="stylesheet" href="s.css"/></head>
<body class="x">
{body}
</body>
</html>"""

NCX = """<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1">
<docTitle><text>Salt &amp; Sea</text></docTitle>
<navMap><navPoint id="a"><navLabel><text>The first</text></navLabel><content src="x"/></navPoint>
<navPoint id="b"><navLabel><text>The second</text></navLabel><content src="y"/></navPoint></navMap>
</ncx>"""

ONE = '<h1>The first</h1>\n<p>The <i>sea</i> was&nbsp;calm.<br/>It was <a href="#a">late</a>.</p>'
NAV = (
    '<nav xmlns:epub="http://www.idpf.org/2007/ops" epub:type="toc"><ol>'
    '<li><a href="text/one.xhtml">The first</a></li></ol></nav>'
)
FILES = {
    "META-INF/container.xml": CONTAINER,
    "OEBPS/book.opf": PACKAGE,
    "OEBPS/nav.xhtml": PAGE.format(title="Contents", body=NAV),
    "OEBPS/toc.ncx": NCX,
    "OEBPS/text/one.xhtml": PAGE.format(title="The first", body=ONE),
    "OEBPS/text/two b.xhtml": PAGE.format(title="", body="<h1>The second</h1>"),
    "OEBPS/pic.png": "png",
}


def made(files: dict[str, str | bytes] | None = None, **changed: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for name, text in {**FILES, **(files or {}), **changed}.items():
            archive.writestr(name, text)
    return out.getvalue()


def read(data: bytes) -> Document:
    document = formats.parse_bytes(data, "book.epub")
    assert document.format == "epub"
    assert formats.render_bytes(document) == data
    assert formats.render(document) == document.source.text
    return document


def edited(document: Document, new: dict[str, str]) -> bytes:
    parts = [field.value for field in document.fields] + [body.text for body in document.bodies]
    return formats.render_bytes(document, {it: new[it.text] for it in parts if it.text in new})


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def check_rules(data: bytes) -> None:
    """What epubcheck asks first: the mimetype, the container, files that are listed and read."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        first = archive.infolist()[0]
        assert first.filename == "mimetype"
        assert (first.compress_type, first.extra) == (zipfile.ZIP_STORED, b"")
        assert archive.read(first) == b"application/epub+zip"
        container = ElementTree.fromstring(archive.read("META-INF/container.xml"))
        (root,) = (it.get("full-path") for it in container.iter() if it.tag.endswith("rootfile"))
        assert root
        package = ElementTree.fromstring(archive.read(root))
        ids = set()
        for item in package.iter("{http://www.idpf.org/2007/opf}item"):
            ids.add(item.get("id"))
            name = normpath(join(dirname(root), item.get("href", "").replace("%20", " ")))
            if item.get("media-type") == "application/xhtml+xml" and name in archive.namelist():
                text = archive.read(name).decode("utf-8")
                ElementTree.fromstring(re.sub(r"&nbsp;", " ", text))
        refs = [it.get("idref") for it in package.iter("{http://www.idpf.org/2007/opf}itemref")]
        assert len(refs) == len(set(refs))


def test_the_book_comes_first_then_its_chapters_in_order() -> None:
    document = read(made())
    assert [(it.label.text, it.key, it.value.text) for it in document.items[0].fields] == [
        ("identifier", "id", "urn:uuid:1"),
        ("title", "title", "Salt & Sea"),
        ("creator", "author", "Ana Souza"),
        ("language", "language", "en"),
        ("description", "description", "A book about the sea."),
        ("date", "date", "2023-12-13"),
    ]
    assert [(body.text.text, body.twin) for body in document.bodies] == [
        (ONE, False),
        ("<h1>The second</h1>", False),
        (NAV, True),
        ("<li>Salt &amp; Sea</li>\n<li>The first</li>\n<li>The second</li>", True),
    ]
    assert document.items[1].fields[0].value.text == "The first"


def test_new_texts_go_into_their_places_and_nothing_else_moves() -> None:
    old = made()
    document = read(old)
    one = ONE.replace("The first", "O primeiro").replace("calm", "calmo")
    labels = document.bodies[-1].text.text
    data = edited(
        document,
        {
            "Salt & Sea": "Sal & <mar>",
            "en": "pt-BR",
            ONE: one,
            labels: labels.replace("The first", "O primeiro").replace("&amp;", "&amp; e"),
            "2023-12-13": "x",
        },
    )
    check_rules(data)
    before, after = members(old), members(data)
    assert list(before) == list(after)
    unchanged = {name for name in before if before[name] == after[name]}
    assert unchanged == set(before) - {"OEBPS/book.opf", "OEBPS/toc.ncx", "OEBPS/text/one.xhtml"}
    page = after["OEBPS/text/one.xhtml"].decode()
    assert one in page
    assert 'lang="pt-BR" xml:lang="pt-BR"' in page
    package = after["OEBPS/book.opf"].decode()
    assert "<dc:title>Sal &amp; &lt;mar&gt;</dc:title>" in package
    assert "<dc:language>pt-BR</dc:language>" in package
    assert "<dc:date>2023-12-13</dc:date>" in package
    assert "<text>Salt &amp; e Sea</text>" in after["OEBPS/toc.ncx"].decode()
    assert "<text>O primeiro</text>" in after["OEBPS/toc.ncx"].decode()


def test_a_table_of_contents_that_is_read_as_a_page_is_a_twin_all_the_same() -> None:
    package = PACKAGE.replace('<itemref idref="none"/>', '<itemref idref="nav"/>')
    assert [body.twin for body in read(made({"OEBPS/book.opf": package})).bodies] == [
        *(False, False),
        *(True, True),
    ]


def test_another_reader_finds_the_new_texts() -> None:
    other = pytest.importorskip("ebooklib.epub")
    package = re.sub(r'.*"gone.xhtml".*\n', "", PACKAGE)
    document = read(made({"OEBPS/book.opf": package}))
    data = edited(document, {"Salt & Sea": "Sal", "en": "pt", ONE: ONE.replace("sea", "mar")})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = other.read_epub(io.BytesIO(data))
    assert book.get_metadata("DC", "title")[0][0] == "Sal"
    assert book.get_metadata("DC", "language")[0][0] == "pt"
    assert b"<i>mar</i>" in book.get_item_with_id("one").content


def test_a_page_in_another_encoding_stays_in_it() -> None:
    page = PAGE.replace("UTF-8", "iso-8859-1").format(title="Olá", body="<p>É já.</p>")
    document = read(made({"OEBPS/text/one.xhtml": page.encode("latin-1")}))
    data = edited(document, {"<p>É já.</p>": "<p>É 안녕.</p>"})
    page = members(data)["OEBPS/text/one.xhtml"].decode("latin-1")
    assert "<p>É &#50504;&#45397;.</p>" in page


def test_a_byte_order_mark_stays() -> None:
    page = "\ufeff" + FILES["OEBPS/text/one.xhtml"]
    for codec in ("utf-8", "utf-16-le"):
        document = read(made({"OEBPS/text/one.xhtml": page.encode(codec)}))
        data = edited(document, {ONE: ONE + "<p>x</p>"})
        assert members(data)["OEBPS/text/one.xhtml"] == page.replace(ONE, ONE + "<p>x</p>").encode(
            codec
        )


def test_a_text_that_breaks_the_markup_is_refused() -> None:
    document = read(made())
    with pytest.raises(FormatError, match="markup of a page"):
        edited(document, {ONE: "<p>open"})
    with pytest.raises(FormatError, match="labels"):
        edited(document, {document.bodies[-1].text.text: "<li>one</li>"})


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"META-INF/container.xml": "<container/>"}, "names no package"),
        ({"OEBPS/book.opf": "<package><metadata/></package>"}, "lists no files"),
        ({"OEBPS/text/one.xhtml": b"\xff\xfe\xfd<x"}, "is not utf-16-le"),
        ({"OEBPS/text/one.xhtml": b"<p>\xff</p>"}, "is not utf-8"),
        (
            {
                "META-INF/encryption.xml": '<e><EncryptionMethod Algorithm="http://www.w3.org/'
                '2001/04/xmlenc#aes128-cbc"/></e>'
            },
            "locked",
        ),
    ],
)
def test_broken_and_locked_books_say_what_is_wrong(
    changed: dict[str, str | bytes], message: str
) -> None:
    with pytest.raises(FormatError, match=message):
        formats.parse_bytes(made(changed), "book.epub")


def test_scrambled_fonts_are_no_lock() -> None:
    method = '<e><EncryptionMethod Algorithm="http://www.idpf.org/2008/embedding"/></e>'
    assert read(made({"META-INF/encryption.xml": method})).bodies


def test_a_truncated_book_is_an_error() -> None:
    with pytest.raises(FormatError):
        formats.parse_bytes(made()[:-200], "book.epub")
    assert not epub.sniff(b"PK\x03\x04 something else", "a.zip")
    assert not epub.sniff(b"text", "a.epub")


def test_the_first_drafts_of_the_format_are_read() -> None:
    package = (
        PACKAGE.replace("<metadata", "<metadata><dc-metadata")
        .replace("</metadata>", "</dc-metadata></metadata>")
        .replace("dc:title", "dc:Title")
    )
    document = read(made({"OEBPS/book.opf": package}))
    assert document.fields[1].value.text == "Salt & Sea"


@pytest.mark.skipif(not REAL, reason="needs the shared documents")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_real_books_come_back(path: Path) -> None:
    data = path.read_bytes()
    document = read(data)
    new = {
        body.text.text: body.text.text.replace("</p>", " x</p>")
        for body in document.bodies
        if "</p>" in body.text.text
    }
    check_rules(edited(document, new))
