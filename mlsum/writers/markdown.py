"""Draw a page as Markdown."""

from mlsum.writers.page import Bullets, Cell, Heading, Note, Page, Piece, Prose, Table

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
        case Prose(runs):
            return _marked(runs).strip("\n")
        case Bullets(items):
            return "\n".join(f"- {_line(_marked(item))}" for item in items)
        case Table(header, rows):
            lines = [header, ("---",) * len(header), *(tuple(map(_plain, row)) for row in rows)]
            return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _marked(cell: Cell) -> str:
    return "".join(f"**{run.text}**" if run.mark else run.text for run in cell)


def _plain(cell: Cell) -> str:
    return _line("".join(run.text for run in cell)).replace("|", "\\|")


def _line(text: str) -> str:
    return " ".join(text.split())
