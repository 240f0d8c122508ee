"""Files of many documents: rows come in, and results go out, in every form alike."""

import csv
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from mlsum.batch import Job, run_job
from mlsum.batch import datasets as datasets_module
from mlsum.batch.columns import schema
from mlsum.batch.listing import count
from mlsum.cli import app
from mlsum.core.document import SummaryOptions
from mlsum.core.errors import InputError, MissingExtraError, OutputError, UsageError
from mlsum.core.lang import UND, Lang
from mlsum.request import parse_request
from mlsum.translation import Options

pa = pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
pq = pytest.importorskip("pyarrow.parquet")

TITLES = ["O ministro visitou a cidade", "A câmara aprovou a lei", "O museu abriu ontem"]
TEXT = "O museu abriu as portas na quarta-feira. Muitas pessoas vieram de longe. Choveu."
OPTIONS = Options(Lang.parse("fr"), engine="echo")
DATASETS = ("tree", "jsonl", "parquet", "csv")


def job(source: Path, **changed: Any) -> Job:
    given = {"inputs": [str(source)], "out": source.parent / "out", "options": OPTIONS, "batch": 2}
    return Job(**given | changed)


def table(path: Path, rows: int = 3) -> Path:
    """A table with more than text in it."""
    columns = {
        "id": pa.array(range(rows), pa.int32()),
        "title": [TITLES[n % 3] for n in range(rows)],
        "text": [TEXT] * rows,
        "at": pa.array([dt.datetime(2024, 5, 1, 12)] * rows, pa.timestamp("ms")),
        "score": pa.array([float("nan"), 0.5, None][:rows] + [1.0] * (rows - 3), pa.float32()),
        "tags": pa.array([["novo", None]] * rows, pa.list_(pa.string())),
        "raw": pa.array([b"\x00\x01"] * rows, pa.binary()),
    }
    pq.write_table(pa.table(columns), path, row_group_size=2)
    return path


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().split(b"\n") if line]


