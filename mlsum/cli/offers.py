"""On a terminal, offer once to pull the model that a translation lacks."""

import sys
from collections.abc import Iterable

import typer

from mlsum.cli.outputs import say
from mlsum.core.errors import MissingModelError
from mlsum.core.lang import UND, Lang
from mlsum.engines import availability
from mlsum.request.options import Options

__all__ = ["Offers", "offer"]


class Offers:
    """Offers models for each pair of languages once, and only where somebody can answer."""

    def __init__(self, quiet: bool) -> None:
        self._interactive = not quiet and sys.stdin.isatty() and sys.stderr.isatty()
        self._offered: set[Lang] = set()

    def pulled(self, sources: Iterable[Lang], options: Options) -> bool:
        """Whether a model that was missing for one of the languages is there now."""
        named = options.engine_options
        if not self._interactive or options.engine or named.model or named.base_url:
            return False
        pulled = False
        for source in dict.fromkeys(lang.base for lang in sources):
            if source in self._offered or source in (UND, options.target.base):
                continue
            self._offered.add(source)
            if isinstance(availability(source, options.target.base).error, MissingModelError):
                pulled = offer(source, options.target.base) or pulled
        return pulled


def offer(source: Lang, target: Lang) -> bool:
    """Ask whether to pull what a pair lacks, with size and licence; True if it was pulled.

    The caller checks that standard input and standard error are a terminal. False, without a
    question, where the network is forbidden.
    """
    from mlsum import store
    from mlsum.cli.models import watching
    from mlsum.cli.modeltables import amount, english

    pulls = () if store.offline() else availability(source, target).pulls
    if not pulls:
        return False
    say(f"No {english(source)} → {english(target)} model is installed. Available:")
    for model in pulls[0].models:
        say(f"  {model.name}, {amount(model.disk)}; licence: {model.licence}")
    say(f"  (others: mlsum models search {source}-{target})")
    if not typer.confirm("Pull now?", default=False, err=True):
        return False
    with watching() as progress:
        for model in pulls[0].models:
            store.pull(model.name, store.PullOptions(), progress)
    return True
