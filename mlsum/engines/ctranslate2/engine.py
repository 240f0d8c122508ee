"""Every installed CTranslate2 model as one engine."""

from __future__ import annotations

from pathlib import Path

from mlsum.engines.ctranslate2.convert import convert
from mlsum.engines.ctranslate2.model import Model
from mlsum.engines.local import LocalEngine
from mlsum.store.families import Family

__all__ = ["CTranslate2Engine"]


class CTranslate2Engine(LocalEngine):
    """Runs converted models: int8 on a CPU, int8 and float16 on a GPU."""

    name = "ctranslate2"
    weights = "model.bin"

    def _load(self, folder: Path, family: Family) -> Model:
        options = self._options
        return Model.load(folder, family, device=options.device, threads=options.threads)

    def convert(self, source: Path, target: Path, family: str, quantization: str) -> None:
        """Write the model of a `transformers` folder to a new folder, see `convert`."""
        convert(source, target, family, quantization)
