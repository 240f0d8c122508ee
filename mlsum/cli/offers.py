"""On a terminal, offer once to pull the model that a translation lacks."""

import sys
from collections.abc import Iterable

from mlsum.core.errors import MissingModelError
from mlsum.core.lang import UND, Lang
from mlsum.engines import why_not
from mlsum.request.options import Options

__all__ = ["Offers"]


class Offers:
    """Asks about each pair of languages once, and only a person who is there to answer."""

    def __init__(self, quiet: bool) -> None:
        self._there = not quiet and sys.stdin.isatty() and sys.stderr.isatty()
        self._asked: set[Lang] = set()

    def pulled(self, sources: Iterable[Lang], options: Options) -> bool:
        """Whether a model that was missing for one of the languages is there now."""
        named = options.engine_options
        if not self._there or options.engine or named.model or named.base_url:
            return False
        from mlsum.cli.models import offer

        found = False
        for source in dict.fromkeys(lang.base for lang in sources):
            if source in self._asked or source in (UND, options.target.base):
                continue
            self._asked.add(source)
            if isinstance(why_not(source, options.target.base), MissingModelError):
                found = offer(source, options.target.base) or found
        return found
