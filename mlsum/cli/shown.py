"""How commands show their options in `--help`."""

from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

__all__ = ["Command", "Group", "dress"]


class Command(TyperCommand):
    """A command whose switches and arguments show no kind of value."""

    def get_params(self, ctx: Any) -> Any:
        """The options and arguments, `--help` among them."""
        return _bare(super().get_params(ctx))


class Group(TyperGroup):
    """The same for a command that has commands."""

    def get_params(self, ctx: Any) -> Any:
        """The options before the command."""
        return _bare(super().get_params(ctx))


def dress(app: typer.Typer) -> None:
    """Let all commands of an application, and those below them, show their options so."""
    for command in app.registered_commands:
        command.cls = Command
    for group in app.registered_groups:
        group.cls = Group
        if group.typer_instance:
            dress(group.typer_instance)


def _bare(params: Any) -> Any:
    """The same without kinds that nobody could type: `--quiet <bool>`, `FILE <list[str]>`."""
    for one in params:
        if one.param_type_name == "argument":
            one.display_type_rich = lambda **_: None  # what newer versions of Typer ask
        elif getattr(one, "is_flag", False) and one.metavar is None:
            one.metavar = ""
    return params
