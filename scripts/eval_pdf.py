"""Whether PDF files are read as they were written: paragraphs, headings, lists, tables, blanks.

    python scripts/eval_pdf.py FOLDER [--langs en,pt,ko] [--guides 2] [--only NAME] [--wrong N]

FOLDER has a folder for each language with guides in Markdown. They are set in several layouts by
LibreOffice (`soffice`) and Chromium (`chromium`), read again, and compared with what they said: a
row for each layout and language with how many blocks of each kind are right to the letter, how
many blanks are missing and how many are false, and how many lines are left of running heads.
Portuguese and English are divided at line ends where a syllable may end. `--wrong` prints that
many blocks that are not right.
"""
# ruff: noqa: E501 -- documents are written as they are read

import argparse
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from mlsum import formats

Block = tuple[str, str]  # its kind, what it says
Row = list[tuple[int, ...]]
KINDS = ("p", "h", "li", "td", "note")
SHY = "\u00ad"
_MARKS = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|[*`]|(?<!\w)_|_(?!\w)")
_SYLLABLE = re.compile(
    r"(?<=[a-zà-ü]{2})(?<=[aeiouáéíóúâêôãõ])(?=[bcdfgjlmnpqrstvxz][aeiouáéíóúâêôãõ][a-zà-ü])"
)
_MARGIN = "Running head of all pages"


@dataclass(frozen=True)
class Layout:
    """How a guide is set: `indent` begins paragraphs where others leave a gap above."""

    name: str
    maker: str
    columns: int
    size: float = 10
    justified: bool = True
    indent: bool = False
    width: float = 210  # of the page, mm


LAYOUTS = (
    Layout("office, 1 column", "soffice", 1, 11, justified=False),
    Layout("office, book", "soffice", 1, 10, indent=True, width=140),
    Layout("office, 2 columns", "soffice", 2),
    Layout("office, 3 columns", "soffice", 3, 9, indent=True),
    Layout("browser, 1 column", "chromium", 1, 11, justified=False),
    Layout("browser, 2 columns", "chromium", 2),
    Layout("browser, 3 columns", "chromium", 3, 9),
)


def guide(path: Path) -> list[Block]:
    """The headings, paragraphs and items of a guide, a note and a table here and there."""
    found: list[Block] = []
    text = re.sub(r"\A---.*?\n---\n", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"<aside.*?</aside>|```.*?```", "", text, flags=re.DOTALL)
    for raw in re.split(r"\n\s*\n|\n(?=[*#-] )", text):
        block = " ".join(raw.split())
        heading = re.match(r"#+ ", block)
        item = re.match(r"(?:[*-]|\d+\.) ", block)
        said = " ".join(_MARKS.sub(lambda it: it[1] or "", block.lstrip("#*- ")).split())
        if not said or block.startswith(("<", "|", ">", "{")) or "<" in said or SHY in said:
            continue
        found.append(("h" if heading else "li" if item else "p", said))
    return list(furnished(found))


def furnished(found: Sequence[Block]) -> Iterator[Block]:
    """The blocks with a note in every ninth paragraph, a table before every fourth heading."""
    heads = paragraphs = 0
    words: list[str] = []
    for kind, said in found:
        heads += kind == "h"
        paragraphs += kind == "p"
        if kind == "h" and heads % 4 == 0 and len(words) >= 9:
            yield from (("td", cell) for cell in words[:9])
            words = []
        yield kind, said
        if kind == "p":
            words += [" ".join(said.split()[:2]).strip(".,:;")] if len(said.split()) > 2 else []
            if paragraphs % 9 == 0:
                yield "note", said.split(". ")[0]


def divided(text: str, lang: str) -> str:
    """The text with soft hyphens where a line may divide a word."""
    return _SYLLABLE.sub(SHY, escape(text)) if lang in ("pt", "en") else escape(text)


def page(blocks: Sequence[Block], layout: Layout, lang: str) -> str:
    """The guide as a web page."""
    body, cells, items = [], [], False
    for kind, said in [*blocks, ("end", "")]:
        if cells and kind != "td":
            rows = [cells[i : i + 3] for i in range(0, len(cells), 3)]
            head = "".join(f"<th>{cell}</th>" for cell in rows[0])
            made = "".join(f"<tr><td>{'<td>'.join(row)}</tr>" for row in rows[1:])
            body.append(f"<table><tr>{head}</tr>{made}</table>")
            cells = []
        if items != (kind == "li"):
            body.append("<ul>" if not items else "</ul>")
            items = not items
        if kind == "td":
            cells.append(escape(said))
        elif kind != "note" and said:
            name = {"h": "h2"}.get(kind, kind)
            body.append(f"<{name}>{escape(said) if kind == 'h' else divided(said, lang)}</{name}>")
    style = f"""
      body {{font: {layout.size}pt/1.4 serif; columns: {layout.columns}; column-gap: 7mm;
             {"text-align: justify;" if layout.justified else ""} hyphens: manual}}
      h2 {{font-size: 1.4em; text-align: left}}
      td, th {{padding: 1mm; text-align: left; border: 1px solid gray}} table {{border-collapse: collapse}}
      {"p {text-indent: 1.5em; margin: 0}" if layout.indent else ""}"""
    return f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>{_MARGIN}</title><style>{style}</style><body>{"".join(body)}'


_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in (
        ("office", "office"), ("text", "text"), ("style", "style"), ("table", "table"),
        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"),
    )
)  # fmt: skip


def flat(blocks: Sequence[Block], layout: Layout, lang: str) -> str:
    """The guide as a flat OpenDocument text."""
    body, cells = [], []
    for kind, said in [*blocks, ("end", "")]:
        if cells and kind != "td":
            rows = (cells[i : i + 3] for i in range(0, len(cells), 3))
            made = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)
            body.append(
                f'<table:table><table:table-column table:number-columns-repeated="3"/>{made}</table:table>'
            )
            cells = []
        text = divided(said, lang)
        if kind == "h":
            body.append(
                f'<text:h text:style-name="H" text:outline-level="1">{escape(said)}</text:h>'
            )
        elif kind == "p":
            body.append(f'<text:p text:style-name="P">{text}</text:p>')
        elif kind == "li":
            item = f'<text:list-item><text:p text:style-name="L">{text}</text:p></text:list-item>'
            body.append(f'<text:list text:style-name="B">{item}</text:list>')
        elif kind == "td":
            cells.append(
                f'<table:table-cell table:style-name="C"><text:p text:style-name="L">{escape(said)}</text:p></table:table-cell>'
            )
        elif kind == "note":
            note = f'<text:note text:note-class="footnote"><text:note-citation/><text:note-body><text:p text:style-name="N">{text}</text:p></text:note-body></text:note>'
            body[-1] = body[-1][: -len("</text:p>")] + note + "</text:p>"
    country = {"en": "US", "pt": "BR", "ko": "KR"}.get(lang, "")
    font = "NanumMyeongjo" if lang == "ko" else "Liberation Serif"
    face = f'style:font-name="F" style:font-name-asian="F" fo:language="{lang}" fo:country="{country}" style:language-asian="{lang}" style:country-asian="{country}"'
    size = f'fo:font-size="{layout.size}pt" style:font-size-asian="{layout.size}pt"'
    align = f'fo:text-align="{"justify" if layout.justified else "start"}"'
    gap = 'fo:text-indent="0.5cm"' if layout.indent else 'fo:margin-bottom="0.25cm"'
    head = f'fo:font-size="{layout.size * 1.4}pt" style:font-size-asian="{layout.size * 1.4}pt" fo:font-weight="bold" style:font-weight-asian="bold"'
    columns = (
        f'<style:columns fo:column-count="{layout.columns}" fo:column-gap="0.7cm"/>'
        if layout.columns > 1
        else ""
    )
    height = layout.width * 1.41
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {_NAMES} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="F" svg:font-family="'{font}'"/></office:font-face-decls>
<office:styles><style:default-style style:family="paragraph"><style:text-properties {face} {size}/></style:default-style>
<style:style style:name="P" style:family="paragraph"><style:paragraph-properties {align} {gap} fo:line-height="120%"/></style:style>
<style:style style:name="L" style:family="paragraph"><style:paragraph-properties fo:line-height="120%"/></style:style>
<style:style style:name="H" style:family="paragraph"><style:paragraph-properties fo:margin-top="0.4cm" fo:margin-bottom="0.2cm" fo:keep-with-next="always"/><style:text-properties {head}/></style:style>
<style:style style:name="N" style:family="paragraph"><style:text-properties fo:font-size="8pt" style:font-size-asian="8pt"/></style:style>
<text:list-style style:name="B"><text:list-level-style-bullet text:level="1" text:bullet-char="•"><style:list-level-properties text:space-before="0.3cm" text:min-label-width="0.5cm"/></text:list-level-style-bullet></text:list-style>
</office:styles><office:automatic-styles>
<style:style style:name="C" style:family="table-cell"><style:table-cell-properties fo:padding="0.1cm" fo:border="0.05pt solid #000000"/></style:style>
<style:page-layout style:name="A"><style:page-layout-properties fo:page-width="{layout.width}mm" fo:page-height="{height}mm" fo:margin="18mm">{columns}</style:page-layout-properties>
<style:header-style><style:header-footer-properties fo:margin-bottom="0.5cm"/></style:header-style><style:footer-style><style:header-footer-properties fo:margin-top="0.5cm"/></style:footer-style></style:page-layout>
</office:automatic-styles><office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A">
<style:header><text:p>{_MARGIN}</text:p></style:header><style:footer><text:p><text:page-number/></text:p></style:footer></style:master-page></office:master-styles>
<office:body><office:text>{"".join(body)}</office:text></office:body></office:document>"""


def made(blocks: Sequence[Block], layout: Layout, lang: str, folder: Path, name: str) -> bytes:
    """The guide as a PDF."""
    pdf = folder / f"{name}.pdf"
    if layout.maker == "soffice":
        source = folder / f"{name}.fodt"
        source.write_text(flat(blocks, layout, lang), encoding="utf-8")
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", str(folder), str(source)]
    else:
        source = folder / f"{name}.html"
        source.write_text(page(blocks, layout, lang), encoding="utf-8")
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu"]
        command += [f"--user-data-dir={folder}/browser", f"--print-to-pdf={pdf}", str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return pdf.read_bytes()


def markdown(data: bytes, reader: str) -> str:
    """A PDF as Markdown, by mlsum or another library."""
    if reader == "pdf-oxide":
        from pdf_oxide import PdfDocument

        text = PdfDocument.from_bytes(data).to_markdown_all()
        return re.sub(rf"{SHY}\n?|\*\*", "", text)
    return formats.parse_bytes(data, "guide.pdf").bodies[0].text.text


def read(data: bytes, reader: str = "mlsum") -> list[Block]:
    """The blocks that are read in a PDF."""
    found: list[Block] = []
    for block in markdown(data, reader).split("\n\n"):
        text = re.sub(r"(?<!\A)\[\^\d+\]", "", re.sub(r"\\(.)", r"\1", block))
        if text.startswith("|"):
            rows = [row.strip("| ").split(" | ") for row in text.splitlines()]
            found += [("td", cell) for row in rows for cell in row if set(cell) != {"-"}]
        elif heading := re.match(r"#+ ", text):
            found.append(("h", text[heading.end() :]))
        elif text.startswith("- "):
            found += [("li", line.removeprefix("- ")) for line in text.split("\n")]
        else:
            found.append(("p", text))
    return found


def score(wrote: Sequence[Block], found: Sequence[Block]) -> tuple[Row, list[str]]:
    """The numbers of a row, and which blocks are wrong."""
    there = Counter(found)
    for kind, text in found:
        if kind == "p":
            there["note", re.sub(r"^\[\^\d+\]: ", "", text)] += 1
    right: Counter[str] = Counter()
    wrong = []
    for block in wrote:
        if there[block] > 0:
            there[block] -= 1
            right[block[0]] += 1
        else:
            wrong.append(f"{block[0]}: {block[1]}")
    totals = Counter(kind for kind, _ in wrote)
    heads = sum(_MARGIN in text and kind != "h" for kind, text in found)
    row = [*((right[kind], totals[kind]) for kind in KINDS), spacing(wrote, found), (heads,)]
    return row, wrong


def cells(row: Row) -> str:
    """A row as it is printed."""
    *kinds, (missing, false, blanks), (heads,) = row
    shown = [f"{right}/{total}" for right, total in kinds]
    return " | ".join([*shown, f"-{missing} +{false} of {blanks}", str(heads)])


def spacing(wrote: Sequence[Block], found: Sequence[Block]) -> tuple[int, int, int]:
    """How many blanks are missing, how many are false, in blocks whose letters were all read."""
    letters, at, blanks = [], 0, set()
    for _, text in found:
        for word in text.split():
            letters.append(word)
            at += len(word)
            blanks.add(at)
    whole = "".join(letters)
    missing = false = total = 0
    for _, text in wrote:
        bare = "".join(text.split())
        start = whole.find(bare)
        if start < 0 or len(bare) < 20:
            continue
        ends, count = set(), start
        for word in text.split()[:-1]:
            count += len(word)
            ends.add(count)
        here = {it for it in blanks if start < it < start + len(bare)}
        total += len(ends)
        missing += len(ends - here)
        false += len(here - ends)
    return missing, false, total


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--langs", default="en,pt,ko")
    parser.add_argument("--guides", type=int, default=2, help="how many of each language")
    parser.add_argument("--only", default="", help="layouts that have this in their name")
    parser.add_argument("--wrong", type=int, default=0)
    parser.add_argument("--reader", default="mlsum", choices=("mlsum", "pdf-oxide"))
    parser.add_argument(
        "--keep", type=Path, help="a folder for the PDF files, read from there again"
    )
    args = parser.parse_args()
    print("layout | lang | " + " | ".join((*KINDS, "blanks", "heads")))
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.keep or Path(scratch)
        folder.mkdir(exist_ok=True)
        totals: dict[str, list[Row]] = {}
        for layout in LAYOUTS:
            for lang in args.langs.split(",") if args.only in layout.name else ():
                paths = sorted((args.folder / lang).glob("*.md"))[: args.guides]
                wrote = [block for path in paths for block in guide(path)]
                if layout.maker == "chromium":
                    wrote = [block for block in wrote if block[0] != "note"]
                name = re.sub(r"\W+", "-", f"{layout.name}-{lang}-{args.guides}")
                there = folder / f"{name}.pdf"
                data = (
                    there.read_bytes()
                    if there.exists()
                    else made(wrote, layout, lang, folder, name)
                )
                row, wrong = score(wrote, read(data, args.reader))
                print(f"{layout.name} | {lang} | {cells(row)}")
                totals.setdefault(lang, []).append(row)
                for line in wrong[: args.wrong]:
                    print("    " + line[:300])
        for lang, rows in totals.items():
            summed = [tuple(map(sum, zip(*same, strict=True))) for same in zip(*rows, strict=True)]
            print(f"all | {lang} | {cells(summed)}")


if __name__ == "__main__":
    main()
