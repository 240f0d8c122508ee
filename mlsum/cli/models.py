"""The commands of `mlsum models`: which models there are, and how they come and go."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mlsum.cli.command import Debug
from mlsum.cli.modeloptions import changed, manifest_of, translated
from mlsum.cli.outputs import say
from mlsum.core.errors import LanguageError, ModelError, UsageError
from mlsum.core.lang import Lang

if TYPE_CHECKING:
    from mlsum.store import Manifest, Progress

__all__ = ["app", "watching"]

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Models: list, search, show, pull, import, verify, try, convert, remove, path.",
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
Pair = Annotated[str, typer.Option(metavar="LANG-LANG", help="It translates this pair.")]
Languages = Annotated[
    str, typer.Option(metavar="LANG,…", help="It translates each of these to each other.")
]
Json = Annotated[bool, typer.Option("--json", help="For programs.")]
Force = Annotated[bool, typer.Option("--force", help="Replace one that is installed.")]


@app.command("list")
def list_models(
    installed_only: Annotated[
        bool, typer.Option("--installed", help="Only those on this machine.")
    ] = False,
    as_json: Json = False,
    _debug: Debug = False,
) -> None:
    """Show every model that has a name, with its languages, size, licence and page."""
    from mlsum import store

    _show(store.installed() if installed_only else store.known_models(), as_json)


@app.command()
def search(
    query: Annotated[
        str, typer.Argument(metavar="LANG|LANG-LANG|TEXT", help="A language, a pair, or a name.")
    ],
    as_json: Json = False,
    _debug: Debug = False,
) -> None:
    """Find models: of a language, for a pair, or by a part of the name.

    Examples:

    - `mlsum models search ko`

    - `mlsum models search en-ko`
    """
    from mlsum import store
    from mlsum.cli.modeltables import draw_pair, record
    from mlsum.cli.outputs import emit
    from mlsum.engines import availability

    langs = _langs(query)
    if len(langs) == 2:
        pair = availability(*langs)
        if not as_json:
            emit(draw_pair(pair).encode(), None, drawn=True)
            return
        pulls = [
            {
                "command": pull.command,
                "size": pull.size,
                "licence": pull.licence,
                "models": [record(model) for model in pull.models],
            }
            for pull in pair.pulls
        ]
        route = pair.route.name if pair.route else None
        _emit_json(
            {"source": str(langs[0]), "target": str(langs[1]), "route": route, "pulls": pulls}
        )
        return
    models = tuple(
        model
        for model in store.known_models()
        if query.casefold() in model.name
        or any(lang.base == one.base for lang in langs for one in (*model.languages, *_flat(model)))
    )
    if not models and not as_json:
        say(f"no model has {query}", "mlsum models list")
    _show(models, as_json)


@app.command()
def show(name: Name, as_json: Json = False, _debug: Debug = False) -> None:
    """Show what is known of a model."""
    from mlsum import store
    from mlsum.cli.modeltables import amount, languages_of, record
    from mlsum.cli.outputs import emit

    model = next((one for one in store.known_models() if one.name == name), None)
    model = model or store.resolve(name)
    about = record(model)
    if as_json:
        _emit_json(about)
        return
    about |= {
        "pairs": "" if model.languages else languages_of(model),
        "languages": " ".join(about["languages"]),
        "size": amount(model.disk, bool(model.size)),
        "memory": amount(about["memory"]),
        "installed": "yes" if about["installed"] else "no",
    }
    lines = (f"{key}: {value}\n" for key, value in about.items() if value)
    emit("".join(lines).encode(), None)


@app.command("try")
def try_model(
    name: Name,
    pair: Pair = "",
    _debug: Debug = False,
) -> None:
    """Translate twenty sentences with an installed model and compare it with the others.

    Prints chrF against references (0 to 100, by domain), and the time for a sentence. For
    English, Portuguese and Korean.

    Example: `mlsum models try argos-en-ko`
    """
    from itertools import permutations

    from mlsum import store
    from mlsum.engines import routes_of
    from mlsum.engines.trial import rate, sentences

    model = store.named(name)
    given, _ = translated(pair, "")
    pairs = [given] if given else list(model.pairs)
    pairs = pairs or [
        two for two in permutations(map(Lang, ("en", "ko", "pt")), 2) if model.covers(*two)
    ]
    for source, target in pairs:
        sentences(source, target)
        typer.echo(f"{source} → {target}")
        trials = {
            one: rate(route, source, target) for one, route in routes_of(source, target).items()
        }
        for one, trial in sorted(trials.items(), key=lambda item: -item[1].chrf):
            domains = ", ".join(f"{domain} {score:.1f}" for domain, score in trial.domains.items())
            mark = "*" if one == name else " "
            typer.echo(
                f"{mark} {one}: chrF {trial.chrf:.1f} ({domains}), "
                f"{1000 * trial.seconds:.0f} ms a sentence: {trial.verdict}"
            )
        best = max(trials, key=lambda one: trials[one].chrf)
        if best != name:
            typer.echo(f"  {best} is better here: mlsum translate --model {best}")


@app.command()
def update(_debug: Debug = False) -> None:
    """Read the public catalogues again, so that `list` and `search` know all of them."""
    from mlsum import store

    for title, count in store.update().items():
        typer.echo(f"{title}: {count} directions")


@app.command()
def pull(
    name: Name,
    origin: From = "",
    revision: Annotated[
        str, typer.Option(metavar="TEXT", help="A revision of the repository.")
    ] = "",
    quantization: Quantization = "int8",
    pair: Pair = "",
    languages: Languages = "",
    size: Annotated[
        str, typer.Option(metavar="SIZE", help="Of a Firefox model: base-memory, base or tiny.")
    ] = "",
    offline: Annotated[bool, typer.Option("--offline", help="Use no network.")] = False,
    force: Force = False,
    _debug: Debug = False,
) -> None:
    """Fetch a model and pin its files.

    Examples:

    - `mlsum models pull firefox-en-ko`

    - `mlsum models pull hf:OWNER/REPO@REVISION`

    - `mlsum models pull firefox-en-ko --from https://mirror.example/firefox`
    """
    from mlsum.store import PullOptions
    from mlsum.store import pull as pull_model

    options = PullOptions(
        origin, revision, quantization, offline, force, size, *translated(pair, languages)
    )
    with watching() as progress:
        typer.echo(pull_model(name, options, progress).folder)


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
    languages: Languages = "",
    pair: Pair = "",
    engine: Annotated[
        str, typer.Option(metavar="NAME", help="ctranslate2, transformers, or firefox.")
    ] = "",
    family: Annotated[
        str, typer.Option(metavar="NAME", help="Of the model. [default: from its settings]")
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
    with watching() as progress:
        if from_argos:
            models = import_argos(options, progress)
        elif folder is None:
            raise UsageError("which folder or file?", hint="or --from-argos")
        elif folder.suffix == ".argosmodel":
            models = [import_package(folder.expanduser(), options, progress)]
        else:
            folder = folder.expanduser()
            manifest = manifest_of(folder, name, family, engine or "ctranslate2")
            manifest = changed(manifest, languages, pair, engine, licence)
            models = [import_folder(folder, manifest, options, progress)]
    for model in models:
        typer.echo(model.folder)


@app.command()
def convert(
    name: Name, quantization: Quantization = "int8", force: Force = False, _debug: Debug = False
) -> None:
    """Make a CTranslate2 model of an installed one that transformers runs."""
    from mlsum.store import PullOptions
    from mlsum.store import convert as convert_model

    with watching() as progress:
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


def _show(models: tuple["Manifest", ...], as_json: bool) -> None:
    from mlsum.cli.modeltables import draw_models, record
    from mlsum.cli.outputs import emit

    if as_json:
        _emit_json([record(model) for model in models])
    else:
        emit(draw_models(models).encode(), None, drawn=True)


def _emit_json(value: object) -> None:
    import json

    from mlsum.cli.outputs import emit

    emit((json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode(), None)


def _langs(query: str) -> tuple[Lang, ...]:
    """The languages in `ko`, `Korean`, `en-ko` or `pt→ko`; none in the name of a model."""
    from mlsum.lexicon import resolve_language

    pair = re.split(r"-(?![A-Z]{2}$|[A-Z][a-z]{3}\b)|→|>", query, maxsplit=1)
    for parts in (pair, [query]):
        with suppress(LanguageError):
            return tuple(resolve_language(part.strip()) for part in parts)
    return ()


def _flat(model: "Manifest") -> tuple[Lang, ...]:
    return tuple(lang for pair in model.pairs for lang in pair)


@contextmanager
def watching() -> "Iterator[Progress]":
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
