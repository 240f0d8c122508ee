"""Schemas of the records: JSON Schema, components of OpenAPI, columns of a dataset."""

from collections.abc import Sequence
from typing import Any

import msgspec

from mlsum.core import records

__all__ = ["columns", "components", "json_schema"]

_VERSION = "1.0"
_COMMANDS = {
    "detect": records.DetectRecord,
    "plan": records.PlanRecord,
    "translate": records.TranslateRecord,
    "summarize": records.SummarizeRecord,
    "keywords": records.KeywordsRecord,
    "digest": records.DigestRecord,
    "document": records.DocumentRecord,
}
_SERVED = (records.DetectionsRecord, records.TextTranslationsRecord, records.SummaryRecord)
_SCALARS = {"integer": "int64", "number": "double", "boolean": "bool"}

Node = dict[str, Any]


def json_schema() -> Node:
    """The schema of `--format json` and `jsonl`, and of a document's result at the HTTP API.

    The root accepts a record, or a list of records of one command; `$defs` has a name for the
    record of each command.
    """
    within = "#/$defs/"
    names = {name: {"$ref": within + one.__name__} for name, one in _COMMANDS.items()}
    lists = [
        {"type": "array", "items": {"$ref": within + name}} for name in names if name != "document"
    ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:mlsum:output:{_VERSION}",
        "title": "The output of mlsum",
        "description": "--format jsonl prints a record a line, --format json a list of records",
        "version": _VERSION,
        "anyOf": [*({"$ref": within + name} for name in names), *lists],
        "$defs": names | _definitions(list(_COMMANDS.values()), within),
    }


def components() -> Node:
    """The schemas of the HTTP API's results, by name."""
    return _definitions([*_SERVED, records.DocumentRecord], "#/components/schemas/")


def columns(record: type[records.Record]) -> Node:
    """The columns of a dataset of these records, by name.

    A column is the name of an Arrow type, a dict for a struct, a dict with the key `*` for a map
    from strings, or a list of one column for a list.
    """
    found = _definitions([record], "")
    return _columns(found[record.__name__], found)


def _definitions(types: Sequence[Any], within: str) -> Node:
    _, found = msgspec.json.schema_components(types, ref_template=within + "{name}")
    return dict(sorted(found.items()))


def _columns(node: Node, found: Node) -> Node:
    return {name: _column(one, found) for name, one in node["properties"].items()}


def _column(node: Node, found: Node) -> Any:
    if "anyOf" in node:  # every column may be null
        return _column(next(one for one in node["anyOf"] if one.get("type") != "null"), found)
    if "$ref" in node:
        return _columns(found[node["$ref"]], found)
    if node.get("type") == "array":
        return [_column(node["items"], found)]
    if node.get("type") == "object":
        return {"*": _column(node["additionalProperties"], found)}
    return _SCALARS.get(node.get("type", ""), "string")
