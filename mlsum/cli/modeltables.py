"""Models as rows, as records for programs, and the table of what a pair of languages has."""

from textwrap import shorten
from typing import Any

from mlsum import store
from mlsum.core.lang import Lang
from mlsum.engines import Availability
from mlsum.store import Manifest
from mlsum.writers import terminal
from mlsum.writers.page import Table, cell

__all__ = ["amount", "draw_models", "draw_pair", "english", "languages_of", "record"]


def english(lang: Lang) -> str:
    """The name of a language in English."""
    from mlsum.lexicon import language_name

    return language_name(lang, Lang("en")) or str(lang)


def amount(size: int, exact: bool = False) -> str:
    """Bytes as a reader takes them in; empty for 0."""
    if not size:
        return ""
    return ("" if exact else "~") + (
        f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"
    )


def languages_of(model: Manifest) -> str:
    """Its directions, or how many languages it has, in a few words."""
    text = ", ".join(f"{a}→{b}" for a, b in model.pairs)
    if model.languages:
        many = len(model.languages) > 3
        text = f"{len(model.languages)} languages" if many else ", ".join(map(str, model.languages))
    return text if model.task == "translate" else f"{model.task}: {text}"


def draw_models(models: tuple[Manifest, ...]) -> str:
    """A table of models, with those that are installed marked."""
    rows = tuple(
        tuple(
            map(
                cell,
                (
                    model.name,
                    languages_of(model),
                    amount(model.disk, bool(model.size)),
                    "yes" if isinstance(model, store.Installed) else "",
                    shorten(model.licence, 48, placeholder=" …"),
                    model.link,
                ),
            )
        )
        for model in models
    )
    head = ("model", "languages", "on disk", "here", "licence", "link")
    return terminal.draw((Table(head, rows),))


def record(model: Manifest) -> dict[str, Any]:
    """A model for programs; sizes in bytes, 0 where they are not known."""
    here = isinstance(model, store.Installed)
    return {
        "name": model.name,
        "engine": model.engine,
        "family": model.family,
        "task": model.task,
        "pairs": [[str(a), str(b)] for a, b in model.pairs],
        "languages": [str(lang) for lang in model.languages],
        "licence": model.licence,
        "link": model.link,
        "size": model.disk,
        # The weights, and about a third more for the vocabulary and a batch in work.
        "memory": model.disk * 4 // 3,
        "installed": here,
        "version": model.version,
        "folder": str(model.folder) if isinstance(model, store.Installed) else "",
        "note": model.note,
        "command": "" if here else model.command,
    }


def draw_pair(pair: Availability) -> str:
    """What translates a pair; where nothing installed does, what can be installed for it."""
    title = f"{english(pair.source)} → {english(pair.target)}: "
    if pair.route:
        return f"{title}installed ({pair.route.name})\n"
    if not pair.pulls:
        return f"{title}no model is installed, and none is known\n"
    rows = tuple(
        tuple(
            map(
                cell, (pull.command, amount(pull.size), shorten(pull.licence, 60, placeholder=" …"))
            )
        )
        for pull in pair.pulls
    )
    note = [pull.needs for pull in pair.pulls if pull.needs][:1]
    return "".join(
        (
            f"{title}no model is installed. Each of these commands installs what is needed:\n",
            terminal.draw((Table(("command", "on disk", "licence"), rows),)),
            *(
                f"Models that are in no catalogue are converted first, which needs: {one}\n"
                for one in note
            ),
            "A chat model on a server works too: --base-url URL --model NAME\n",
        )
    )
