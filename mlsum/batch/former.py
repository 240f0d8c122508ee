"""The signatures of earlier jobs, made of the `repr` of their options, so that they can go on."""

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from importlib.metadata import version
from pathlib import Path

from mlsum.batch.job import Job
from mlsum.request.options import Options

__all__ = ["former_part", "former_signature"]

# The options that there were then, in their order.
_FIELDS = {
    "Options": [
        "target",
        "source",
        "languages",
        "classifier",
        "engine",
        "fields",
        "labels",
        "glossary",
        "memory",
        "deep",
        "engine_options",
        "foreign_names",
        "names",
    ],
    "EngineOptions": ["model", "device", "beam", "threads", "batch_tokens", "base_url"],
    "SummaryOptions": [
        "sentences",
        "max_chars",
        "ratio",
        "title",
        "style",
        "summarizer",
        "model",
        "order",
    ],
}


def former_signature(job: Job) -> str:
    """The signature that the journal of a job had."""
    running = replace(job.options.engine_options, threads=None, batch_tokens=1)
    options = replace(job.options, memory=None, fields=frozenset(), engine_options=running)
    shapes = (job.tree, bool(job.datasets))
    wanted = sorted(job.options.fields)
    values = (version("mlsum"), options, wanted, job.summary, shapes, job.input_format)
    return hashlib.blake2b(_repr(values).encode(), digest_size=16).hexdigest()


def former_part(source: Path, names: tuple[str, ...], options: Options) -> str:
    """The signature in the name of an unfinished table."""
    status = source.stat()
    options = replace(options, memory=None, fields=frozenset())
    values = (str(source.resolve()), status.st_size, status.st_mtime_ns, names, options)
    return hashlib.sha256(_repr(values).encode()).hexdigest()[:12]


def _repr(value: object) -> str:
    """What `repr` gave for a value: dataclasses by their fields, all else as it still does."""
    if is_dataclass(value):
        kind = type(value).__name__
        names = [one.name for one in fields(value) if one.init]
        if known := _FIELDS.get(kind):
            # Where a later option is used, no former signature is the right one.
            names = known + [
                one.name
                for one in fields(value)
                if one.name not in known and getattr(value, one.name) != one.default
            ]
        shown = (f"{name}={_repr(getattr(value, name))}" for name in names)
        return f"{kind}({', '.join(shown)})"
    if isinstance(value, Mapping):
        pairs = (f"{_repr(key)}: {_repr(one)}" for key, one in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_repr, value))}]"
    if isinstance(value, tuple):
        return f"({', '.join(map(_repr, value))}{',' if len(value) == 1 else ''})"
    return repr(value)
