"""Every script in docs/examples runs and gives what its docstring promises."""

import json
import runpy
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "docs" / "examples"
SAMPLE = next((ROOT / "seeds").glob("*.txt"))


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Runs a script with arguments; returns its lines."""

    def run(name: str, *arguments: object) -> list[str]:
        monkeypatch.setattr(sys, "argv", [name, *map(str, arguments)])
        monkeypatch.setattr(sys, "exit", lambda code: codes.append(code))
        codes: list[int] = []
        runpy.run_path(str(EXAMPLES / name), run_name="__main__")
        assert not any(codes)
        return capsys.readouterr().out.splitlines()

    return run


def test_spans_are_detected(example) -> None:
    lines = example("detect_spans.py")
    assert [line.split("\t")[0] for line in lines] == ["en", "ko"]
    assert lines[1].endswith("코리아타임스")


def test_a_document_is_translated_in_its_format(example, tmp_path: Path) -> None:
    output = tmp_path / "out.txt"
    assert "out.txt: " in example("translate_document.py", SAMPLE, output, "pt")[0]
    before = SAMPLE.read_text(encoding="utf-8").splitlines()
    after = output.read_text(encoding="utf-8").splitlines()
    assert [line[:3] for line in after if line.startswith((">", "#"))] == [
        line[:3] for line in before if line.startswith((">", "#"))
    ]
    assert before[-1] != after[-1]


def test_the_metadata_of_json_lines_is_translated(example, tmp_path: Path) -> None:
    item = {"date": "2024-05-01", "language": "en", "content": "The minister arrived on Monday."}
    source = tmp_path / "news.jsonl"
    source.write_text(f"{json.dumps(item)}\n" * 2, encoding="utf-8")
    lines = example("jsonl_metadata.py", source, "ko")
    assert lines == lines[: len(lines) // 2] * 2
    assert lines[0] == "날짜\t2024년 5월 1일\ttranslated"
    assert "언어\t영어\ttranslated" in lines


def test_a_batch_reports_progress(example, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("The minister arrived on Monday.\n", encoding="utf-8")
    lines = example("batch_callback.py", folder, tmp_path / "out", "pt")
    assert any(line.endswith(": 2 translated, 0 failed") for line in lines)
    assert {path.name for path in (tmp_path / "out").rglob("*.txt")} == {"a.txt", "b.txt"}


def test_a_glossary_decides_its_terms(example) -> None:
    (line,) = example("glossary.py")
    text, status = line.split("\t")
    assert "grupo de imprensa" in text
    assert status == "translated"


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.py")), ids=lambda path: path.name)
def test_an_example_is_short_and_has_a_test(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") < 30
    assert f'"{path.name}"' in Path(__file__).read_text(encoding="utf-8")
