"""Small office documents to test with, and a translation that can be seen: into capitals."""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from mlsum import formats
from mlsum.core.document import Document, Part

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
WP = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_WORDS = re.compile(r"<c\d+>.*?</c\d+>|<[^<>]*>|&\w+;|([^<&]+)", re.DOTALL)


def packed(parts: Mapping[str, str | bytes], stored: str = "") -> bytes:
    """An archive of parts, the same at any time; the one named `stored` is not compressed."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            method = ZIP_STORED if name == stored else ZIP_DEFLATED
            archive.writestr(ZipInfo(name), content, method)
    return buffer.getvalue()


def word(body: str, **stories: str) -> bytes:
    """A document of Word with this XML in its body, and other parts by their kinds."""
    types = f'<Override PartName="/word/document.xml" ContentType="{_WORD}document.main+xml"/>'
    relations = ""
    parts: dict[str, str | bytes] = {}
    for kind, content in stories.items():
        relations += f'<Relationship Id="r{kind}" Type="{_KIND}{kind}" Target="{kind}.xml"/>'
        types += f'<Override PartName="/word/{kind}.xml" ContentType="{_WORD}{kind}+xml"/>'
        parts[f"word/{kind}.xml"] = content
    root = f'<Relationship Id="r" Type="{_KIND}officeDocument" Target="word/document.xml"/>'
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}content-types">{types}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}relationships">{root}</Relationships>',
            "word/document.xml": f"<w:document {W} {R} {MC} {WP}>"
            f"<w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": (
                f'<Relationships xmlns="{_PACKAGE}relationships">{relations}</Relationships>'
            ),
            **parts,
        }
    )


def capitals(text: str) -> str:
    """The text in capitals, its tags and its code as they are."""
    return _WORDS.sub(lambda it: it[1].upper() if it[1] else it[0], text)


def edits(document: Document, language: str = "pt") -> dict[Part, str]:
    """A translation into capitals, of fields and body."""
    found = {body.text: capitals(body.text.text) for body in document.bodies}
    for field in document.fields:
        value = field.value.text
        found[field.value] = language if field.key == "language" else value.upper()
    return found


def shouted(data: bytes, language: str = "pt") -> bytes:
    """A document translated into capitals."""
    document = formats.parse_bytes(data)
    return formats.render_bytes(document, edits(document, language))


def texts(data: bytes) -> list[str]:
    """The blocks of a document, each with the tag that says what it is."""
    body = formats.parse_bytes(data).bodies
    return body[0].text.text.split("\n\n") if body else []


def part(data: bytes, name: str) -> str:
    """A part of an archive."""
    with ZipFile(BytesIO(data)) as archive:
        return archive.read(name).decode()


def parts(data: bytes) -> dict[str, bytes]:
    """All parts of an archive."""
    with ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def saved(document: Any) -> bytes:
    """What a library's document is as a file."""
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()
