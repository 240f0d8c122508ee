"""Whether documents come back whole in another language: read, written, translated, opened again.

    python scripts/eval_documents.py FOLDER [--to pt] [--out FOLDER] [--pictures FOLDER] [--left]

A row per file, by format: whether it is read; whether it comes back byte for byte when nothing is
changed; its paragraphs, and how many of them say the same after the translation although they are
sentences in another language (`--left` prints them); how many parts of the archive were changed of
how many; and its pages in LibreOffice before and after, where soffice is installed and reads the
format. `--pictures` puts the first pages side by side, as PNG files.
"""

import argparse
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from shutil import which
from zipfile import ZipFile, is_zipfile

from mlsum import formats
from mlsum.core.document import Document
from mlsum.core.errors import MlsumError
from mlsum.core.lang import Lang
from mlsum.detection import detect_batch
from mlsum.text.segment import blocks, reading
from mlsum.translation import Options, run_all

# A paragraph of fewer words may be a name, a code or a term that is the same in both languages.
_SENTENCE = 3
_NOT_OPENED = (".epub", ".srt", ".vtt", ".eml")  # LibreOffice has no way of reading these


@dataclass
class Row:
    """What became of a file."""

    path: Path
    read: str = "no"
    same: str = ""
    paragraphs: int = 0
    left: list[str] = field(default_factory=list)
    status: str = ""
    changed: str = ""
    pages: dict[str, int] = field(default_factory=dict)

    def cells(self) -> list[str]:
        """The row as it is printed."""
        pages = [str(self.pages.get(which, "–")) for which in ("before", "after")]
        left = str(len(self.left)) if self.status else ""
        shown = [self.path.name[:48], self.read, self.same, str(self.paragraphs)]
        return [*shown, self.status, left, self.changed, *pages]


def said(document: Document) -> list[str]:
    """What each paragraph of a document says, without its tags."""
    found = []
    for body in document.bodies:
        cut = blocks(body.text.text, body.markup)
        read = reading(body.text.text, cut, body.markup)
        found += [read.between(one.start, one.end) for one in cut if one.kind != "code"]
    return found


def left_behind(before: Document, after: Document, target: Lang) -> list[str]:
    """Paragraphs that say the same in both, are sentences, and are not in the target language."""
    kept = set(said(after))
    same = [text for text in said(before) if text in kept and len(text.split()) >= _SENTENCE]
    found = detect_batch(same)
    return [text for text, one in zip(same, found, strict=True) if one.lang.base != target.base]


def changed_parts(old: bytes, new: bytes) -> str:
    """How many parts of an archive differ, of how many."""
    if not is_zipfile(BytesIO(old)):
        return ""
    first, second = ZipFile(BytesIO(old)), ZipFile(BytesIO(new))
    assert first.namelist() == second.namelist(), "the parts are others, or in another order"
    differ = sum(first.read(name) != second.read(name) for name in first.namelist())
    return f"{differ}/{len(first.namelist())}"


def opened(files: Sequence[Path], folder: Path) -> None:
    """Let LibreOffice make PDF files of documents; it leaves out what it cannot read."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    asked = [str(one) for one in files if one.suffix not in _NOT_OPENED]
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *asked], capture_output=True, check=True, timeout=1200)


def pages_of(pdf: Path) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def picture(before: Path, after: Path, target: Path) -> None:
    """The first page before and after, side by side."""
    import pypdfium2
    from PIL import Image

    images = []
    for pdf in (before, after):
        with pypdfium2.PdfDocument(pdf) as document:
            images.append(document[0].render(scale=1.2).to_pil())
    both = Image.new("RGB", (sum(it.width for it in images), max(it.height for it in images)))
    both.paste(images[0], (0, 0))
    both.paste(images[1], (images[0].width, 0))
    both.save(target)


def translated(rows: Sequence[Row], target: Lang, out: Path) -> None:
    """Read, write and translate the files; the translations go to `out`."""
    read: list[tuple[Row, Document]] = []
    for row in rows:
        data = row.path.read_bytes()
        try:
            document = formats.parse_bytes(data, str(row.path))
        except MlsumError as error:
            row.read = error.message
            continue
        row.read = document.format
        row.same = "yes" if formats.render_bytes(document) == data else "no"
        row.paragraphs = len(said(document))
        read.append((row, document))
    results = run_all([document for _, document in read], Options(target))
    for (row, document), result in zip(read, results, strict=True):
        new = formats.render_bytes(document, result.edits)
        (out / row.path.name).write_bytes(new)
        row.status = result.status
        row.changed = changed_parts(row.path.read_bytes(), new)
        again = formats.parse_bytes(new, row.path.name)
        row.left = left_behind(document, again, target)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--to", default="pt")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--left", action="store_true")
    args = parser.parse_args()
    paths = [it for it in sorted(args.folder.iterdir()) if it.suffix not in (".md", "")]
    rows = [Row(path) for path in paths]
    with tempfile.TemporaryDirectory() as scratch:
        out = args.out or Path(scratch) / "out"
        out.mkdir(exist_ok=True)
        translated(rows, Lang.parse(args.to), out)
        if which("soffice"):
            for name, place in (("before", args.folder), ("after", out)):
                pdfs = Path(scratch) / name
                pdfs.mkdir()
                opened([place / row.path.name for row in rows], pdfs)
                for row in rows:
                    pdf = pdfs / f"{row.path.stem}.pdf"
                    if pdf.exists():
                        row.pages[name] = pages_of(pdf)
        if args.pictures:
            args.pictures.mkdir(exist_ok=True)
            for row in rows:
                if len(row.pages) == 2:
                    pair = [Path(scratch) / it / f"{row.path.stem}.pdf" for it in row.pages]
                    picture(*pair, args.pictures / f"{row.path.stem}.png")
    show(rows, left=args.left)


def show(rows: Sequence[Row], *, left: bool) -> None:
    head = ["file", "read", "same", "paragraphs", "status", "left", "changed", "before", "after"]
    table = [head, *(row.cells() for row in rows)]
    widths = [max(len(line[at]) for line in table) for at in range(len(head))]
    for line in table:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        )
    done = [row for row in rows if row.status]
    print(
        f"\n{len(done)} of {len(rows)} read, {sum(row.same == 'yes' for row in done)} unchanged to "
        f"the byte, {sum('after' in row.pages for row in done)} opened again; "
        f"{sum(len(row.left) for row in done)} of {sum(row.paragraphs for row in done)} paragraphs "
        "left as they were"
    )
    for row in rows if left else ():
        for text in row.left:
            print(f"{row.path.name}: {text}")


if __name__ == "__main__":
    main()
