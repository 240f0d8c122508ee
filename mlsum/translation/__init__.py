"""From a document to a result: plan every part, translate what needs an engine, summarize."""

from mlsum.request.options import BODY, Options, wanted
from mlsum.translation.digest import digest
from mlsum.translation.keywords import keywords
from mlsum.translation.metadata import metadata
from mlsum.translation.plan import detect_documents, plan, plan_all
from mlsum.translation.progress import reporting_to
from mlsum.translation.run import run, run_all
from mlsum.translation.summarize import lacking, model_for, summarize_document, summarize_text
from mlsum.translation.tally import Tally, tally_of
from mlsum.translation.translate import translate_texts
from mlsum.translation.units import Text

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
    "plan_all",
    "reporting_to",
    "run",
    "run_all",
    "summarize_document",
    "summarize_text",
    "tally_of",
    "translate_texts",
    "wanted",
]
