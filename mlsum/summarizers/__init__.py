"""Short forms of a text: sentences are ranked by a backend, cut and restored to order here."""

from mlsum.summarizers.candidates import candidates
from mlsum.summarizers.cut import compose, summarize
from mlsum.summarizers.headline import shortened
from mlsum.summarizers.keyterms import key_terms

__all__ = ["candidates", "compose", "key_terms", "shortened", "summarize"]
