"""`mlsum memory`: look at the translation memory, write it out, read others in, empty it."""

from io import StringIO
from pathlib import Path
from typing import Annotated

import typer

__all__ = ["app"]

app = typer.Typer(
    name="memory",
    no_args_is_help=True,
    help="What was translated before, by an engine or by people, and is not asked again.",
)

Debug = Annotated[bool, typer.Option("--debug", help="Show where an error comes from.")]


@app.command()
def info(_debug: Debug = False) -> None:
    """Show where the memory lies, how large it is, and what it holds."""
    from mlsum.memory import Memory

    found = Memory.default().info()
    typer.echo(f"{found.path}  {found.size / 1e6:.1f} MB")
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

    text = StringIO()
    written = write_tmx(Memory.default().entries(), text)
    write_atomic(tmx, text.getvalue().encode())
    say(f"mlsum: {written} entries written to {tmx}")


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="A TMX file, or a table .tsv.")],
    _debug: Debug = False,
) -> None:
    """Read translations made by people; they go before any engine.

    The first row of a table names its languages, such as `en<tab>pt`; the source comes first.
    """
    from mlsum.cli.outputs import say
    from mlsum.memory import Memory, read_pairs

    say(f"mlsum: {Memory.default().add(read_pairs(file))} entries read from {file}")


@app.command()
def clear(
    keep_imported: Annotated[
        bool, typer.Option("--keep-imported", help="Forget only what engines made.")
    ] = False,
    _debug: Debug = False,
) -> None:
    """Forget what was translated."""
    from mlsum.cli.outputs import say
    from mlsum.memory import Memory

    say(f"mlsum: {Memory.default().clear(imported=not keep_imported)} entries forgotten")
