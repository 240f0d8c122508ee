"""A small writer of PDFs for tests: texts at places, in Helvetica and a font of its own."""

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Text", "column", "pdf", "ruled"]

# The type of an element of structure, its elements, and marked contents: 1000 * page + number.
Element = tuple["str | int | Element", ...]

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
    mark: int | str | None = None  # the number of marked content, or the name of a mark


def column(x: float, y: float, lines: Sequence[str], size: float = 10) -> list[Text]:
    """Lines below each other, as far apart as text usually is."""
    return [Text(x, y - 1.2 * size * i, line, size) for i, line in enumerate(lines)]


def ruled(columns: Sequence[float], rows: Sequence[float]) -> bytes:
    """The lines of a table, as they are drawn."""
    across = [(columns[0], y, columns[-1], y) for y in rows]
    down = [(x, rows[0], x, rows[-1]) for x in columns]
    return b"".join(b"%g %g m %g %g l S\n" % line for line in [*across, *down])


def pdf(
    pages: Sequence[Sequence[Text]],
    info: Mapping[str, str] | None = None,
    *,
    picture: Sequence[int] = (),
    rotate: int = 0,
    language: str = "",
    tree: Element | None = None,
    drawn: bytes = b"",
) -> bytes:
    """A PDF with these pages; those in `picture` are covered by a picture; `tree` tags them.

    `drawn` is what else is drawn on each of them.
    """
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
    east = _east(pages)
    own = add(_own_font(east, stream))
    image = stream(
        b"\x80" * 100,
        b"/Type/XObject/Subtype/Image/Width 10/Height 10/ColorSpace/DeviceGray/BitsPerComponent 8",
    )
    fonts = b"/F1 %d 0 R/F2 %d 0 R/F3 %d 0 R" % (plain, bold, own)
    resources = b"<</Font<<%s>>/XObject<</I %d 0 R>>>>" % (fonts, image)
    kids = []
    for number, texts in enumerate(pages):
        shown = drawn + b"".join(_drawn(text, east) for text in texts)
        if number in picture:
            shown = b"q %d 0 0 %d 0 0 cm /I Do Q\n" % (WIDTH, HEIGHT) + shown
        contents = stream(shown)
        kids.append(
            add(
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Rotate %d" % (WIDTH, HEIGHT, rotate)
                + b"/StructParents %d/Resources%s/Contents %d 0 R>>" % (number, resources, contents)
            )
        )
    said = b"".join(b"/%s(%s)" % (k.encode(), _escaped(v)) for k, v in (info or {}).items())
    about = add(b"<<" + said + b">>")
    marks = [list(_marks(tree, number)) for number in range(len(kids))] if tree else []
    root = _tagged(tree, kids, marks, objects) if tree else b""
    tag = root + b"/Lang(%s)" % language.encode() if language else root
    objects[0] = b"<</Type/Catalog/Pages 2 0 R%s>>" % tag
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), listed)
    return _file(objects, about)


def _east(pages: Sequence[Sequence[Text]]) -> str:
    """The letters of the pages that western fonts lack."""
    said = {char for page in pages for text in page for char in text.text}
    return "".join(sorted(char for char in said if char > "\u2fff"))


def _own_font(letters: str, stream: Callable[[bytes], int]) -> bytes:
    """A font of ASCII and these letters, in the places behind it; each as wide as it is high.

    The file draws its letters itself, all as boxes: no font of the machine plays a part.
    """
    said = [chr(code) for code in range(32, 128)] + list(letters)
    box = stream(b"1000 0 0 0 1000 800 d1 0 0 1000 800 re f")
    blank = stream(b"500 0 d0")
    codes = b"".join(
        b"1 beginbfchar <%02X> <%04X> endbfchar\n" % (32 + i, ord(char))
        for i, char in enumerate(said)
    )
    meaning = stream(
        b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange\n" + codes + b"endcmap"
    )
    return (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 800]/FontMatrix[.001 0 0 .001 0 0]"
        b"/FirstChar 32/LastChar %d/Widths[%s]/CharProcs<</box %d 0 R/space %d 0 R>>"
        b"/Encoding<</Type/Encoding/Differences[32/space%s]>>/ToUnicode %d 0 R>>"
    ) % (
        *(31 + len(said), b" ".join([b"500"] * 96 + [b"1000"] * len(letters))),
        *(box, blank, b"/box" * (len(said) - 1), meaning),
    )


def _drawn(text: Text, east: str) -> bytes:
    matrix = (0, 1, -1, 0) if text.turned else (1, 0, 0, 1)
    drawn = b"BT /F%d %g Tf %g %g %g %g %g %g Tm (%s) Tj ET\n" % (
        *(3 if set(east) & set(text.text) else 2 if text.bold else 1, text.size),
        *(*matrix, text.x, text.y, _escaped(text.text, east)),
    )
    if text.mark is None:
        return drawn
    if isinstance(text.mark, str):
        return b"/%s BMC\n%sEMC\n" % (text.mark.encode(), drawn)
    return b"/Span<</MCID %d>>BDC\n%sEMC\n" % (text.mark, drawn)


def _marks(element: Element, page: int) -> Iterator[int]:
    """The numbers of marked content that a tree has on a page."""
    for child in element[1:]:
        if isinstance(child, int) and child // 1000 == page:
            yield child % 1000
        elif isinstance(child, tuple):
            yield from _marks(child, page)


def _tagged(
    tree: Element, kids: Sequence[int], marks: Sequence[Sequence[int]], objects: list[bytes]
) -> bytes:
    """The entries of the catalogue that tell the structure; its objects are added."""
    objects.append(b"")
    root = len(objects)
    owners: dict[tuple[int, int], int] = {}

    def write(element: Element, parent: int) -> int:
        objects.append(b"")
        me = len(objects)
        inside = []
        for child in element[1:]:
            if isinstance(child, tuple):
                inside.append(b"%d 0 R" % write(child, me))
            elif isinstance(child, int):
                page, number = divmod(child, 1000)
                owners[page, number] = me
                inside.append(b"<</Type/MCR/Pg %d 0 R/MCID %d>>" % (kids[page], number))
        objects[me - 1] = b"<</Type/StructElem/S/%s/P %d 0 R/K[%s]>>" % (
            *(str(element[0]).encode(), parent),
            b" ".join(inside),
        )
        return me

    top = write(tree, root)
    rows = [
        b"%d[%s]"
        % (page, b" ".join(b"%d 0 R" % owners.get((page, it), top) for it in range(max(some) + 1)))
        for page, some in enumerate(marks)
        if some
    ]
    objects[root - 1] = b"<</Type/StructTreeRoot/K %d 0 R/ParentTree<</Nums[%s]>>>>" % (
        *(top, b"".join(rows)),
    )
    return b"/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R" % root


def _escaped(text: str, east: str = "") -> bytes:
    data = b"".join(
        bytes([128 + east.index(char)]) if char in east else char.encode("cp1252") for char in text
    )
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
