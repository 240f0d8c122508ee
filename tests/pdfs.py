"""A small writer of PDFs for tests: texts at places, in two faces of Helvetica."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Text", "column", "pdf"]

WIDTH, HEIGHT = 595, 842  # A4, in points


@dataclass(frozen=True)
class Text:
    """A text at `x`, `y` from the lower left corner."""

    x: float
    y: float
    text: str
    size: float = 10
    bold: bool = False
    turned: bool = False


def column(x: float, y: float, lines: Sequence[str], size: float = 10) -> list[Text]:
    """Lines below each other, as far apart as text usually is."""
    return [Text(x, y - 1.2 * size * i, line, size) for i, line in enumerate(lines)]


def pdf(
    pages: Sequence[Sequence[Text]],
    info: Mapping[str, str] | None = None,
    *,
    picture: Sequence[int] = (),
    rotate: int = 0,
    language: str = "",
) -> bytes:
    """A PDF with these pages; those in `picture` are covered by a picture."""
    objects: list[bytes] = [b"", b""]

    def add(data: bytes) -> int:
        objects.append(data)
        return len(objects)

    def stream(data: bytes, entries: bytes = b"") -> int:
        packed = zlib.compress(data)
        head = b"<</Length %d/Filter/FlateDecode%s>>" % (len(packed), entries)
        return add(head + b"stream\n" + packed + b"\nendstream")

    face = b"<</Type/Font/Subtype/Type1/Encoding/WinAnsiEncoding/BaseFont/Helvetica%s>>"
    plain, bold = add(face % b""), add(face % b"-Bold")
    image = stream(
        b"\x80" * 100,
        b"/Type/XObject/Subtype/Image/Width 10/Height 10/ColorSpace/DeviceGray/BitsPerComponent 8",
    )
    resources = b"<</Font<</F1 %d 0 R/F2 %d 0 R>>/XObject<</I %d 0 R>>>>" % (plain, bold, image)
    kids = []
    for number, texts in enumerate(pages):
        drawn = b"".join(_drawn(text) for text in texts)
        if number in picture:
            drawn = b"q %d 0 0 %d 0 0 cm /I Do Q\n" % (WIDTH, HEIGHT) + drawn
        contents = stream(drawn)
        kids.append(
            add(
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Rotate %d" % (WIDTH, HEIGHT, rotate)
                + b"/Resources%s/Contents %d 0 R>>" % (resources, contents)
            )
        )
    said = b"".join(b"/%s(%s)" % (k.encode(), _escaped(v)) for k, v in (info or {}).items())
    about = add(b"<<" + said + b">>")
    tag = b"/Lang(%s)" % language.encode() if language else b""
    objects[0] = b"<</Type/Catalog/Pages 2 0 R%s>>" % tag
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), listed)
    return _file(objects, about)


def _drawn(text: Text) -> bytes:
    matrix = (0, 1, -1, 0) if text.turned else (1, 0, 0, 1)
    return b"BT /F%d %g Tf %g %g %g %g %g %g Tm (%s) Tj ET\n" % (
        *(2 if text.bold else 1, text.size, *matrix, text.x, text.y),
        _escaped(text.text),
    )


def _escaped(text: str) -> bytes:
    data = text.encode("cp1252")
    for char in (b"\\", b"(", b")"):
        data = data.replace(char, b"\\" + char)
    return data


def _file(objects: Sequence[bytes], info: int) -> bytes:
    data = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    data += b"trailer<</Size %d/Root 1 0 R/Info %d 0 R>>\n" % (len(objects) + 1, info)
    return bytes(data + b"startxref\n%d\n%%%%EOF\n" % start)