class TestParquetIn:
    def test_comes_back_with_its_texts_translated_and_all_else_as_it_was(
        self, tmp_path: Path
    ) -> None:
        source = table(tmp_path / "news.parquet", 5)
        assert run_job(job(source)).worked == 5
        before, after = pq.read_table(source), pq.read_table(tmp_path / "out" / "news.parquet")
        assert after.schema.equals(before.schema)
        for name in ("id", "at", "raw"):
            assert after[name].equals(before[name])
        assert str(after["score"].to_pylist()) == str(before["score"].to_pylist())
        assert after["text"].to_pylist() != before["text"].to_pylist()
        assert after["title"].to_pylist()[0] != TITLES[0]

    def test_is_translated_as_the_same_rows_of_json_lines_are(self, tmp_path: Path) -> None:
        rows = [{"title": title, "text": TEXT} for title in TITLES]
        pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (tmp_path / "a.jsonl").write_text(lines, encoding="utf-8")
        run_job(job(tmp_path / "a.parquet"))
        run_job(job(tmp_path / "a.jsonl"))
        out = tmp_path / "out"
        assert pq.read_table(out / "a.parquet").to_pylist() == read(out / "a.jsonl")

    def test_redoes_the_rows_that_changed(self, tmp_path: Path) -> None:
        source = table(tmp_path / "news.parquet")
        run_job(job(source))
        rows = pq.read_table(source).to_pylist()
        rows[1]["text"] = "A chuva parou."
        pq.write_table(pa.Table.from_pylist(rows, schema=pq.read_schema(source)), source)
        totals = run_job(job(source))
        assert (totals.worked, totals.fresh) == (1, 2)

    def test_that_is_damaged_is_a_failure_of_its_own(self, tmp_path: Path) -> None:
        (tmp_path / "in").mkdir()
        table(tmp_path / "in" / "a.parquet")
        (tmp_path / "in" / "b.parquet").write_bytes(b"PAR1 no table PAR1")
        totals = run_job(job(tmp_path / "in"))
        assert (totals.worked, totals.failed) == (3, 1)
        assert totals.failures[0][0] == "b.parquet"
        assert count(job(tmp_path / "in")) == 4

    def test_that_changes_while_it_is_worked_on_is_told(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        source = table(tmp_path / "news.parquet")
        real = datasets_module._parquet

        def vanishing(path: str) -> Any:
            yield from real(path)
            Path(path).write_bytes(b"gone")

        monkeypatch.setattr(datasets_module, "_parquet", vanishing)
        totals = run_job(job(source))
        assert totals.failures == (("news.parquet", "it changed while it was worked on"),)

    def test_without_pyarrow_names_the_extra(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from mlsum.batch import stores

        source = table(tmp_path / "news.parquet")
        monkeypatch.setattr(stores, "import_module", _missing)
        with pytest.raises(MissingExtraError) as told:
            run_job(job(source))
        assert "[parquet]" in told.value.hint


def _missing(name: str) -> Any:
    raise ImportError(name)


class TestLinesIn:
    def test_that_are_too_long_are_failures_of_their_own(self, tmp_path: Path) -> None:
        source = tmp_path / "news.jsonl"
        lines = [json.dumps({"title": TITLES[0], "text": TEXT * n}) for n in (1, 99, 1)]
        source.write_text("\n".join(["", *lines]), encoding="utf-8")
        totals = run_job(job(source, max_bytes=1000))
        assert totals.failures == (("news.jsonl:3", "larger than 0 MiB: --max-mb"),)
        assert len(read(tmp_path / "out" / "news.jsonl")) == 2

    def test_are_one_document_where_another_format_is_named(self, tmp_path: Path) -> None:
        source = tmp_path / "news.jsonl"
        source.write_text("O museu abriu.\nA chuva parou.\n", encoding="utf-8")
        assert run_job(job(source, input_format="plain")).documents == 1


@pytest.mark.parametrize("target", [UND, Lang.parse("fr")], ids=["detect", "translate"])
@pytest.mark.parametrize("summary", [None, SummaryOptions(1)], ids=["plain", "summary"])
class TestDatasetsOut:
    def results(self, tmp_path: Path, target: Lang, summary: SummaryOptions | None) -> Path:
        (tmp_path / "in").mkdir()
        for n, title in enumerate(TITLES):
            text = f'# Título: {title}\n>Status: "=1+1", x\n>Data: 2024-05-01\n\n{TEXT}\u2028Fim.\n'
            (tmp_path / "in" / f"{n}.txt").write_text(text, encoding="utf-8")
        options = Options(target, engine="echo")
        run_job(job(tmp_path / "in", options=options, summary=summary, shapes=DATASETS))
        return tmp_path / "out"

    def test_hold_the_same_records(
        self, tmp_path: Path, target: Lang, summary: SummaryOptions | None
    ) -> None:
        out = self.results(tmp_path, target, summary)
        found = pq.read_table(out / "dataset.parquet")
        options = Options(target)
        assert found.schema.equals(schema(job(tmp_path, options=options, summary=summary)))
        rows = found.to_pylist(maps_as_pydicts="strict")
        assert rows == read(out / "dataset.jsonl")

    def test_are_a_table_for_people_in_csv(
        self, tmp_path: Path, target: Lang, summary: SummaryOptions | None
    ) -> None:
        out = self.results(tmp_path, target, summary)
        with (out / "dataset.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [row["path"] for row in rows] == ["0.txt", "1.txt", "2.txt"]
        records = read(out / "dataset.jsonl")
        said = [field["value"]["text"] for field in records[1]["fields"]]
        own = "field:status" if target != UND else "status"
        assert [rows[1][key] for key in ("title", own, "date")] == said
        assert ("summary" in rows[0]) == bool(summary)

    def test_of_no_documents_are_empty(
        self, tmp_path: Path, target: Lang, summary: SummaryOptions | None
    ) -> None:
        (tmp_path / "in").mkdir()
        options = Options(target, engine="echo")
        run_job(job(tmp_path / "in", options=options, summary=summary, shapes=DATASETS))
        assert pq.read_table(tmp_path / "out" / "dataset.parquet").num_rows == 0
        assert (tmp_path / "out" / "dataset.jsonl").read_bytes() == b""
        assert (tmp_path / "out" / "dataset.csv").read_text().startswith("path,format,")


class TestUrls:
    def test_are_read_like_folders(self, tmp_path: Path) -> None:
        (tmp_path / "in" / ".hidden").mkdir(parents=True)
        (tmp_path / "in" / ".hidden" / "no.txt").write_text("no", encoding="utf-8")
        (tmp_path / "in" / "a.txt").write_text(TEXT, encoding="utf-8")
        table(tmp_path / "in" / "b.parquet")
        run_job(job(tmp_path / "in", out=tmp_path / "local"))
        url = f"file://{tmp_path}/in"
        totals = run_job(job(tmp_path / "in", inputs=[url, f"{url}/a.txt"]))
        assert (totals.worked, totals.failed) == (4, 0)
        for name in ("a.txt", "b.parquet"):
            local = (tmp_path / "local" / name).read_bytes()
            assert (tmp_path / "out" / name).read_bytes() == local

    def test_may_be_of_what_fsspec_knows(self, tmp_path: Path) -> None:
        fsspec = pytest.importorskip("fsspec")
        memory = fsspec.filesystem("memory")
        memory.pipe("/news/a.txt", TEXT.encode())
        out = "memory://done"
        command = ["batch", "memory://news", "--out", out, "--to", "fr", "--engine", "echo", "-q"]
        done = CliRunner().invoke(
            app, [*command, "--no-memory"], env={"XDG_STATE_HOME": str(tmp_path)}
        )
        assert done.exit_code == 0, done.output
        assert sorted(memory.ls("/done", detail=False)) == [
            "/done/a.txt",
            "/done/report.html",
            "/done/summary.json",
        ]

    @pytest.mark.parametrize(
        ("url", "said"),
        [("file:///no/where", "nothing is there"), ("nobody://knows/this", "cannot be opened")],
    )
    def test_that_lead_nowhere_are_told(self, url: str, said: str, tmp_path: Path) -> None:
        with pytest.raises(InputError, match=said):
            run_job(job(tmp_path / "in", inputs=[url]))

    def test_that_cannot_be_written_are_told(self, tmp_path: Path) -> None:
        from mlsum.batch import upload

        (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
        with pytest.raises(OutputError):
            upload(tmp_path, "file:///proc/no/where")


@pytest.mark.parametrize("given", ["tree,both", "", "  , "])
def test_unknown_forms_are_a_mistake(given: str) -> None:
    with pytest.raises(UsageError, match="form"):
        parse_request({"shapes": given})


def test_a_mail_in_two_forms_has_one_summary(tmp_path: Path) -> None:
    source = tmp_path / "in.eml"
    source.write_text(
        "From: a@example.org\nSubject: O museu\nMIME-Version: 1.0\n"
        'Content-Type: multipart/alternative; boundary="x"\n\n'
        f"--x\nContent-Type: text/plain; charset=utf-8\n\n{TEXT}\n"
        f"--x\nContent-Type: text/html; charset=utf-8\n\n<p>{TEXT}</p>\n--x--\n",
        encoding="utf-8",
    )
    run_job(job(source, summary=SummaryOptions(1), shapes=("jsonl",)))
    lines = (tmp_path / "out" / "dataset.jsonl").read_text(encoding="utf-8").splitlines()
    plain, html = (json.loads(line)["summary"] for line in lines)
    assert plain["text"].startswith("[fr] O museu")
    assert html is None
