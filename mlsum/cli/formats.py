"""`mlsum formats`: what is read, what is written back, and what must be installed for it."""

from importlib.util import find_spec

from mlsum.cli.command import Debug
from mlsum.core.installation import pip_install_extra

__all__ = ["formats"]

# What an extra brings that formats need; the rest of it serves other purposes.
_NEEDS = {"documents": "lxml", "html": "trafilatura"}

# No document, but rows of them: `translate --columns` reads these.
_COLUMNS = ("csv, tsv", "table (--columns NAME,…)", ".csv .tsv .tab", "as it is", "")


def formats(_debug: Debug = False) -> None:
    """Show the formats: how their files are named, and how a translation is written back."""
    from mlsum.cli.outputs import emit
    from mlsum.formats import about, names
    from mlsum.writers import terminal
    from mlsum.writers.page import Table, cell

    rows = []
    for name in names():
        one = about(name)
        back = f"as {one.written}" if one.written else "a file" if one.binary else "as it is"
        needs = pip_install_extra(one.extra) if one.extra else ""
        here = not one.extra or find_spec(_NEEDS.get(one.extra, one.extra)) is not None
        title = one.title.removeprefix("a ").removeprefix("an ")
        needed = f"{one.extra} (installed)" if here and one.extra else needs
        rows.append((name, title, " ".join(one.suffixes), back, needed))
    rows.append(_COLUMNS)
    table = Table(
        ("format", "what it is", "files", "written back", "needs"),
        tuple(tuple(map(cell, row)) for row in rows),
    )
    emit(terminal.draw((table,)).encode(), None, drawn=True)
