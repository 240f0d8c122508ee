"""Say on standard error which sentences are suspect or were not translated, and what helps."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mlsum.cli.outputs import say
from mlsum.core.errors import MissingError
from mlsum.core.lang import UND, Lang
from mlsum.request.options import Options
from mlsum.translation import Tally
from mlsum.writers.doubts import STATUSES, Doubt, merged, plainly
from mlsum.writers.words import counted

__all__ = ["Made", "missing_for", "one_command", "tell_doubts", "tell_tally"]

_SHOWN = 5  # sentences of a part, and parts of a document, that are listed
_COMPARE = "compare with the original: --format html"
_ALL = "(see --format json)"
_PULL = "models pull "


@dataclass(frozen=True, slots=True)
class Made:
    """A part by its key, the languages it is in, and its doubtful sentences."""

    key: str
    langs: tuple[Lang, ...]
    doubts: Sequence[Doubt]


def tell_doubts(parts: Sequence[Made], where: str, options: Options) -> None:
    """Name the parts with doubtful sentences, and the sentences; once for each status.

    A reason for which all was left untranslated stands with the parts: such as a model that is
    missing. Where the parts were left whole, no sentence is listed.
    """
    for status, words in STATUSES.items():
        found = [
            (one, some)
            for one in parts
            if (some := merged([doubt for doubt in one.doubts if doubt.status == status]))
        ]
        if not found:
            continue
        doubts = [doubt for _, some in found for doubt in some]
        left = status == "untranslated"
        told = f"{len(found)} of {counted(len(parts), 'part')}"
        lines: Iterable[str] = ()
        shared = left and len({doubt.why() for doubt in doubts}) == 1
        if shared and all(doubt.whole for doubt in doubts):
            told += f" {words}"
        else:
            size = sum(1 if doubt.number else doubt.count for doubt in doubts)
            told = f"{counted(size, 'sentence')} {words} in {told}"
            lines = _lines([some for _, some in found], shared)
        keys = ", ".join(dict.fromkeys(one.key for one, _ in found))
        why = f" ({doubts[0].why()})" if shared else ""
        hint = _hint([one for one, _ in found], options) if left else _COMPARE
        say(f"mlsum: {where}: {told}: {keys}{why}", hint, lines)


def _lines(doubts: Sequence[Sequence[Doubt]], shared: bool) -> Iterator[str]:
    """The sentences of some parts, with their reasons unless they share one."""
    for some in doubts[:_SHOWN]:
        yield from (doubt.place() if shared else doubt.line() for doubt in some[:_SHOWN])
        if len(some) > _SHOWN:
            yield f"and {len(some) - _SHOWN} more in {some[0].part} {_ALL}"
    if len(doubts) > _SHOWN:
        yield f"and {counted(len(doubts) - _SHOWN, 'more part')} {_ALL}"


def _hint(parts: Sequence[Made], options: Options) -> str:
    langs = dict.fromkeys(lang for one in parts for lang in one.langs)
    return one_command(error.hint for error in missing_for(langs, options))


def one_command(hints: Iterable[str]) -> str:
    """The hints as one line for a shell: all commands that install a model, or the first hint."""
    distinct = list(dict.fromkeys(filter(None, hints)))
    pulls = [hint for hint in distinct if _PULL in hint]
    return " && ".join(pulls) or next(iter(distinct), "")


def missing_for(langs: Iterable[Lang], options: Options) -> list[MissingError]:
    """Why there is no translation from each of these languages that has none."""
    errors = (_why(lang, options) for lang in dict.fromkeys(langs))
    return [error for error in errors if error is not None]


def tell_tally(tally: Tally, where: str) -> None:
    """Say in one line how much was translated and what was not, with the command that helps."""
    if not tally.untranslated:
        return
    done = tally.translated + tally.suspect
    why = "; ".join(plainly(reason) for reason, _ in tally.missing)
    say(
        f"mlsum: {where}: {counted(done, 'sentence')} translated, {tally.untranslated} not"
        + (f" ({why})" if why else ""),
        one_command(hint for _, hint in tally.missing),
    )


def _why(lang: Lang, options: Options) -> MissingError | None:
    source, target = (options.source or lang).base, options.target.base
    if source in (UND, target):
        return None
    from mlsum.engines import availability

    return availability(source, target, options.engine, options.engine_options).error
