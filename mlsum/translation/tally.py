"""Count the sentences of a run: translated, in doubt, and without a model."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

from mlsum.core.document import Detection, ItemSummary, Outcome, Status, Translation
from mlsum.core.lang import UND, Lang
from mlsum.engines import availability
from mlsum.request.options import Options

__all__ = ["Tally", "tally_of"]

# The table of names; its replacements are not translations of a text.
_TABLE = "outlets"


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of translated, suspect and untranslated sentences that needed an engine.

    `missing` has the reasons why a model is missing, each with the command that installs it.
    """

    translated: int = 0
    suspect: int = 0
    untranslated: int = 0
    missing: tuple[tuple[str, str], ...] = ()

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.translated + other.translated,
            self.suspect + other.suspect,
            self.untranslated + other.untranslated,
            tuple(dict.fromkeys((*self.missing, *other.missing))),
        )

    def exit_code(self, strict: bool = False) -> int:
        """0 if everything was translated, 3 if a model is missing for everything, else 1.

        With `strict`, suspect sentences also fail.
        """
        if self.untranslated and self.missing and not self.translated + self.suspect:
            return 3
        return 1 if self.untranslated or (strict and self.suspect) else 0


def tally_of(
    options: Options,
    outcomes: Iterable[Outcome] = (),
    summaries: Iterable[ItemSummary] = (),
) -> Tally:
    """Count the sentences of outcomes and summaries that needed an engine."""
    result = (
        *(
            _counted(options, _langs(item.task.detection), [item.translation])
            for item in outcomes
            if item.task.text is None
        ),
        *(_of_summary(options, item) for item in summaries),
    )
    return reduce(add, result, Tally())


def _of_summary(options: Options, item: ItemSummary) -> Tally:
    output = (item.body,) if item.body else item.translations
    written = Tally(suspect=sum(bool(text.reasons) for text in item.summary.written))
    return _counted(options, (item.lang,), output) + written


def _langs(detection: Detection) -> tuple[Lang, ...]:
    return detection.lang, *(span.lang for span in detection.spans)


def _counted(options: Options, langs: Sequence[Lang], output: Iterable[Translation]) -> Tally:
    """Sentences by status; `langs` are those of the original."""
    statuses: list[Status] = []
    reasons: set[str] = set()
    for item in output:
        parts = item.segments or (item,)
        by_table = item.engine == _TABLE
        statuses += [part.status for part in parts if not by_table or part.status != "translated"]
        reasons |= {why for part in parts if part.status == "untranslated" for why in part.reasons}
    return Tally(
        statuses.count("translated"),
        statuses.count("suspect"),
        statuses.count("untranslated"),
        tuple(dict.fromkeys(_missing(langs, reasons, options))) if reasons else (),
    )


def _missing(
    langs: Sequence[Lang], reasons: set[str], options: Options
) -> Iterator[tuple[str, str]]:
    target = options.target.base
    if options.engine == "none":  # switched off, so there is nothing to install
        return
    for lang in (options.source,) if options.source else langs:
        if lang.base in (UND, target):
            continue
        why = availability(lang.base, target, options.engine, options.engine_options).error
        if why and why.message in reasons:
            yield why.message, why.hint
