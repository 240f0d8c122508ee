"""From a document to a result: plan every part, translate what needs an engine, summarize."""

from mlsum.options import BODY, Options, wanted
from mlsum.pipeline.digest import digest
from mlsum.pipeline.keywords import keywords
from mlsum.pipeline.metadata import metadata
from mlsum.pipeline.plan import detect_documents, plan
from mlsum.pipeline.run import run, run_all
from mlsum.pipeline.summarize import lacking, model_for, summarize_document, summarize_text
from mlsum.pipeline.tally import Tally, tally_of
from mlsum.pipeline.translate import translate_texts
from mlsum.pipeline.units import Text
from mlsum.pipeline.watch import watched

__all__ = [
    "BODY",
    "Options",
    "Tally",
    "Text",
    "detect_documents",
    "digest",
    "keywords",
    "lacking",
    "metadata",
    "model_for",
    "plan",
    "run",
    "run_all",
    "summarize_document",
    "summarize_text",
    "tally_of",
    "translate_texts",
    "wanted",
    "watched",
]
