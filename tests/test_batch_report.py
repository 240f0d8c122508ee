"""The report of a job: it stands alone, and shows what a person would ask."""

import json
import re
from pathlib import Path

import pytest

from mlsum.batch import Job, run_job
from mlsum.batch.report import _pace, page
from mlsum.core.document import SummaryOptions
from mlsum.core.lang import Lang
from mlsum.translation import Options
from mlsum.writers import html, markdown, terminal
from mlsum.writers.page import Bars

TEXT = """\
# Título: O ministro visitou a cidade e prometeu mais apoio às escolas
>Subtítulo: 박물관은 수요일에 문을 열었고 많은 사람들이 먼 곳에서 왔다
>Data: 2024-05-01

O ministro visitou a cidade na quarta-feira. 박물관은 수요일에 문을 열었고 많은 사람들이 왔다.
"""


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("report")
    (root / "in").mkdir()
    for n in range(3):
        (root / "in" / f"{n}.txt").write_text(TEXT, encoding="utf-8")
    (root / "in" / "<b>bad.json").write_text('{"title": "<script>', encoding="utf-8")
    options = Options(Lang.parse("pt"), engine="none")
    job = Job([str(root / "in")], root / "out", options, SummaryOptions(1))
    run_job(job)
    run_job(job)
    return root / "out"


def shown(out: Path) -> str:
    return (out / "report.html").read_text(encoding="utf-8")


def test_asks_for_nothing_from_outside(out: Path) -> None:
    assert not re.findall(r"""\s(?:src|href)=["']?(?!#|data:)|url\((?!["']?data:)""", shown(out))
    assert "@import" not in shown(out)


def test_escapes_what_comes_from_documents(out: Path) -> None:
    assert "&lt;b&gt;bad.json" in shown(out)
    assert "<b>" not in shown(out)


def test_draws_the_languages_of_each_field(out: Path) -> None:
    charts = re.findall(
        r'<th scope="row">(\w+)</th><td><svg.*?</svg></td><td>(.*?)</td>', shown(out)
    )
    said = dict(charts)
    assert said["title"] == "Português 100,0%"
    assert re.fullmatch(r"Português \d+,\d%, Coreano \d+,\d%", said["body"])


def test_names_failures_doubts_and_their_reasons(out: Path) -> None:
    text = shown(out)
    assert "broken JSON" in text
    assert "não traduzido: a tradução automática está desligada" in text
    assert text.index("Falhas") < text.index("Frases a conferir") < text.index("mais lentos")


def test_says_what_to_do_beside_each_count(out: Path) -> None:
    assert "execute de novo com --retry-failed" in shown(out)
    assert '<html lang="pt">' in shown(out)


def test_time_goes_in_round_steps() -> None:
    counted = dict(_pace([[0, 2], [7, 1], [61, 3]]))
    assert list(counted) == [f"{at // 60}:{at % 60:02}" for at in range(0, 65, 5)]
    assert {time: count for time, count in counted.items() if count} == {
        "0:00": 2, "0:05": 1, "1:00": 3
    }  # fmt: skip
    assert _pace([]) == []


def test_counts_only_its_own_run_over_time(out: Path) -> None:
    facts = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert facts["documents"] == 4
    assert facts["timing"]["done_before"] == 3


def test_can_be_read_without_a_browser() -> None:
    facts = {
        "documents": 1, "statuses": {"translated": 1}, "reasons": {}, "suspects": [],
        "languages": {"body": {f"x{n}": 10 - n for n in range(9)}}, "failures": [], "slowest": [],
        "pace": [[0, 1]],
        "timing": {"worked": 1, "seconds": 0.0, "documents_per_second": None, "done_before": 0},
    }  # fmt: skip
    made = page(facts)
    assert sum(isinstance(piece, Bars) for piece in made) == 1
    assert "and 3 more languages" in markdown.draw(made)
    assert "and 3 more languages" in terminal.draw(made, 160, colour=False)
    assert html.draw(made, "Report").count("<rect") == 9
