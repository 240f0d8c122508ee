"""A phrase book as an engine: what it does not know it leaves, and says so."""

from collections.abc import Sequence

from mlsum.core.document import Translation
from mlsum.core.lang import Lang

_PHRASES = {
    "Good morning.": "Goedemorgen.",
    "The minister arrived.": "De minister is aangekomen.",
}


class PhrasebookEngine:
    """English to Dutch, sentence by sentence, by a table."""

    name = "phrasebook"

    def supports(self, source: Lang, target: Lang) -> bool:
        """English to Dutch only."""
        return (source.language, target.language) == ("en", "nl")

    def signature(self, source: Lang, target: Lang) -> str:
        """What produced a translation: it is part of every result and of the memory's key."""
        return "phrasebook:1"

    def translate_batch(
        self, texts: Sequence[str], source: Lang, target: Lang
    ) -> list[Translation]:
        """Same length and order; one unknown sentence never fails the batch."""
        return [
            Translation(_PHRASES[text], engine=self.name)
            if text in _PHRASES
            else Translation(text, "untranslated", ("not in the phrase book",), self.name)
            for text in texts
        ]
