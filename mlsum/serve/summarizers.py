"""The summarizers of a server, and how to make the others ready."""

from dataclasses import dataclass, replace

from mlsum.core import backends
from mlsum.core.document import SummaryOptions
from mlsum.core.errors import MissingError, MissingModelError
from mlsum.core.lang import UND
from mlsum.serve.settings import Settings
from mlsum.translation import Options, lacking, model_for

__all__ = ["Choice", "choices", "refusal"]

_ELSEWHERE = "chat"  # the one that asks another machine


@dataclass(frozen=True, slots=True)
class Choice:
    """A summarizer by name: whether it writes (else it chooses sentences), and is ready to.

    `hint` is what would make it so.
    """

    name: str
    writes: bool
    ready: bool
    hint: str | None = None


def choices(settings: Settings) -> list[Choice]:
    """All that are known, built-in ones first; loads no model."""
    groups: tuple[backends.Group, ...] = ("summarizers", "generators")
    found = []
    for group in groups:
        for name in dict.fromkeys((*backends.BUILT_IN[group], *backends.names(group))):
            lacks = refusal(name, settings)
            hint = lacks.hint if lacks else None
            found.append(Choice(name, group == "generators", not lacks, hint))
    return found


def refusal(name: str, settings: Settings) -> MissingError | None:
    """Why this server lacks a summarizer, and how to fix that; None if it is ready.

    Nothing leaves this machine unless the server was started with another one to ask. Raises
    UsageError for an unknown name.
    """
    if name == _ELSEWHERE and not settings.options.engine_options.base_url:
        return MissingModelError(
            "this server was started without a chat model to ask",
            hint="mlsum serve --base-url URL --model NAME",
        )
    running = settings.options.engine_options
    _, length = model_for(Options(UND, engine_options=running), SummaryOptions(summarizer=name))
    return lacking(name, replace(running, model=length.model))
