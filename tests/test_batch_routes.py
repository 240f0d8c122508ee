"""Which documents a new model has done again."""

from pathlib import Path

import pytest

from mlsum.batch import Job, run_job, survey
from mlsum.batch import routes as routes_module
from mlsum.batch.routes import forget, routes, still
from mlsum.core.lang import UND, Lang
from mlsum.engines import availability
from mlsum.translation import Options

EN, PT, KO = map(Lang.parse, ("en", "pt", "ko"))
TEXTS = {
    "en.txt": "The museum opened its doors on Wednesday, and many people came from far away.",
    "ko.txt": "박물관은 수요일에 문을 열었고 많은 사람들이 먼 곳에서 왔다.",
    "pt.txt": "O museu abriu as portas na quarta-feira, e muitas pessoas vieram de longe.",
}


def test_leave_out_what_needs_no_engine() -> None:
    forget()
    found = routes([PT, Lang.parse("pt-BR"), UND, EN, KO], Options(PT))
    assert list(found) == ["en", "ko"]
    assert found["en"].startswith("firefox:enpt")
    assert found["ko"] == "no installed model translates ko to pt"
    assert still(found, Options(PT))
    assert not still({"ko": "firefox:koen > firefox:enpt"}, Options(PT))


@pytest.mark.parametrize("workers", [1, 2])
def test_of_a_pulled_model_redo_what_it_can_translate(
    workers: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    job = Job([str(folder)], tmp_path / "out", Options(PT), workers=workers, batch=1)
    assert run_job(job).worked == 3
    assert survey(job).fresh == 3

    def pulled(source: Lang, *asked: object) -> str:
        return "firefox:koen > firefox:enpt" if source == KO else str(availability(source, *asked))  # type: ignore[arg-type]

    monkeypatch.setattr(routes_module._route, "__wrapped__", pulled, raising=False)
    monkeypatch.setattr(routes_module, "_route", routes_module.lru_cache(pulled))
    left = survey(job)
    assert (left.worked, left.fresh) == (1, 2)
