"""mlsum: detect, translate and summarize documents in which languages meet.

>>> import mlsum
>>> document = mlsum.parse("article.txt")
>>> mlsum.detect("Defense minister meets NATO - 코리아타임스").spans
>>> mlsum.translate(document, to="pt").text
>>> mlsum.summarize(document, sentences=3).text
"""

import os
from typing import TYPE_CHECKING, Any

# Libraries that would tell their makers of their use read this when they load.
for _name, _value in (
    ("HF_HUB_DISABLE_TELEMETRY", "1"),
    ("ORT_DISABLE_TELEMETRY", "1"),
    ("RAY_USAGE_STATS_ENABLED", "0"),
):
    os.environ.setdefault(_name, _value)

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
