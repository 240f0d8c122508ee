"""Short forms of a text: sentences are ranked by a backend, cut and restored to order here.

Or a model writes them, which is handed in, and they are held against the text.
"""

from mlsum.summarization.candidates import candidates
from mlsum.summarization.generate import reduced, write
from mlsum.summarization.headline import shortened
from mlsum.summarization.keywords import key_terms
from mlsum.summarization.select import compose, fitting, summarize

__all__ = [
    "candidates",
    "compose",
    "fitting",
    "key_terms",
    "reduced",
    "shortened",
    "summarize",
    "write",
]
