"""mlsum: detect, translate and summarize multilingual documents.

>>> import mlsum
>>> document = mlsum.parse_file("article.txt")
>>> mlsum.detect("Defense minister meets NATO - 코리아타임스").spans
>>> mlsum.translate(document, to="pt").text
>>> mlsum.summarize(document, sentences=3, to="pt").text
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
    from mlsum.api import *

    __version__: str

__all__ = [
    "UND",
    "Action",
    "Basis",
    "Body",
    "BodyDetection",
    "Detection",
    "Device",
    "Document",
    "DocumentDetection",
    "DocumentTranslation",
    "EncodingError",
    "EngineError",
    "EngineOptions",
    "Field",
    "FieldDetection",
    "ForeignNames",
    "FormatError",
    "Glossary",
    "InputError",
    "Item",
    "ItemDetection",
    "ItemSummary",
    "KeyTerm",
    "Kind",
    "Labels",
    "Lang",
    "LanguageError",
    "Marks",
    "Markup",
    "Memory",
    "MissingError",
    "MissingExtraError",
    "MissingModelError",
    "MlsumError",
    "ModelError",
    "Options",
    "Order",
    "Outcome",
    "OutputError",
    "Part",
    "QuoteStyle",
    "Report",
    "Result",
    "Role",
    "Romanization",
    "Segment",
    "Sentence",
    "Source",
    "Span",
    "Status",
    "Story",
    "Style",
    "Summary",
    "SummaryOptions",
    "Task",
    "TextDetection",
    "TranslatedPart",
    "TranslatedSegment",
    "Translation",
    "UsageError",
    "Written",
    "__version__",
    "detect",
    "detect_batch",
    "digest",
    "keywords",
    "parse",
    "parse_bytes",
    "parse_file",
    "parse_text",
    "plan",
    "summarize",
    "translate",
    "translate_batch",
]


def __getattr__(name: str) -> Any:
    # They bring the whole toolkit with them; `mlsum --help` needs none of it (PEP 562).
    if name == "__version__":
        from importlib.metadata import version

        return version("mlsum")
    if name in __all__:
        from mlsum import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
