"""Which languages the installed models translate, and into which."""

from functools import lru_cache
from itertools import product

from mlsum import store
from mlsum.core.backends import EngineOptions
from mlsum.core.lang import Lang
from mlsum.engines import availability
from mlsum.lexicon import language_name

__all__ = ["languages", "targets"]

_PIVOT = Lang("en")
# Those that mlsum's tables are made for are shown even where no model translates them.
_ALWAYS = (_PIVOT, Lang("ko"), Lang("pt"))


def languages(
    engine: str | None = None, options: EngineOptions | None = None
) -> list[dict[str, object]]:
    """Each language by code and English name, with the codes of those it is translated into."""
    return [
        {
            "code": str(lang),
            "name": language_name(lang, _PIVOT) or str(lang),
            "targets": sorted(map(str, found)),
        }
        for lang, found in sorted(targets(engine, options).items())
    ]


def targets(
    engine: str | None = None, options: EngineOptions | None = None
) -> dict[Lang, set[Lang]]:
    """The languages that each can be translated into, itself included."""
    return _targets(engine, options, store.installed())


@lru_cache(maxsize=8)
def _targets(
    engine: str | None, options: EngineOptions | None, installed: tuple[store.Installed, ...]
) -> dict[Lang, set[Lang]]:
    known = {lang.base for one in installed for lang in _languages(one)}
    found = {lang: {lang} for lang in {*known, *_ALWAYS}}

    def able(source: Lang, target: Lang) -> bool:
        return source == target or availability(source, target, engine, options).error is None

    # A pair is asked for (1 ms) only where English does not lead from the one to the other: a model
    # of 187 languages has 34,782 pairs.
    there = {lang for lang in found if able(lang, _PIVOT)}
    back = {lang for lang in found if able(_PIVOT, lang)}
    for source, target in product(found, repeat=2):
        if (source in there and target in back) or able(source, target):
            found[source].add(target)
    return found


def _languages(one: store.Installed) -> set[Lang]:
    return {*one.languages, *(lang for pair in one.pairs for lang in pair)}
