"""Short forms of a text: sentences are ranked by a backend, cut and restored to order here."""

from mlsum.summarizers.cut import summarize

__all__ = ["summarize"]
