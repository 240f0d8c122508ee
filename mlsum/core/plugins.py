"""What installed packages add to mlsum, by entry points; the metadata of all is read once."""

from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import EntryPoint, distributions

__all__ = ["added"]


def added(group: str) -> Mapping[str, EntryPoint]:
    """The entry points of the group `mlsum.<group>`, by name; first on the path, first served."""
    return {entry.name: entry for entry in reversed(_ours()) if entry.group == f"mlsum.{group}"}


@lru_cache(maxsize=1)
def _ours() -> tuple[EntryPoint, ...]:
    return tuple(
        entry
        for package in distributions()
        for entry in package.entry_points
        if entry.group.startswith("mlsum.")
    )
