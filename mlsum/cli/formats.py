"""`mlsum formats`: what is read, what is written back, and what must be installed for it."""

import sys
from importlib.util import find_spec

from mlsum.cli.options import Debug

__all__ = ["formats"]

# What an extra brings that formats need; the rest of it serves other purposes.
_NEEDS = {"documents": "lxml", "html": "trafilatura"}


def formats(_debug: Debug = False) -> None:
    """Show the formats: how their files are named, and how a translation is written back."""
    from rich.console import Console
    from rich.table import Table

    from mlsum.formats import about, names

    table = Table("format", "what it is", "files", "written back", "needs")
    for name in names():
        one = about(name)
        back = f"as {one.written}" if one.written else "a file" if one.binary else "as it is"
        needs = f"pip install 'mlsum[{one.extra}]'" if one.extra else ""
        here = not one.extra or find_spec(_NEEDS.get(one.extra, one.extra)) is not None
        table.add_row(
            *(name, one.title.removeprefix("a ").removeprefix("an "), " ".join(one.suffixes)),
            *(back, f"{one.extra} (installed)" if here and one.extra else needs),
        )
    # Wide enough in a pipe that no cell is broken.
    Console(width=None if sys.stdout.isatty() else 200).print(table)
