"""Metadata without a model: labels, terms, names of languages and places, dates, outlets."""

from mlsum.lexicon.labels import LabelMatch, label, lookup

__all__ = ["LabelMatch", "label", "lookup"]
