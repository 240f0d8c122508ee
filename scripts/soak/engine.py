"""The embedded engine, but for some words that kill, hang or starve the process that reads them."""

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

from mlsum.core.backends import EngineOptions
from mlsum.core.document import Alignment, Translation
from mlsum.core.lang import Lang
from mlsum.engines.firefox import FirefoxEngine

__all__ = ["SoakEngine", "installed"]


class SoakEngine:
    """What `mlsum batch --engine soak` works with once it is `installed`."""

    name = "soak"

    def __init__(self, options: EngineOptions | None = None) -> None:
        self._engine = FirefoxEngine(options)
        self.supports = self._engine.supports
        self.signature = self._engine.signature
        self.aligns = self._engine.aligns

    def translate_batch(
        self, texts: Sequence[str], source: Lang, target: Lang
    ) -> list[Translation]:
        """Translate, unless it is one of those words."""
        for text in texts:
            if "killsworker" in text:
                os.kill(os.getpid(), signal.SIGKILL)
            if "hangsworker" in text:
                time.sleep(3600)
            if "takesmemory" in text:
                raise MemoryError
        return self._engine.translate_batch(texts, source, target)

    def align_batch(
        self, pairs: Sequence[tuple[str, str]], source: Lang, target: Lang
    ) -> list[Alignment | None]:
        """Align, as the embedded engine does."""
        return self._engine.align_batch(pairs, source, target)


def installed(site: Path) -> Path:
    """A folder for PYTHONPATH in which this engine is an installed package."""
    metadata = site / "soak_engine-1.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: soak-engine\nVersion: 1\n")
    entry = "[mlsum.engines]\nsoak = soak_engine:SoakEngine\n"
    (metadata / "entry_points.txt").write_text(entry)
    (site / "soak_engine.py").write_text(Path(__file__).read_text(encoding="utf-8"))
    return site
