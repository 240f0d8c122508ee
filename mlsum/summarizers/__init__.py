"""Short forms of a text: sentences are ranked by a backend, cut and restored to order here."""

from mlsum.summarizers.cut import compose, summarize
from mlsum.summarizers.headline import shortened

__all__ = ["compose", "shortened", "summarize"]
