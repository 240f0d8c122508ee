"""The seams: what an engine, a classifier, a summarizer must offer, and where each is found.

Built-in backends are registered the same way as foreign ones: a name and `module:Class`, imported
only when used. A package adds its own through the entry point groups `mlsum.engines`,
`mlsum.classifiers`, `mlsum.summarizers` and `mlsum.generators`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal, Protocol, runtime_checkable

from mlsum.core.document import Alignment, SummaryOptions, Translation
from mlsum.core.errors import UsageError, did_you_mean
from mlsum.core.lang import Lang
from mlsum.core.plugins import added

__all__ = [
    "BUILT_IN",
    "Aligner",
    "Classifier",
    "Device",
    "Engine",
    "EngineOptions",
    "Generator",
    "Group",
    "Speller",
    "Summarizer",
    "load",
    "names",
]

_FOR_TESTS = ("echo",)  # built in, but named in no list

Group = Literal["engines", "classifiers", "summarizers", "generators"]
Device = Literal["auto", "cpu", "cuda"]

BUILT_IN: dict[Group, dict[str, str]] = {
    "engines": {
        "firefox": "mlsum.engines.firefox:FirefoxEngine",
        "ctranslate2": "mlsum.engines.ctranslate2:CTranslate2Engine",
        "transformers": "mlsum.engines.transformers:TransformersEngine",
        "chat": "mlsum.engines.chat:ChatEngine",
        "echo": "mlsum.engines.echo:EchoEngine",
    },
    "classifiers": {
        "lingua": "mlsum.detection.classifiers:LinguaClassifier",
        "langdetect": "mlsum.detection.classifiers:LangdetectClassifier",
    },
    "summarizers": {
        "extractive": "mlsum.summarization.rank:ExtractiveSummarizer",
        "semantic": "mlsum.summarization.rank:SemanticSummarizer",
        "morphemes": "mlsum.summarization.rank:MorphemeSummarizer",
    },
    "generators": {
        "abstractive": "mlsum.engines.generators:ModelGenerator",
        "chat": "mlsum.engines.generators:ChatGenerator",
    },
}


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """How an engine is to run; each takes what concerns it.

    `model` is the name of an installed one, a folder, or a model of the server at `base_url`;
    `device` auto, cpu or cuda; `beam` the width of the search, 1 for greedy; `threads` how many
    batches, or requests, are in work at a time: by default one per core, or four; `batch_tokens`
    the size of a batch, padding included. Raises UsageError for a number below one.
    """

    model: str | None = None
    device: Device = "auto"
    beam: int = 2
    threads: int | None = None
    batch_tokens: int = 2048
    base_url: str | None = None

    def __post_init__(self) -> None:
        for name in ("beam", "threads", "batch_tokens"):
            value = getattr(self, name)
            if value is not None and value < 1:
                raise UsageError(f"{name} is {value}, and must be at least 1")


class Engine(Protocol):
    """Translates sentences between the pairs of languages it has models for."""

    name: str

    def supports(self, source: Lang, target: Lang) -> bool:
        """Whether an installed model translates this pair directly; loads nothing heavy."""

    def signature(self, source: Lang, target: Lang) -> str:
        """Engine, model and version for a pair, e.g. `firefox:enpt-1693087644`."""

    def translate_batch(
        self, texts: Sequence[str], source: Lang, target: Lang
    ) -> list[Translation]:
        """Translate sentences: same length and order as `texts`; an empty text stays empty.

        Raises EngineError when the runtime fails; a single bad sentence never fails the batch.
        """


@runtime_checkable
class Aligner(Engine, Protocol):
    """An engine that can tell which words of a translation rest on which of its source."""

    def aligns(self, source: Lang, target: Lang) -> bool:
        """Whether it can for this pair; loads nothing heavy."""

    def align_batch(
        self, pairs: Sequence[tuple[str, str]], source: Lang, target: Lang
    ) -> list[Alignment | None]:
        """Align texts with translations of them, its own or not: same length and order.

        None where one is too long or empty. Raises EngineError when the runtime fails.
        """


@runtime_checkable
class Speller(Engine, Protocol):
    """An engine whose models read no characters but those of their vocabulary.

    An engine that is not one reads all characters, as language models do.
    """

    def lacks(self, characters: str, source: Lang, target: Lang) -> frozenset[str]:
        """Those of the characters that the model of a pair cannot read, or reads and drops.

        The first may be known by its vocabulary alone; for the others it may be asked once.
        """


class Classifier(Protocol):
    """Rates languages for a text that is taken to be in one language."""

    name: str

    def languages(self) -> frozenset[str]:
        """The language subtags that it can tell."""

    def classify_batch(
        self, texts: Sequence[str], languages: Sequence[Lang]
    ) -> list[list[tuple[Lang, float]]]:
        """Languages with probabilities, best first, per text; an empty list where it cannot say.

        `languages` are the candidates; every answer is one of them.
        """


class Summarizer(Protocol):
    """Chooses sentences of a text.

    A class that needs an optional package says so in `needs`: the package, and the extra of mlsum.
    """

    name: str

    def rank(self, sentences: Sequence[str], lang: Lang, title: str = "") -> list[int]:
        """Indices of all sentences, the one most worth keeping first."""


class Generator(Protocol):
    """Writes short texts about longer ones. Its class is called with EngineOptions."""

    name: str

    def signature(self, lang: Lang) -> str:
        """Model and version that write for texts in a language; loads nothing heavy.

        Raises MissingModelError where there is none.
        """

    def fits(self, text: str, lang: Lang) -> bool:
        """Whether the model reads a text of this length whole."""

    def write_batch(
        self, texts: Sequence[str], lang: Lang, options: SummaryOptions
    ) -> list[str | None]:
        """Summaries of texts that fit, in their language: same length and order, a line each.

        None for a text that could not be summarized. `options` are heeded as far as the model
        heeds anything; the caller cuts to length. Raises EngineError when the runtime fails.
        """


def names(group: Group) -> list[str]:
    """The names that `load` knows in a group, built-in and installed, sorted."""
    return sorted({*BUILT_IN[group], *added(group)})


def load(group: Group, name: str) -> Any:
    """The class registered under `name`; the caller knows the protocol it follows.

    Raises UsageError for an unknown name, listing the known ones.
    """
    if entry := added(group).get(name):
        return entry.load()
    if name not in BUILT_IN[group]:
        known = names(group)
        if group == "summarizers":
            known = sorted({*known, *names("generators")})  # what writes is asked for like these
        known = [one for one in known if one not in _FOR_TESTS]
        hint = did_you_mean(name, known, f"known: {', '.join(known)}")
        raise UsageError(f"unknown {group[:-1]} {name!r}", hint=hint)
    module, _, attribute = BUILT_IN[group][name].partition(":")
    return getattr(import_module(module), attribute)
