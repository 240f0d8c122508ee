"""An engine that translates nothing, alike every time: for tests and dry runs."""

from collections.abc import Sequence

from mlsum.core.document import Translation
from mlsum.core.lang import Lang

__all__ = ["EchoEngine"]


class EchoEngine:
    """Gives every text back with the target language before it: `Hello` becomes `[pt] Hello`."""

    name = "echo"

    def supports(self, source: Lang, target: Lang) -> bool:
        """Whether the two differ; it takes any pair."""
        return source.base != target.base

    def signature(self, source: Lang, target: Lang) -> str:
        """Its name: there is no model."""
        return self.name

    def translate_batch(
        self,
        texts: Sequence[str],
        source: Lang,
        target: Lang,
    ) -> list[Translation]:
        """Mark each text; what is blank stays as it is."""
        return [
            Translation(f"[{target}] {text}" if text.strip() else text, engine=self.name)
            for text in texts
        ]
