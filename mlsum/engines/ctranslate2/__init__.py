"""Translation models run by CTranslate2: int8 on a CPU, int8 and float16 on a GPU.

`convert` makes a model of a `transformers` folder, `model` runs one folder, `engine` all that are
installed.
"""

from mlsum.engines.ctranslate2.convert import convert
from mlsum.engines.ctranslate2.engine import CTranslate2Engine
from mlsum.engines.ctranslate2.model import Model

__all__ = ["CTranslate2Engine", "Model", "convert"]
