"""Models that write summaries: of a server (`chat`), or on this machine (`local`)."""

from mlsum.engines.generators.chat import ChatGenerator
from mlsum.engines.generators.local import ModelGenerator

__all__ = ["ChatGenerator", "ModelGenerator"]
