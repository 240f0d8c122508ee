"""The API for people: its OpenAPI description as one page, without scripts or outside requests."""

import json
import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

__all__ = ["describe"]

Described = Mapping[str, Any]
_NAME = re.compile("`([^`]+)`")


def describe(api: Described) -> str:
    """An OpenAPI 3.1 description as an HTML page: every operation, what it takes, an example."""
    body = "\n".join(_operations(api))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<title>mlsum – API</title>\n"
        '<link rel="icon" type="image/svg+xml" href="/static/icon.svg">\n'
        '<link rel="stylesheet" href="/static/view/view.css">\n'
        '<link rel="stylesheet" href="/static/app.css">\n</head>\n<body>\n'
        '<header><a class="brand" href="/"><img src="/static/icon.svg" alt="" width="32" '
        'height="32">mlsum</a></header>\n<main class="api">\n'
        f"<h1>{escape(api['info']['title'])} {escape(api['info']['version'])}</h1>\n"
        f"<p>{escape(api['info'].get('summary', ''))} "
        'The same for programs: <a href="/openapi.json">openapi.json</a>.</p>\n'
        f"{body}\n</main>\n</body>\n</html>\n"
    )


def _operations(api: Described) -> Iterator[str]:
    """The operations under the name of their tag, in the order they were made."""
    tag = ""
    for path, operations in api["paths"].items():
        for method, operation in operations.items():
            (own,) = operation.get("tags") or [""]
            if own != tag:
                tag = own
                yield f"<h2>{escape(tag)}</h2>"
            yield _operation(api, path, method.upper(), operation)


def _operation(api: Described, path: str, method: str, operation: Described) -> str:
    media, schema = _body(api, operation)
    rows = [
        (one["name"], one["in"], one["schema"], one.get("description", ""))
        for one in operation.get("parameters", [])
    ]
    needed = schema.get("required", [])
    for name, field in schema.get("properties", {}).items():
        told = "body, needed" if name in needed else "body"
        rows.append((name, told, field, field.get("description", "")))
    return (
        f'<section class="card"><h3><span class="method">{method}</span>{escape(path)}</h3>\n'
        f"<p>{_prose(operation.get('description', ''))}</p>\n{_table(rows)}"
        f'<pre tabindex="0">{escape(_example(path, method, media, schema))}</pre></section>'
    )


def _table(rows: list[tuple[str, str, Described, str]]) -> str:
    if not rows:
        return ""
    lines = "".join(
        f"<tr><td>{escape(name)}</td><td>{escape(where)}</td><td>{escape(_kind(kind))}</td>"
        f"<td>{_prose(told)}</td></tr>"
        for name, where, kind, told in rows
    )
    head = "".join(f'<th scope="col">{name}</th>' for name in ("name", "in", "kind", "about"))
    return (
        f'<div class="scroll" tabindex="0"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>\n"
    )


def _prose(text: str) -> str:
    """A text in which names stand between backticks."""
    return _NAME.sub(r"<code>\1</code>", escape(text))


def _body(api: Described, operation: Described) -> tuple[str, Described]:
    """The media type of a request's body and its schema; empty where it has none."""
    content: Described = operation.get("requestBody", {}).get("content", {})
    for media, one in content.items():
        return media, _resolve(api, one["schema"])
    return "", {}


def _resolve(api: Described, schema: Described) -> Described:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: Described = api["components"]["schemas"][name] if name else schema
    return found


def _kind(schema: Described) -> str:
    """A schema in a few words."""
    if "anyOf" in schema:
        kinds = dict.fromkeys(_kind(one) for one in schema["anyOf"] if one.get("type") != "null")
        return " or ".join(kinds)
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    return "file" if schema.get("format") == "binary" else str(schema.get("type", "object"))


def _example(path: str, method: str, media: str, schema: Described) -> str:
    """A call by curl that works as it stands, but for names in braces."""
    call = f"curl -X {method} http://127.0.0.1:8765{path}"
    needed = schema.get("required", [])
    fields = {
        name: field["examples"][0]
        for name, field in schema.get("properties", {}).items()
        if "examples" in field and (name in needed or not needed)
    }
    if media == "application/json" and fields:
        sent = json.dumps(fields, ensure_ascii=False)
        return f"{call} \\\n  -H 'Content-Type: application/json' -d '{sent}'"
    if media == "multipart/form-data":
        return f"{call} -F file=@article.txt -F to=pt -F sentences=3"
    return call
