"""mlsum: detect, translate and summarize documents in which languages meet.

>>> import mlsum
>>> document = mlsum.parse("article.txt")
>>> mlsum.detect("Defense minister meets NATO - 코리아타임스").spans
>>> mlsum.translate(document, to="pt").text
>>> mlsum.summarize(document, sentences=3).text
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mlsum.api import (
        EngineOptions,
        SummaryOptions,
        detect,
        detect_batch,
        parse,
        summarize,
        translate,
        translate_batch,
    )

__all__ = [
    "EngineOptions",
    "SummaryOptions",
    "detect",
    "detect_batch",
    "parse",
    "summarize",
    "translate",
    "translate_batch",
]


def __getattr__(name: str) -> Any:
    # The functions bring the whole toolkit with them; `mlsum --help` needs none of it (PEP 562).
    if name in __all__:
        from mlsum import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
