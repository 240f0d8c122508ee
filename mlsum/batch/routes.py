"""Which engine and model each language would be translated with, as models are installed now.

The journal keeps what a document was translated with. So a model that is pulled later has those
documents done again that it changes something for, and no others.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from mlsum.core.lang import UND, Lang
from mlsum.engines import availability
from mlsum.request.options import Options

__all__ = ["forget", "routes", "still"]


def routes(sources: Iterable[Lang], options: Options) -> dict[str, str]:
    """The way of each source language to the target, by its tag; those that need none left out."""
    codes = {lang.base for lang in sources} - {UND, options.target.base}
    return {str(lang): _route(lang, *_asked(options)) for lang in sorted(codes, key=str)}


def still(noted: dict[str, str], options: Options) -> bool:
    """Whether the same would be done today."""
    return all(_route(Lang.parse(tag), *_asked(options)) == way for tag, way in noted.items())


def forget() -> None:
    """Look again at what is installed: a new run begins."""
    _route.cache_clear()


def _asked(options: Options) -> tuple[Any, ...]:
    return options.target, options.engine, options.engine_options


@lru_cache(maxsize=512)
def _route(source: Lang, *settings: Any) -> str:
    return str(availability(source, *settings))
