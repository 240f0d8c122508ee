"""Whatever the description of the API allows, and more, is answered as the description says."""

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from web import listening

from mlsum.serve import create_app
from mlsum.serve.describe import describe

DESCRIBED = create_app().openapi()
OPERATIONS = {
    operation.ok().label: operation.ok()
    for operation in schemathesis.openapi.from_dict(DESCRIBED).get_all_operations()
}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with listening(engine="echo", timeout=20.0, max_chars=20_000) as url:
        yield url.rstrip("/")


@pytest.mark.parametrize(
    ("label", "mode"),
    [(label, GenerationMode.POSITIVE) for label in OPERATIONS]
    + [(label, GenerationMode.NEGATIVE) for label in OPERATIONS if label.startswith("POST")],
)
def test_it_keeps_its_word(address: str, label: str, mode: GenerationMode) -> None:
    cases = OPERATIONS[label].as_strategy(generation_mode=mode)

    @given(case=cases)
    @settings(max_examples=12, deadline=None, database=None, suppress_health_check=HealthCheck)
    def ask(case: schemathesis.Case) -> None:
        # That a tag is the one of a language, or that there are models, no schema can say.
        unsaid = [positive_data_acceptance]
        if case.media_type != "application/json":
            unsaid.append(negative_data_rejection)  # in a form, a number is a text like any other
        case.call_and_validate(base_url=address, timeout=30, excluded_checks=unsaid)

    ask()


def test_every_operation_is_described_for_people() -> None:
    page = describe(DESCRIBED)
    for path, operations in DESCRIBED["paths"].items():
        assert f"</span>{path}</h3>" in page
        assert all(operation["description"] for operation in operations.values())
    assert "<script" not in page
    assert "curl -X POST http://127.0.0.1:8765/v1/documents -F file=@article.txt" in page
