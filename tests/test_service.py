"""The service behind every entry point."""

from importlib import import_module
from pathlib import Path

import pytest

from mlsum import detection, service
from mlsum.core.errors import UsageError
from mlsum.core.lang import Lang
from mlsum.formats import parse_text
from mlsum.request import Request, parse_request

NEWS = "# Título: Ministra visita Lisboa\n>Data: 2024-05-01\n\n### Conteúdo:\n\nA ministra falou.\n"
ECHO = parse_request({"to": "en", "engine": "echo", "memory": False})


def test_every_step_is_reported() -> None:
    stages: list[str] = []

    def progress(stage: str, done: int, total: int) -> None:
        assert 0 <= done <= total
        if stages[-1:] != [stage]:
            stages.append(stage)

    documents = [parse_text(NEWS), parse_text(NEWS)]
    done = service.process(documents, ECHO, progress, summarize=True)
    assert stages == ["detecting", "translating", "summarizing"]
    assert [one.document for one in done] == documents
    for one in done:
        assert one.translation.target == Lang("en")
        assert one.summaries
        assert len(one.detections) == len(one.document.items)


def test_only_what_is_requested_is_done() -> None:
    (done,) = service.process([parse_text(NEWS)], Request())
    assert done.result is None
    assert done.summaries is None
    with pytest.raises(UsageError, match="not translated"):
        _ = done.translation


@pytest.mark.parametrize("step", ["translate", "summarize", "keywords"])
def test_a_document_is_detected_once(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def counted(*args: object) -> object:
        calls.append(args)
        return detection.detect_items(*args)  # type: ignore[arg-type]

    plan = import_module("mlsum.translation.plan")  # the package has a function of that name
    monkeypatch.setattr(plan, "detect_items", counted)
    getattr(service, step)([parse_text(NEWS)], ECHO)
    assert len(calls) == 1


def test_an_exception_of_the_callback_ends_the_run() -> None:
    def stop(stage: str, done: int, total: int) -> None:
        if stage == "translating":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        service.translate([parse_text(NEWS)], ECHO, stop)


def test_entry_points_use_the_service_alone() -> None:
    """What runs the steps is called by the service, wherever a document comes from."""
    steps = ("run_all(", "detect_documents(", "summarize_document(", "plan_all(")
    house = Path(service.__file__).parent
    rooms = ("api", "cli", "serve", "batch", "batch_ray")
    callers = {
        str(path.relative_to(house))
        for room in rooms
        for path in (house / room).rglob("*.py")
        if any(step in path.read_text(encoding="utf-8") for step in steps)
    }
    assert callers <= {"serve/work.py"}  # texts of requests that come together share a batch
