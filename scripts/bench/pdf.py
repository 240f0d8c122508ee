"""How long it takes to read a PDF of 300 and of 2000 pages, and how much memory."""

import argparse
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from pdfs import Text, column, pdf
from rows import Row

from mlsum import formats

LINE = "The minister met the representatives of eight member states in the capital on Wednesday {}."


def made(pages: int) -> bytes:
    """Pages of 50 lines in two sizes, with a header and a number each."""
    return pdf(
        [
            [
                Text(60, 815, "Annual report"),
                Text(60, 790, f"Section {number}", 16),
                *column(60, 760, [LINE.format(f"{number}-{line}") for line in range(50)]),
                Text(290, 30, str(number)),
            ]
            for number in range(1, pages + 1)
        ]
    )


def rows(counts: Sequence[int] = (300, 2000)) -> Iterator[Row]:
    """Processor seconds of reading a PDF, and how much memory it takes."""
    for pages in counts:
        data = made(pages)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.process_time()
        document = formats.parse_bytes(data, "report.pdf")
        seconds = time.process_time() - start
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        what = f"PDF, {pages:,} pages, {len(document.source.text):,} characters"
        goal = "≤ 10 s" if pages == 300 else ""
        yield Row(what, f"read in {seconds:.1f} s", f"{grown:.0f} MiB more", "", goal)


def main() -> None:
    """Print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", type=int, default=[300, 2000])
    for row in rows(parser.parse_args().pages):
        print(row.what, row.ours, row.theirs, sep=" | ")


if __name__ == "__main__":
    main()
