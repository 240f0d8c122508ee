"""Draw a page as Markdown."""

from mlsum.writers.page import (
    Bars,
    Bullets,
    Cell,
    Heading,
    Legend,
    Note,
    Page,
    Piece,
    Prose,
    Row,
    Section,
    Sides,
    Table,
    doubts,
    words,
)

__all__ = ["draw"]


def draw(page: Page) -> str:
    """The page as GitHub-flavoured Markdown."""
    return "\n\n".join(_piece(piece) for piece in page) + "\n"


def _piece(piece: Piece) -> str:
    match piece:
        case Heading(text):
            return f"## {_line(text)}"
        case Note(text):
            return f"_{_line(text)}_"
        case Prose():
            runs = piece.plain_runs
            return "\n\n".join([_marked(runs).strip("\n"), *_doubts(runs)])
        case Bullets(items):
            return "\n".join(_item(item) for item in items)
        case Table(header, rows):
            lines = [header, ("---",) * len(header), *(tuple(map(_plain, row)) for row in rows)]
            return "\n".join(f"| {' | '.join(line)} |" for line in lines)
        case Legend(_, shares):
            return ", ".join(f"{one.name} {one.part:.1%}" for one in shares)
        case Bars():
            return _piece(piece.table)
        case Sides():
            return _sides(piece)
        case Section(_, title, pieces):
            return draw((Heading(title), *pieces)).rstrip("\n")


def _item(item: Cell) -> str:
    return "\n".join([f"- {_line(_marked(item))}", *(f"  {line}" for line in _doubts(item))])


def _doubts(runs: Cell) -> list[str]:
    """The lines under a text on what is wrong in it."""
    return [f"_{_line(line)}_" for line in doubts(runs)]


def _sides(sides: Sides) -> str:
    """The text, then fields as a list; of a translation only the target."""
    fields = [row for row in sides.rows if row.kind == "field"]
    blocks = [_block(row) for row in sides.rows if row.kind != "field"]
    return "\n\n".join(filter(None, [*blocks, "\n".join(map(_field, fields))]))


def _field(row: Row) -> str:
    text = row.translation or row.original
    note = f" _({row.note})_" if row.note else ""
    label = _plain(row.labels[1] or row.labels[0])
    return "\n".join([f"- **{label}**: {_plain(text)}{note}", *(f"  {it}" for it in _doubts(text))])


def _block(row: Row) -> str:
    if row.table:
        cells = [tuple(_plain(new or old) for old, new in line) for line in row.table]
        rows = [cells[0], ("---",) * len(cells[0]), *cells[1:]]
        return "\n".join(f"| {' | '.join(line)} |" for line in rows)
    text = _marked(row.translation or row.original).strip("\n")
    before = {"title": "## ", "heading": "### ", "list": "- ", "quote": "> "}.get(row.kind, "")
    block = before + (text if row.kind == "code" else _line(text))
    return "\n\n".join([block, *_doubts(row.translation)])


def _marked(cell: Cell) -> str:
    return "".join(f"**{run.text}**" if run.mark else run.text for run in cell)


def _plain(cell: Cell) -> str:
    return _line(words(cell)).replace("|", "\\|")


def _line(text: str) -> str:
    return " ".join(text.split())
