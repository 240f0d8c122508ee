"""The columns of a dataset in Parquet, read off the JSON schema of the records."""

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

from mlsum.batch.job import Job
from mlsum.batch.stores import arrow

__all__ = ["schema"]

_SCALARS = {"string": "string", "integer": "int64", "number": "float64", "boolean": "bool_"}
_HEAD = ("path", "format")


def schema(job: Job) -> Any:
    """The Arrow schema of a job's records: those of `translate` or `detect`, with a summary."""
    properties = dict(_definitions()["translate" if job.translates else "detect"]["properties"])
    if job.summary:
        summary = _definitions()["summarize"]["properties"]
        within = {key: one for key, one in summary.items() if key not in _HEAD}
        properties["summary"] = {"type": "object", "properties": within}
    return arrow("").schema(_fields(properties))


@lru_cache(maxsize=1)
def _definitions() -> dict[str, Any]:
    text = files("mlsum").joinpath("data/output.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)["$defs"]
    return found


def _fields(properties: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(name, _type(node)) for name, node in properties.items()]


def _type(node: dict[str, Any]) -> Any:
    """The Arrow type of a node; every column may be null."""
    pa = arrow("")
    if "$ref" in node:
        return _type(_definitions()[node["$ref"].rpartition("/")[2]])
    if "anyOf" in node:
        return _type(next(one for one in node["anyOf"] if one.get("type") != "null"))
    properties = _properties(node)
    if properties:
        return pa.struct(_fields(properties))
    kinds = node.get("type", "string")
    kind = kinds if isinstance(kinds, str) else next(one for one in kinds if one != "null")
    if kind == "array":
        return pa.list_(_type(node["items"]))
    if kind == "object":
        return pa.map_(pa.string(), _type(node["additionalProperties"]))
    return getattr(pa, _SCALARS[kind])()


def _properties(node: dict[str, Any]) -> dict[str, Any]:
    """The properties of an object, those it takes over from others first."""
    found: dict[str, Any] = {}
    for one in node.get("allOf", ()):
        found |= _properties(_definitions()[one["$ref"].rpartition("/")[2]])
    return found | dict(node.get("properties", {}))
