"""Translation memory: what was translated once, or by a person, is not asked of an engine."""

from mlsum.memory.exchange import read_pairs, write_tmx
from mlsum.memory.store import IMPORTED, Entry, Info, Memory, Query

__all__ = ["IMPORTED", "Entry", "Info", "Memory", "Query", "read_pairs", "write_tmx"]
