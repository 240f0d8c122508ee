"""Where text can be cut: a body into blocks, a block into sentences, a sentence into clauses."""

from mlsum.segment.blocks import blocks, unwrap
from mlsum.segment.captions import is_credit
from mlsum.segment.html import html_values
from mlsum.segment.inlines import Inlines, Mark, inlines
from mlsum.segment.markdown import markdown_titles
from mlsum.segment.reading import Reading, reading
from mlsum.segment.sentences import clauses, sentences

__all__ = [
    "Inlines",
    "Mark",
    "Reading",
    "blocks",
    "clauses",
    "html_values",
    "inlines",
    "is_credit",
    "markdown_titles",
    "reading",
    "sentences",
    "unwrap",
]
