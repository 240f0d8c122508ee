"""Rate a translation model on twenty sentences of our own, in three domains: chrF and time."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from mlsum.core.errors import UsageError
from mlsum.core.lang import Lang
from mlsum.core.tables import read_rows
from mlsum.engines.chrf import chrf
from mlsum.engines.routes import Route

__all__ = ["Trial", "rate", "sentences"]

# Above the first a reader understands nearly all, below the second hardly anything. Korean is
# rated on fewer, larger characters, and scores lower for the same quality.
_GOOD, _POOR = 55, 35
_SPACED_LESS = {"ko": 0.65, "ja": 0.65, "zh": 0.6}


@dataclass(frozen=True, slots=True)
class Trial:
    """The figures of a model for a pair: chrF in all and by domain, and seconds per sentence."""

    route: str
    chrf: float
    domains: dict[str, float]
    seconds: float
    outputs: tuple[str, ...]
    target: Lang

    @property
    def verdict(self) -> str:
        """Whether the model is worth using, in a word."""
        scale = _SPACED_LESS.get(self.target.language, 1.0)
        if self.chrf >= _GOOD * scale:
            return "good"
        return "usable" if self.chrf >= _POOR * scale else "poor"


def sentences(source: Lang, target: Lang) -> list[tuple[str, str, str]]:
    """Domain, sentence and reference. Raises UsageError for a pair without sentences."""
    rows = read_rows("trial.tsv")
    if not {source.language, target.language} <= rows[0].keys():
        known = ", ".join(key for key in rows[0] if key != "domain")
        raise UsageError(f"there are no sentences of {source} and {target}", hint=f"known: {known}")
    return [(row["domain"], row[source.language], row[target.language]) for row in rows]


def rate(route: Route, source: Lang, target: Lang) -> Trial:
    """Translate the sentences and score them; loading the model is not timed."""
    cases = sentences(source, target)
    route.translate_batch([cases[0][1]])
    started = time.perf_counter()
    outputs = [one.text for one in route.translate_batch([case[1] for case in cases])]
    seconds = (time.perf_counter() - started) / len(cases)
    domains = list(dict.fromkeys(case[0] for case in cases))
    return Trial(
        route.name,
        chrf(outputs, [case[2] for case in cases]),
        {domain: _of(domain, cases, outputs) for domain in domains},
        seconds,
        tuple(outputs),
        target,
    )


def _of(domain: str, cases: Sequence[tuple[str, str, str]], outputs: Sequence[str]) -> float:
    chosen = [(out, case[2]) for out, case in zip(outputs, cases, strict=True) if case[0] == domain]
    return chrf([out for out, _ in chosen], [reference for _, reference in chosen])
