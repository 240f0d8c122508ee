"""The records and the schemas that are generated from them."""

import importlib.util
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator, ValidationError
from typer.testing import CliRunner

from mlsum.cli import app
from mlsum.core import records
from mlsum.core.schema import columns, components, json_schema
from mlsum.writers.records import encode

ROOT = Path(__file__).parent.parent
SCHEMA = json_schema()
VALIDATOR = Draft202012Validator(SCHEMA)
NEWS = "# Ministra visita Lisboa\n>Data: 2024-05-01\n\nA ministra falou. Ela quer **mais** apoio.\n"
COMMANDS = {
    "detect": (["detect"], records.DetectRecord),
    "plan": (["plan", "--to", "ko"], records.PlanRecord),
    "translate": (["translate", "--to", "en", "--engine", "echo"], records.TranslateRecord),
    "summarize": (["summarize", "--to", "en", "--engine", "echo"], records.SummarizeRecord),
    "keywords": (["keywords", "--to", "en", "--engine", "echo"], records.KeywordsRecord),
    "digest": (["summarize", "--together"], records.DigestRecord),
}


def printed(command: str, form: str) -> str:
    arguments, _ = COMMANDS[command]
    done = CliRunner().invoke(app, [*arguments, "-", "-q", "-f", form], input=NEWS)
    return done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_the_output_of_a_command_is_what_the_schema_and_the_class_say(command: str) -> None:
    record = COMMANDS[command][1]
    output = printed(command, "json")
    VALIDATOR.validate(json.loads(output))
    (found,) = msgspec.json.decode(output, type=list[record])  # type: ignore[valid-type]
    line = printed(command, "jsonl")
    VALIDATOR.validate(json.loads(line))
    assert msgspec.json.decode(line, type=record) == found
    assert encode(found).decode() + "\n" == line


def changed(value: Any, at: str) -> Any:
    """The same with a key more, a key less, or a value of another type."""
    if at == "more":
        return value | {"more": 1}
    if at == "less":
        return {key: one for key, one in value.items() if key != "format"}
    return value | {"format": 1}


@pytest.mark.parametrize("at", ["more", "less", "other"])
@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "digest"])
def test_the_root_refuses_anything_else(command: str, at: str) -> None:
    record = json.loads(printed(command, "jsonl"))
    for wrong in (changed(record, at), [record, changed(record, at)]):
        with pytest.raises(ValidationError):
            VALIDATOR.validate(wrong)


@pytest.mark.parametrize("wrong", [{}, None, "detect", 1, {"detect": []}, [[]]])
def test_the_root_refuses_what_is_no_record(wrong: object) -> None:
    with pytest.raises(ValidationError):
        VALIDATOR.validate(wrong)


def test_the_schema_has_an_id_with_its_version() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == f"urn:mlsum:output:{SCHEMA['version']}"
    classes = {name: one for name, one in SCHEMA["$defs"].items() if name.endswith("Record")}
    assert len(classes) > 20
    for one in classes.values():
        assert one["additionalProperties"] is False
        assert {*one["properties"]} - {"summary"} <= {*one["required"]}


def test_the_committed_schemas_are_those_of_the_classes() -> None:
    spec = importlib.util.spec_from_file_location("schemas", ROOT / "scripts" / "schemas.py")
    assert spec
    assert spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    for path, text in script.schemas().items():
        assert (ROOT / path).read_text(encoding="utf-8") == text, "run scripts/schemas.py"


def test_the_http_api_is_described_by_the_same_classes() -> None:
    pytest.importorskip("fastapi")
    from mlsum.serve.app import create_app

    described = create_app().openapi()
    schemas = described["components"]["schemas"]
    assert {name: schemas[name] for name in components()} == components()
    for path, name in (
        ("detect", "DetectionsRecord"),
        ("translate", "TextTranslationsRecord"),
        ("summarize", "SummaryRecord"),
    ):
        content = described["paths"][f"/v1/{path}"]["post"]["responses"]["200"]["content"]
        schema = content["application/json"]["schema"]
        assert schema == {"$ref": f"#/components/schemas/{name}"}


@pytest.mark.parametrize("record", [records.DetectRecord, records.TranslateRecord])
def test_every_field_of_a_record_is_a_column(record: type[records.Record]) -> None:
    assert tuple(columns(record)) == record.__struct_fields__


def test_texts_of_a_kind_of_their_own_are_encoded() -> None:
    class Smart(str):
        pass

    assert encode(records.LabelRecord(Smart("é"), "e")).decode() == '{"text": "é", "original": "e"}'
