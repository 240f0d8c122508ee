"""Where text can be cut: a body into blocks, a block into sentences, a sentence into clauses."""

from mlsum.text.segment.blocks import blocks, unwrap
from mlsum.text.segment.captions import is_credit
from mlsum.text.segment.html import html_values
from mlsum.text.segment.inlines import Inlines, Mark, inlines
from mlsum.text.segment.markdown import markdown_titles
from mlsum.text.segment.reading import Reading, reading
from mlsum.text.segment.sentences import clauses, sentences

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
