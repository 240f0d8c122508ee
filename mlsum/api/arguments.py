"""Arguments of the public functions, turned into the options that the pipeline takes."""

import functools
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import ParamSpec, TypeVar

from mlsum.core.backends import EngineOptions
from mlsum.core.document import ForeignNames, QuoteStyle, Romanization, SummaryOptions
from mlsum.core.lang import Lang
from mlsum.lexicon import Glossary
from mlsum.request.options import Options

__all__ = ["lang_of", "length_of", "options_of", "renamed"]

_P = ParamSpec("_P")
_T = TypeVar("_T")


def lang_of(tag: Lang | str) -> Lang:
    """The language of a tag. Raises LanguageError."""
    return tag if isinstance(tag, Lang) else Lang.parse(tag)


def options_of(
    to: Lang | str | None,
    source: Lang | str | None,
    options: Options | EngineOptions | None,
    *,
    engine: str | None = None,
    glossary: Glossary | Path | str | None = None,
    foreign_names: ForeignNames | None = None,
    names: Romanization | None = None,
    quotes: QuoteStyle | None = None,
) -> Options:
    """The options with all that was given beside them, which goes first.

    Raises LanguageError for an unknown language, InputError for a glossary that cannot be read.
    """
    if isinstance(options, EngineOptions):
        options = Options(engine_options=options)
    options = options or Options()
    if isinstance(glossary, Path | str):
        glossary = Glossary.load(glossary)
    return replace(
        options,
        target=options.target if to is None else lang_of(to),
        source=options.source if source is None else lang_of(source),
        engine=engine or options.engine,
        glossary=options.glossary if glossary is None else glossary,
        foreign_names=foreign_names or options.foreign_names,
        names=names or options.names,
        quotes=quotes or options.quotes,
    )


def length_of(
    options: SummaryOptions | None,
    sentences: int | None = None,
    max_chars: int | None = None,
    ratio: float | None = None,
) -> SummaryOptions:
    """The options of a summary with the limits that were given beside them."""
    options = options or SummaryOptions()
    return replace(
        options,
        sentences=options.sentences if sentences is None else sentences,
        max_chars=options.max_chars if max_chars is None else max_chars,
        ratio=options.ratio if ratio is None else ratio,
    )


def renamed(**names: str) -> Callable[[Callable[_P, _T]], Callable[_P, _T]]:
    """Accept former names of keyword arguments (`former=present`), with a DeprecationWarning."""

    def decorate(function: Callable[_P, _T]) -> Callable[_P, _T]:
        @functools.wraps(function)
        def call(*args: _P.args, **kwargs: _P.kwargs) -> _T:
            for former in names.keys() & kwargs.keys():
                present = names[former]
                if present in kwargs:
                    raise TypeError(f"{former} is the former name of {present}: give one of them")
                message = (
                    f"the argument {former!r} of {function.__name__} is now called {present!r}"
                )
                warnings.warn(message, DeprecationWarning, stacklevel=2)
                kwargs[present] = kwargs.pop(former)
            return function(*args, **kwargs)

        return call

    return decorate
