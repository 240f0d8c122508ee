"""The same job on Ray: the same bytes, whatever dies on the way."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from fragile import ALL, environment, ran

from mlsum import batch_ray
from mlsum.batch import Job, Progress, Run, run_job
from mlsum.batch.journal import Journal
from mlsum.batch_ray import Cluster, actor, on_ray, reading, rows
from mlsum.batch_ray.cluster import told
from mlsum.batch_ray.ledger import Book
from mlsum.core.backends import EngineOptions
from mlsum.core.document import SummaryOptions
from mlsum.core.errors import EngineError, MissingExtraError, UsageError
from mlsum.core.lang import Lang
from mlsum.translation import Options

pytest.importorskip("pyarrow", reason="the extra parquet is not installed")

ARTICLE = """\
# Título: Ministro visita a cidade {n} e promete mais apoio
>Data: 2024-05-{n:02d}

O ministro da Ciência visitou a cidade número {n} na quarta-feira. Prometeu apoio às escolas.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "in"
    root.mkdir()
    for n in range(1, 7):
        (root / f"{n}.txt").write_text(ARTICLE.format(n=n), encoding="utf-8")
    lines = [json.dumps({"title": f"O ministro visitou {n} escolas"}) for n in range(4)]
    (root / "news.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (root / "cut.json").write_text('{"title": ', encoding="utf-8")
    return root


def job(folder: Path, out: str = "out", **changed: Any) -> Job:
    options = Options(Lang.parse("ko"), engine="echo", engine_options=EngineOptions(threads=2))
    given = {"inputs": [str(folder)], "out": folder.parent / out, "options": options, "batch": 2}
    given |= {"summary": SummaryOptions(1), "shapes": ("tree", "jsonl", "parquet"), "workers": 2}
    return Job(**given | changed)


def results(out: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and not path.name.startswith(".mlsum") and "report" not in path.name
        if path.name != "summary.json"
    }


class Here:
    """Workers that work here, in place of a process."""

    def __init__(self, job: Job, task: Any) -> None:
        self._do = lambda batch: task([unit for unit, _ in batch], job)

    def worked(self, batches: Any) -> Any:
        """Each batch, and what comes of it."""
        return ((batch, self._do(batch)) for batch in batches)


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without processes, but for those of Ray."""
    monkeypatch.setattr(actor, "Workers", Here)


def by_hand(run: Run) -> Any:
    """What Ray does with the parts of the plan, here and one after the other."""
    pa = pytest.importorskip("pyarrow")
    worker = actor.Actor(run.job, Book())
    for one in list(reading.asked(run)):
        for block in reading.read(pa.Table.from_pylist([one]), run.job):
            if block.num_rows:
                yield rows.taken(run, worker(block).to_pylist())


class TestPlan:
    def test_gives_the_bytes_of_a_run_without_ray(self, folder: Path) -> None:
        run_job(job(folder, "local", workers=1))
        totals = run_job(job(folder), runner=by_hand)
        assert (totals.worked, totals.failed) == (10, 1)
        assert results(folder.parent / "out") == results(folder.parent / "local")

    def test_does_nothing_twice(self, folder: Path) -> None:
        run_job(job(folder), runner=by_hand)
        (folder / "2.txt").write_text(ARTICLE.format(n=9), encoding="utf-8")
        totals = run_job(job(folder), runner=by_hand)
        assert (totals.worked, totals.fresh, totals.failed) == (1, 9, 1)
        assert run_job(job(folder, workers=1)).worked == 0

    def test_keeps_to_the_limit(self, folder: Path) -> None:
        assert run_job(job(folder, limit=3), runner=by_hand).documents == 3
        assert run_job(job(folder / "news.jsonl", limit=3), runner=by_hand).documents == 3

    def test_tells_of_places_that_are_taken(self, folder: Path) -> None:
        other = folder.parent / "other"
        other.mkdir()
        for name in ("2.txt", "news.jsonl"):
            (other / name).write_bytes((folder / name).read_bytes())
        inputs = [str(folder), str(other), str(folder)]
        totals = run_job(job(folder, inputs=inputs), runner=by_hand)
        assert sorted(name for name, why in totals.failures if "taken" in why) == [
            str(other / "2.txt"),
            str(other / "news.jsonl"),
        ]

    def test_asks_nothing_where_nothing_is_left(self, folder: Path) -> None:
        pytest.importorskip("ray", reason="the extra ray is not installed")
        empty = folder.parent / "empty"
        empty.mkdir()
        given = job(folder, inputs=[str(empty)])
        given.out.mkdir()
        run = Run(given, Journal(given.out, given.signature))
        assert list(batch_ray.streamed(run, Cluster())) == []


class TestLedger:
    """Of an actor that is lost with its batch again and again."""

    def made(self, folder: Path, bad: str | None, many: int) -> tuple[list[str], list[str]]:
        """What comes of a batch of so many; an actor that meets a name is begun anew."""
        pa = pytest.importorskip("pyarrow")
        given = job(folder, shapes=("jsonl",), batch=many)
        found = [
            {"name": f"{n}.txt", "data": b"O museu abriu.", "position": n} for n in range(many)
        ]
        same = {"error": "", "dataset": None, "digest": "0", "done": False}
        block = pa.Table.from_pylist([one | same for one in found])
        book, seen = Book(), []

        class Dying(Here):
            def worked(self, batches: Any) -> Any:
                (batch,) = batches
                seen.append(" ".join(unit.name.removesuffix(".txt") for unit, _ in batch))
                if any(unit.name == bad for unit, _ in batch):
                    raise SystemExit
                return super().worked([batch])

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(actor, "Workers", Dying)
            while True:
                try:
                    made = actor.Actor(given, book)(block).to_pylist()
                except SystemExit:
                    continue
                return [one["name"] for one in made if one["status"] == "failed"], seen

    def test_counts_nothing_where_nobody_dies(self, folder: Path) -> None:
        assert self.made(folder, None, 3) == ([], ["0 1 2"])

    def test_finds_the_document_that_kills(self, folder: Path) -> None:
        failed, seen = self.made(folder, "1.txt", 3)
        assert failed == ["1.txt"]
        assert seen == ["0 1 2", "0 1 2", "0", "1", "0", "1", "0", "2"]

    def test_finds_one_that_is_alone(self, folder: Path) -> None:
        assert self.made(folder, "0.txt", 1) == (["0.txt"], ["0", "0"])


class TestErrors:
    def test_without_ray_name_the_extra(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "ray", None)
        with pytest.raises(MissingExtraError) as raised:
            run_job(job(folder), runner=on_ray(Cluster()))
        assert "[ray]" in raised.value.hint

    def test_of_an_actor_are_ours(self) -> None:
        ray = pytest.importorskip("ray", reason="the extra ray is not installed")
        ours = UsageError("unknown engine")
        with pytest.raises(UsageError, match="unknown engine"), told():
            raise ray.exceptions.RayTaskError("work", "", cause=ours)
        with pytest.raises(EngineError, match="Ray: RayActorError"), told():
            raise ray.exceptions.RayActorError


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # those of Ray itself
class TestCluster:
    """Real nodes, each a process group of its own on this machine."""

    def test_that_loses_a_node_loses_no_document(self, folder: Path) -> None:
        ray = pytest.importorskip("ray", reason="the extra ray is not installed")
        cluster_utils = pytest.importorskip("ray.cluster_utils")
        for n in range(7, 60):
            (folder / f"{n}.txt").write_text(ARTICLE.format(n=n % 28 + 1), encoding="utf-8")
        run_job(job(folder, "local", workers=1))
        memory = 100 << 20
        head = {"num_cpus": 1, "include_dashboard": False, "object_store_memory": memory}
        nodes = cluster_utils.Cluster(initialize_head=True, head_node_args=head)
        killed: list[Any] = [nodes.add_node(num_cpus=2, object_store_memory=memory)]
        nodes.add_node(num_cpus=2, object_store_memory=memory)

        def watch(progress: Progress) -> None:
            # Two cores an actor: each of the two nodes holds one, with batches in work.
            if killed and progress.done >= 4:
                nodes.remove_node(killed.pop(), allow_graceful=False)

        try:
            ray.init(address=nodes.address, log_to_driver=False)
            totals = run_job(job(folder), watch, on_ray(Cluster()))
            assert not killed
            assert sum(node["Alive"] for node in ray.nodes()) == 2
            again = run_job(job(folder), runner=on_ray(Cluster()))
        finally:
            ray.shutdown()
            nodes.shutdown()
        assert (totals.worked, totals.fresh, totals.failed) == (63, 0, 1)
        assert (again.worked, again.fresh, again.failed) == (0, 63, 1)
        assert results(folder.parent / "out") == results(folder.parent / "local")

    def test_of_this_machine_is_begun_and_ended(self, folder: Path) -> None:
        ray = pytest.importorskip("ray", reason="the extra ray is not installed")
        run_job(job(folder, "local", workers=1))
        assert run_job(job(folder), runner=on_ray(Cluster())).worked == 10
        assert not ray.is_initialized()
        assert results(folder.parent / "out") == results(folder.parent / "local")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
@pytest.mark.parametrize(
    ("word", "limit", "reason"),
    [
        ("poison", 600, "a worker process died"),
        ("stuck", 15, "a worker was not done after 15 s"),
        ("actor", 600, "its actor of Ray died again and again"),
    ],
)
def test_a_document_that_kills_or_hangs_is_found_on_ray(
    word: str, limit: int, reason: str, tmp_path: Path
) -> None:
    pytest.importorskip("ray", reason="the extra ray is not installed")
    given = ["--engine-runner", "ray", "--workers", 2, "--batch-size", 6, "--timeout", limit]
    code, failed, done = ran(tmp_path, environment(tmp_path), {8: word}, *given)
    assert failed == {"08.txt": reason}
    assert done == ALL - {"08.txt"}
    assert code == 1
