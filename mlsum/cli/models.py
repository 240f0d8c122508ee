"""The commands of `mlsum models`: which models there are, and how they come and go."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated

import typer

from mlsum.cli.command import Debug
from mlsum.cli.outputs import say
from mlsum.core.errors import ModelError, UsageError
from mlsum.core.lang import Lang

if TYPE_CHECKING:
    from mlsum.store import Manifest, Progress

__all__ = ["app", "offer"]

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="The models on this machine: list, pull, verify, import, convert, remove, path.",
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of a model: see `list`.")]
From = Annotated[
    str,
    typer.Option("--from", metavar="URL|DIR", help="A mirror, or a folder, to take it from."),
]
Quantization = Annotated[
    str,
    typer.Option(
        metavar="TYPE", help="int8, int8_float16, float16 or float32; of converted models."
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace one that is installed.")]


@app.command("list")
def list_models(
    installed_only: Annotated[
        bool, typer.Option("--installed", help="Only those on this machine.")
    ] = False,
    _debug: Debug = False,
) -> None:
    """Show the models, with their languages, sizes and licences."""
    from mlsum import store
    from mlsum.cli.outputs import emit
    from mlsum.writers import terminal
    from mlsum.writers.page import Table, cell

    here: dict[str, Manifest] = {one.name: one for one in store.installed()}
    shown = {one.name: one for one in store.manifests()}
    shown |= here
    rows = tuple(
        tuple(map(cell, _row(shown[name], name in here)))
        for name in sorted(shown)
        if name in here or not installed_only
    )
    table = Table(("model", "languages", "on disk", "memory", "here", "licence"), rows)
    emit(terminal.draw((table,)).encode(), None, drawn=True)
    say("firefox-SOURCE-TARGET is available for every direction of Mozilla's catalogue")


@app.command()
def pull(
    name: Name,
    origin: From = "",
    revision: Annotated[
        str, typer.Option(metavar="TEXT", help="A revision of the repository.")
    ] = "",
    quantization: Quantization = "int8",
    offline: Annotated[bool, typer.Option("--offline", help="Use no network.")] = False,
    force: Force = False,
    _debug: Debug = False,
) -> None:
    """Fetch a model and pin its files.

    Examples:

    - `mlsum models pull m2m100-418m`

    - `mlsum models pull firefox-en-ko --from https://mirror.example/firefox`
    """
    from mlsum.store import PullOptions
    from mlsum.store import pull as pull_model

    how = PullOptions(origin, revision, quantization, offline, force)
    with _watching() as progress:
        typer.echo(pull_model(name, how, progress).folder)


@app.command()
def verify(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAME", help="Models to look at.")
    ] = None,
    _debug: Debug = False,
) -> None:
    """Hash the files of models, all of them by default, and compare with what was pinned."""
    from mlsum import store
    from mlsum.store import broken

    # Not `installed`: a model with a file missing counts as not installed, and is to be named.
    there = {one.name: one for one in store.installed()}
    for name in names or ():
        if name not in there and not (store.root() / name / store.LOCK).is_file():
            raise store.not_installed(name)
    models = [one for one in store.on_record() if not names or one.name in names]
    bad = False
    for model in models:
        wrong = broken(model)
        bad = bad or bool(wrong)
        for path, reason in wrong.items():
            say(f"mlsum: {path}: {reason}", f"mlsum models pull --force {model.name}")
        typer.echo(f"{model.name}: {'damaged' if wrong else 'good'}")
    if bad:
        raise typer.Exit(ModelError.exit_code)


@app.command("import")
def import_model(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="DIR|FILE", help="The folder with its files, or an Argos package."),
    ] = None,
    from_argos: Annotated[
        bool,
        typer.Option(
            "--from-argos", help="All that argostranslate or LibreTranslate installed here."
        ),
    ] = False,
    name: Annotated[
        str, typer.Option(metavar="NAME", help="Its name here. [default: that of the folder]")
    ] = "",
    languages: Annotated[
        str, typer.Option(metavar="LANG,…", help="It translates each of these to each other.")
    ] = "",
    pair: Annotated[str, typer.Option(metavar="LANG-LANG", help="It translates this pair.")] = "",
    engine: Annotated[
        str, typer.Option(metavar="NAME", help="ctranslate2, transformers, or firefox.")
    ] = "",
    family: Annotated[
        str, typer.Option(metavar="NAME", help="Of the model. [default: told by its settings]")
    ] = "",
    licence: Annotated[str, typer.Option(metavar="TEXT", help="In plain words, for `list`.")] = "",
    quantization: Quantization = "int8",
    force: Force = False,
    _debug: Debug = False,
) -> None:
    """Install a model from a folder or a file, without a network.

    Examples:

    - `mlsum models import ~/opus-mt-ko-en --name opus-mt-ko-en`

    - `mlsum models import ~/my-model --languages en,pt,ko`

    - `mlsum models import translate-en_ko-1_1.argosmodel`
    """
    from mlsum.store import PullOptions, import_argos, import_folder, import_package

    options = PullOptions(quantization=quantization, force=force)
    with _watching() as progress:
        if from_argos:
            models = import_argos(options, progress)
        elif folder is None:
            raise UsageError("which folder or file?", hint="or --from-argos")
        elif folder.suffix == ".argosmodel":
            models = [import_package(folder.expanduser(), options, progress)]
        else:
            folder = folder.expanduser()
            manifest = _manifest_of(folder, name, family, engine or "ctranslate2")
            manifest = _changed(manifest, languages, pair, engine, licence)
            models = [import_folder(folder, manifest, options, progress)]
    for model in models:
        typer.echo(model.folder)


def _manifest_of(folder: Path, name: str, family: str, engine: str) -> "Manifest":
    """What is known of a model in a folder: by its name, else by its settings."""
    from mlsum.store import Manifest, manifests, resolve
    from mlsum.store.families import family_of

    name = name or folder.resolve().name
    if name in {one.name for one in manifests()} or name.startswith("firefox-"):
        return resolve(name)
    return Manifest(name, engine, "", (), "not stated", family=family or family_of(folder).name)


def _changed(
    manifest: "Manifest", languages: str, pair: str, engine: str, licence: str
) -> "Manifest":
    """A manifest with what was given by options. Raises UsageError without languages."""
    from dataclasses import replace

    from mlsum.lexicon import resolve_language

    if languages:
        manifest = replace(manifest, languages=tuple(map(resolve_language, languages.split(","))))
    if pair:
        source, _, target = pair.partition("-")
        manifest = replace(manifest, pairs=((resolve_language(source), resolve_language(target)),))
    if not manifest.pairs and not manifest.languages and manifest.task == "translate":
        raise UsageError(
            "which languages does it translate?", hint="--languages en,pt,ko or --pair ko-en"
        )
    return replace(manifest, engine=engine or manifest.engine, licence=licence or manifest.licence)


@app.command()
def convert(
    name: Name, quantization: Quantization = "int8", force: Force = False, _debug: Debug = False
) -> None:
    """Make a CTranslate2 model of an installed one that transformers runs."""
    from mlsum.store import PullOptions
    from mlsum.store import convert as convert_model

    with _watching() as progress:
        made = convert_model(name, PullOptions(quantization=quantization, force=force), progress)
        typer.echo(made.folder)


@app.command()
def remove(name: Name, _debug: Debug = False) -> None:
    """Remove a model from the store."""
    from mlsum.store import remove as remove_model

    say(f"removed {remove_model(name)}")


@app.command()
def path(name: Name, _debug: Debug = False) -> None:
    """Print the folder of an installed model."""
    from mlsum import store

    typer.echo(store.named(name).folder)


def offer(source: Lang, target: Lang) -> bool:
    """Ask once whether to pull what a pair lacks, with size and licence; True if it was pulled.

    For a terminal: the caller checks that standard input and standard error are one. It is no,
    unasked, where the network is forbidden.
    """
    from mlsum import store
    from mlsum.engines import to_pull
    from mlsum.store import PullOptions, resolve
    from mlsum.store import pull as pull_model

    if store.offline() or source.base == target.base:
        return False
    lacking = [resolve(name) for name in to_pull(source, target)]
    if not lacking:
        return False
    say(f"No {source} → {target} model is installed. Available:")
    for one in lacking:
        say(f"  {one.name}, {_disk(one)}; licence: {one.licence}")
    if not typer.confirm("Pull now?", default=False, err=True):
        return False
    with _watching() as progress:
        for one in lacking:
            pull_model(one.name, PullOptions(), progress)
    return True


def _row(manifest: "Manifest", here: bool) -> tuple[str, ...]:
    languages = ", ".join(f"{a}→{b}" for a, b in manifest.pairs)
    if manifest.languages:
        some = ", ".join(map(str, manifest.languages[:3]))
        more = len(manifest.languages) > 3
        languages = f"{len(manifest.languages)} languages" if more else some
    if manifest.task != "translate":
        languages = f"{manifest.task}: {languages}"
    # The weights, and about a third more for the vocabulary and a batch in work.
    memory = _bytes(manifest) * 4 // 3
    return (
        manifest.name,
        languages,
        _disk(manifest),
        f"~{_amount(memory)}" if memory else "",
        "yes" if here else "",
        shorten(manifest.licence, 48, placeholder=" …"),
    )


def _bytes(manifest: "Manifest") -> int:
    """Bytes on disk: known when pinned, else one per parameter in int8, four in float32."""
    return manifest.size or manifest.parameters * (4 if manifest.engine == "transformers" else 1)


def _disk(manifest: "Manifest") -> str:
    if size := _bytes(manifest):
        return f"{'' if manifest.size else '~'}{_amount(size)}"
    return "some 20 to 70 MB" if manifest.engine == "firefox" else ""


def _amount(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"


@contextmanager
def _watching() -> "Iterator[Progress]":
    """Messages on standard error, and on a terminal a bar for each file."""
    from rich import progress as rich
    from rich.console import Console

    from mlsum.store import Progress

    bar = rich.Progress(
        rich.TextColumn("{task.description}"),
        rich.BarColumn(),
        rich.DownloadColumn(),
        rich.TransferSpeedColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    )
    tasks = {}

    def update(name: str, done: int, size: int) -> None:
        if name not in tasks:
            tasks[name] = bar.add_task(name, total=size)
        bar.update(tasks[name], completed=done, total=size)

    with bar:
        yield Progress(update, lambda message: say(f"mlsum: {message}"))
