"""`mlsum setup`: what the languages of a reader lack, and its installation."""

import sys
from itertools import permutations
from typing import Annotated

import typer

from mlsum.cli.command import Debug
from mlsum.cli.outputs import say
from mlsum.core.errors import MissingModelError
from mlsum.core.lang import Lang
from mlsum.store import Manifest

__all__ = ["setup"]


def setup(
    languages: Annotated[
        str, typer.Option(metavar="LANG,…", help="The languages that you read and translate.")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Install without a question.")] = False,
    _debug: Debug = False,
) -> None:
    """Install the models for your languages: shows what is missing, its size and its licence.

    The exit code is 3 if models are missing at the end.

    Examples:

    - `mlsum setup`

    - `mlsum setup --languages en,pt,ko --yes`
    """
    from mlsum import store
    from mlsum.cli.models import watching
    from mlsum.cli.modeltables import amount
    from mlsum.lexicon import resolve_language

    interactive = sys.stdin.isatty() and sys.stderr.isatty()
    if not languages and interactive:
        languages = typer.prompt("Which languages do you need?", default="en,pt,ko", err=True)
    langs = [resolve_language(one.strip()).base for one in (languages or "en,pt,ko").split(",")]
    missing = _missing(langs)
    if missing:
        typer.echo("To install:")
        for model in missing:
            typer.echo(f"  {model.name}, {amount(model.disk)}; licence: {model.licence}")
        typer.echo(f"  {amount(sum(model.disk for model in missing))} in all, downloaded once")
    if missing and (yes or (interactive and typer.confirm("Install now?", err=True))):
        with watching() as progress:
            for model in missing:
                store.pull(model.name, store.PullOptions(), progress)
        missing = _missing(langs)
    for source, target in permutations(langs, 2):
        typer.echo(_tried(source, target))
    if missing:
        say("mlsum: models are missing", " && ".join(model.command for model in missing))
        raise typer.Exit(MissingModelError.exit_code)


def _missing(langs: list[Lang]) -> list[Manifest]:
    """The models that give all pairs of the languages, each once."""
    from mlsum.engines import availability

    models: dict[str, Manifest] = {}
    for pair in (availability(*two) for two in permutations(langs, 2)):
        if not pair.route and pair.pulls:
            models |= {model.name: model for model in pair.pulls[0].models}
    return list(models.values())


def _tried(source: Lang, target: Lang) -> str:
    """A line about a pair: a sentence and its translation, or that there is no model."""
    from mlsum.cli.modeltables import english
    from mlsum.core.errors import UsageError
    from mlsum.engines import availability
    from mlsum.engines.trial import sentences

    title = f"{english(source)} → {english(target)}"
    route = availability(source, target).route
    if route is None:
        return f"{title}: no model"
    try:
        sentence = sentences(source, target)[7][1]
    except UsageError:
        return f"{title}: ready"
    return f"{title}: {sentence} → {route.translate_batch([sentence])[0].text}"
