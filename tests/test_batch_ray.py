"""The same job on Ray: the same bytes, whatever dies on the way."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from mlsum import batch_ray
from mlsum.backends import EngineOptions
from mlsum.batch import Job, Progress, Run, run_job
from mlsum.batch.journal import Journal
from mlsum.batch_ray import Cluster, on_ray
from mlsum.document import SummaryOptions
from mlsum.errors import EngineError, MissingExtraError, UsageError
from mlsum.lang import Lang
from mlsum.pipeline import Options

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


def by_hand(run: Run) -> Any:
    """What Ray does with the parts of the plan, here and one after the other."""
    pa = pytest.importorskip("pyarrow")
    worker = batch_ray._Worker(run.job)
    for asked in list(batch_ray._asked(run)):
        for read in batch_ray._read(pa.Table.from_pylist([asked]), run.job):
            if read.num_rows:
                yield batch_ray._taken(run, worker(read).to_pylist())


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
        assert list(batch_ray._streamed(run, Cluster())) == []


class TestErrors:
    def test_without_ray_name_the_extra(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "ray", None)
        with pytest.raises(MissingExtraError) as told:
            run_job(job(folder), runner=on_ray(Cluster()))
        assert told.value.hint == "pip install 'mlsum[ray]'"

    def test_of_an_actor_are_ours(self) -> None:
        ray = pytest.importorskip("ray", reason="the extra ray is not installed")
        ours = UsageError("unknown engine")
        with pytest.raises(UsageError, match="unknown engine"), batch_ray._told():
            raise ray.exceptions.RayTaskError("work", "", cause=ours)
        with pytest.raises(EngineError, match="Ray: RayActorError"), batch_ray._told():
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
