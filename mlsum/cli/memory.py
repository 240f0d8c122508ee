"""`mlsum memory`: look at the translation memory, write it out, read others in, empty it."""

from io import StringIO
from pathlib import Path
from typing import Annotated

import typer

from mlsum.cli.command import Debug

__all__ = ["app"]

app = typer.Typer(
    name="memory",
    no_args_is_help=True,
    help="What was translated before, by an engine or by people, and is not asked again.",
)


@app.command()
def info(_debug: Debug = False) -> None:
    """Show where the memory lies, how large it is, and what it holds."""
    from rich.filesize import decimal

    from mlsum.memory import Memory

    found = Memory.default().info()
    typer.echo(f"{found.path}  {decimal(found.size)}")
    for (source, target, engine), count in sorted(found.entries.items()):
        typer.echo(f"{count:9}  {source} > {target}  {engine or 'imported'}")


@app.command()
def export(
    tmx: Annotated[Path, typer.Option(metavar="FILE", help="TMX file to write.")],
    _debug: Debug = False,
) -> None:
    """Write the memory as TMX 1.4b, which other translation tools read."""
    from mlsum.cli.outputs import say
    from mlsum.memory import Memory, write_tmx
    from mlsum.writers.files import write_atomic
    from mlsum.writers.words import counted

    text = StringIO()
    written = write_tmx(Memory.default().entries(), text)
    write_atomic(tmx, text.getvalue().encode())
    say(f"mlsum: {counted(written, 'entry', 'entries')} written to {tmx}")


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A TMX file, or a table .tsv.")],
    _debug: Debug = False,
) -> None:
    """Read translations made by people; they go before any engine.

    The first row of a table names its languages, such as `en<tab>pt`; the source comes first.
    """
    from mlsum.cli.outputs import say
    from mlsum.memory import Memory, read_pairs
    from mlsum.writers.words import counted

    added = Memory.default().add(read_pairs(file))
    say(f"mlsum: {counted(added, 'entry', 'entries')} read from {file}")


@app.command()
def clear(
    everything: Annotated[
        bool, typer.Option("--all", help="Forget imported translations as well.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    _debug: Debug = False,
) -> None:
    """Forget what engines translated, and keep what was imported; asks first."""
    from mlsum.cli.outputs import say
    from mlsum.memory import Memory
    from mlsum.writers.words import counted

    memory = Memory.default()
    which = "all translations" if everything else "all translations by engines"
    if not yes:
        typer.confirm(f"Forget {which} in {memory.path}?", abort=True, err=True)
    gone = memory.clear(imported=everything)
    say(f"mlsum: {counted(gone, 'entry', 'entries')} forgotten")
