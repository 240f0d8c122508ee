"""Short forms of a text: sentences are ranked by a backend, cut and restored to order here.

Or a model writes them, which is handed in, and they are held against the text.
"""

from mlsum.summarizers.abstractive import reduced, write
from mlsum.summarizers.candidates import candidates
from mlsum.summarizers.cut import compose, fitting, summarize
from mlsum.summarizers.headline import shortened
from mlsum.summarizers.keyterms import key_terms

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
