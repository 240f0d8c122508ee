"""Commands from the table of options: a function of one `Request` becomes a command of Typer."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from functools import wraps
from inspect import Parameter, Signature, signature
from math import isinf
from typing import Annotated, Any

import typer

from mlsum.cli.interrupt import ends_promptly
from mlsum.cli.outputs import say
from mlsum.core.errors import UsageError
from mlsum.request import Group, Option, Request, parse_request

__all__ = ["Debug", "command"]

Debug = Annotated[bool, typer.Option("--debug", help="Show where an error comes from.")]


def command(
    *groups: Group, required: Sequence[str] = (), interrupted: int | None = 130, **defaults: Any
) -> Callable[[Callable[..., int]], Callable[..., None]]:
    """Give a function that takes a `Request` the options of some groups; it returns an exit code.

    Options in `required` have no default, those in `defaults` another one. Further parameters of
    the function are options of its own. Typer reads all of them from the signature. After Ctrl-C
    the process soon ends with the code `interrupted`; with None the function ends it.
    """

    def decorate(act: Callable[..., int]) -> Callable[..., None]:
        own = list(signature(act, eval_str=True).parameters.values())[1:]
        rows = {one.name: one for group in groups for one in group.options}
        initial = {name: one.initial for name, one in rows.items()} | defaults

        @wraps(act)
        def run(**values: Any) -> None:
            further = {one.name: values.pop(one.name) for one in own}
            given = {
                name: value
                for name, value in values.items()
                # What `read` makes of a default can differ from what Python has by default.
                if value is not None and (rows[name].read or value != initial[name])
            }
            request = _request(given)
            with nullcontext() if interrupted is None else ends_promptly(interrupted):
                code = act(request, **further)
            raise typer.Exit(code)

        made = _parameters(groups, initial, required)
        parameters = [*made, *(one.replace(kind=Parameter.KEYWORD_ONLY) for one in own)]
        run.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {}
        return run

    return decorate


def _parameters(
    groups: Sequence[Group], initial: dict[str, Any], required: Sequence[str]
) -> Iterator[Parameter]:
    for group in groups:
        for one in group.options:
            needed = one.argument or one.name in required
            default = Parameter.empty if needed else initial[one.name]
            kind: Any = one.kind | None if default is None else one.kind
            annotation = Annotated[kind, _shown(one, group.title)]
            yield Parameter(
                one.name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation
            )


def _shown(one: Option, panel: str) -> Any:
    """How Typer is to read and show an option."""
    if one.argument:
        return typer.Argument(metavar=one.metavar, help=one.help)
    least, most = (None if isinf(limit) else limit for limit in (one.least, one.most))
    return typer.Option(
        *(one.flags or (one.flag,)),
        metavar=one.metavar,
        help=one.help,
        min=least,
        max=most,
        envvar=one.envvar,
        hidden=one.hidden,
        rich_help_panel=panel,
    )


def _request(given: dict[str, Any]) -> Request:
    """The request of a command line, in which an option may still have its old name."""
    if (value := given.pop("from_", None)) is not None:
        new = _renamed(value)
        if new in given:
            flag = f"--{new.replace('_', '-')}"
            raise UsageError(f"--from and {flag} are the same option", hint=f"leave out {flag}")
        given[new] = value
    request = parse_request(given)
    if value is not None and not request.quiet:
        say(f"mlsum: --from is deprecated: write --{new.replace('_', '-')} {value}")
    return request


def _renamed(value: str) -> str:
    """The option that is meant by `--from`: once the format of the input, and often a language."""
    from mlsum.formats import names
    from mlsum.lexicon import parse_language

    return "source" if value not in names() and parse_language(value) else "input_format"
