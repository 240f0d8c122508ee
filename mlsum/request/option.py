"""An option, and a group of options, as the table has them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf
from operator import attrgetter
from typing import Any

from mlsum.request.values import Request

__all__ = ["Group", "Option"]

_DEFAULTS = Request()


@dataclass(frozen=True, slots=True)
class Option:
    """One option: the place in `Request` that it sets, and how the command line shows it.

    `flags` are `--name` unless others are listed; an `argument` has none. `read` makes the value
    of what is given; such an option has the `default` of its row.
    """

    name: str
    into: str
    kind: Any
    metavar: str | None
    help: str
    flags: tuple[str, ...] = ()
    read: Callable[[Any], Any] | None = None
    default: Any = None
    least: float = -inf
    most: float = inf
    envvar: str | None = None
    argument: bool = False
    hidden: bool = False

    @property
    def flag(self) -> str:
        """How messages name it."""
        return self.flags[0] if self.flags else f"--{self.name.replace('_', '-')}"

    @property
    def initial(self) -> Any:
        """The value that it has where it is not given, as it would be given."""
        return self.default if self.read else attrgetter(self.into)(_DEFAULTS)


@dataclass(frozen=True, slots=True)
class Group:
    """Options that a command takes together, and that its help shows together."""

    title: str
    options: tuple[Option, ...]

    def without(self, *names: str) -> "Group":
        """The group but for some options."""
        return replace(self, options=tuple(one for one in self.options if one.name not in names))

    def only(self, *names: str) -> "Group":
        """Some options of the group."""
        return replace(self, options=tuple(one for one in self.options if one.name in names))
