"""The application: its commands in the order in which the help lists them."""

import os
from typing import Annotated

import typer

from mlsum.cli import commands, doctor, evaluate, formats, memory, models, setup, shown

__all__ = ["app"]

app = typer.Typer(
    name="mlsum",
    cls=shown.Group,
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "Detect, translate and summarize multilingual documents on your own machine."
        "\n\nSeveral FILEs may be given; `-` reads standard input. Results go to standard output, "
        "messages to standard error."
    ),
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"mlsum {version('mlsum')}")
        raise typer.Exit


@app.callback()
def options(
    _: Annotated[
        bool,
        typer.Option("--version", "-V", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
    offline: Annotated[
        bool, typer.Option("--offline", help="Use no network but servers on this machine.")
    ] = False,
) -> None:
    """Options before the command."""
    if offline:
        # Where every layer, and every process that a job starts, looks for it.
        os.environ["MLSUM_OFFLINE"] = "1"


def show_help(
    context: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(metavar="COMMAND")] = None,
) -> None:
    """Show the help of a command."""
    root = context.find_root()
    root.command.main([*(words or ()), "--help"], prog_name=root.info_name, standalone_mode=False)


# What most people come for, then many documents, then care.
for command in (
    *(commands.detect, commands.plan, commands.translate, commands.summarize, commands.keywords),
    *(commands.batch, commands.watch, commands.serve),
):
    app.command()(command)
app.add_typer(models.app, name="models")
app.add_typer(memory.app)
app.command()(formats.formats)
app.command()(doctor.doctor)
app.command()(setup.setup)
app.add_typer(evaluate.app)
app.command("help")(show_help)
shown.dress(app)
