"""How long reading and writing a Word document takes, beside the translation itself.

    python scripts/bench/office.py [--sections 33] [--runs 5]

A section is a heading, six paragraphs of five sentences with bold words in them, and a table of
twelve cells: three pages. The edit changes every paragraph.
"""

import argparse
import random
import time
from collections.abc import Iterator
from io import BytesIO

import docx
from rows import Row, spread

from mlsum import formats

# fmt: off
WORDS = (
    "the", "of", "minister", "trade", "region", "report", "water", "city", "council", "growth",
    "policy", "market", "energy", "school", "river", "public", "budget", "plan", "new", "old",
    "large", "small", "network", "station", "bridge", "people",
)
# fmt: on


def made(sections: int) -> bytes:
    """A document of so many sections."""
    rng = random.Random(1)

    def words(most: int) -> str:
        return " ".join(rng.choices(WORDS, k=rng.randint(most // 2, most)))

    document = docx.Document()
    for _ in range(sections):
        document.add_heading(words(10), 1)
        for _ in range(6):
            paragraph = document.add_paragraph()
            for _ in range(5):
                paragraph.add_run(f"{words(20)} ")
                paragraph.add_run(words(4)).bold = True
                paragraph.add_run(f" {words(20)}. ")
        for row in document.add_table(3, 4).rows:
            for cell in row.cells:
                cell.text = words(20)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def rows(sections: int = 33, runs: int = 5) -> Iterator[Row]:
    """Processor seconds of reading, and of writing with every paragraph changed."""
    data = made(sections)
    reads, writes = [], []
    for _ in range(runs):
        start = time.process_time()
        document = formats.parse_bytes(data, "report.docx")
        read = time.process_time()
        body = document.bodies[0].text
        formats.render_bytes(document, {body: body.text.replace("the", "o").replace("of", "de")})
        reads.append(read - start)
        writes.append(time.process_time() - read)
    what = f"Word, {3 * sections} pages, {len(body.text):,} characters"
    yield Row(what, f"read in {spread(reads)} s", f"written in {spread(writes)} s", "", "≤ 1 s")


def main() -> None:
    """Print the row."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--sections", type=int, default=33)
    parser.add_argument("--runs", type=int, default=5)
    args = parser.parse_args()
    for row in rows(args.sections, args.runs):
        print(row.what, row.ours, row.theirs, sep=" | ")


if __name__ == "__main__":
    main()
