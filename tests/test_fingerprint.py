"""What names the settings of an output is the same on every machine, and in the next version."""

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field, make_dataclass
from importlib.metadata import version
from pathlib import Path

import pytest

from mlsum.batch import Job, run_job
from mlsum.batch.csvcolumns import Columns, translate_columns
from mlsum.batch.former import former_part, former_signature
from mlsum.batch.job import JOURNAL
from mlsum.core.backends import EngineOptions
from mlsum.core.document import SummaryOptions
from mlsum.core.fingerprint import canonical, fingerprint
from mlsum.core.lang import Lang
from mlsum.lexicon import Glossary
from mlsum.request.options import Options
from mlsum.translation.memory_lookup import context

PT = Lang("pt")
MANY = Options(
    Lang.parse("pt-BR"),
    Lang("en"),
    (Lang("en"), Lang("ko")),
    engine="firefox",
    fields=frozenset(("title", "body")),
    labels="keep",
    glossary=Glossary.of([{"en": "NATO", "pt": "OTAN"}]),
    deep=True,
    engine_options=EngineOptions("m", beam=4, threads=3, batch_tokens=9),
    foreign_names="both",
    names="revised",
)


def test_settings_are_written_as_json_without_defaults() -> None:
    assert canonical(options=Options(PT)) == '[1,{"options":{"target":"pt"}}]'
    assert canonical(summary=None, options=MANY.deciding) == (
        '[1,{"options":{"deep":true,"engine":"firefox","engine_options":{"beam":4,"model":"m"},'
        '"fields":["body","title"],"foreign_names":"both",'
        '"glossary":{"entries":[[["en","NATO"],["pt","OTAN"]]]},"labels":"keep",'
        '"languages":["en","ko"],"names":"revised","source":"en","target":"pt-BR"},'
        '"summary":null}]'
    )


def test_the_digests_are_those_of_every_version() -> None:
    assert fingerprint(options=Options(PT)) == "552f3a2367c3ba2f8db703d32a2cbb9c"
    assert (
        fingerprint(options=MANY, summary=SummaryOptions(3, ratio=0.2))
        == "67fdf4e7ebcad8aac8038d1c2403ec93"
    )


def test_a_new_option_with_a_default_changes_no_digest() -> None:
    later = make_dataclass("Options", [("new", str, field(default="x")), ("target", Lang)][::-1])
    assert fingerprint(options=later(PT)) == fingerprint(options=Options(PT))
    assert fingerprint(options=later(PT, "y")) != fingerprint(options=Options(PT))


def test_what_does_not_decide_an_output_is_left_out() -> None:
    running = EngineOptions(threads=7, batch_tokens=64)
    assert Options(PT, engine_options=running).deciding == Options(PT)


def test_a_value_whose_text_differs_from_run_to_run_is_refused() -> None:
    @dataclass
    class Held:
        value: object

    with pytest.raises(TypeError, match="a object has no fingerprint"):
        fingerprint(held=Held(object()))


@pytest.mark.skipif(version("mlsum") != "0.1.0", reason="the version is part of the signature")
def test_the_former_signatures_are_those_that_were_written(tmp_path: Path) -> None:
    """They were printed by the version that made them of `repr`."""
    assert former_signature(Job(("in",), tmp_path, Options(PT))) == (
        "894ac8f36240ad7b44c61f8428fe5c7e"
    )
    options = Options(
        *(MANY.target, MANY.source, MANY.languages, None, "firefox", MANY.fields, "keep"),
        glossary=Glossary.of({"NATO": "OTAN"}),
        deep=True,
        engine_options=MANY.engine_options,
        foreign_names="both",
        names="revised",
    )
    summary = SummaryOptions(3, ratio=0.2, style="bullets")
    job = Job(("in",), tmp_path, options, summary, input_format="plain", shapes=("tree", "csv"))
    assert former_signature(job) == "3f48be6f8118f7936d56ae6f74caa30a"


def test_a_later_option_that_is_used_has_no_former_signature(tmp_path: Path) -> None:
    later = make_dataclass(
        "Options", [("new", str, field(default="x"))], bases=(Options,), frozen=True
    )
    jobs = [Job(("in",), tmp_path, one) for one in (Options(PT), later(PT), later(PT, new="y"))]
    before, same, other = map(former_signature, jobs)
    assert before == same != other


def test_a_job_goes_on_in_a_journal_with_its_former_signature(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in "ab":
        (tmp_path / "in" / f"{name}.txt").write_text("Some words.\n", encoding="utf-8")
    job = Job((str(tmp_path / "in"),), tmp_path / "out", Options(PT, engine="echo"))
    assert run_job(job).worked == 2
    with closing(sqlite3.connect(job.out / JOURNAL)) as journal:
        journal.execute("UPDATE documents SET signature = ?", (former_signature(job),))
        journal.execute("PRAGMA user_version = 4")
        journal.commit()
    assert run_job(job).fresh == 2
    with closing(sqlite3.connect(job.out / JOURNAL)) as journal:
        assert set(journal.execute("SELECT signature FROM documents")) == {(job.signature,)}


def test_an_unfinished_table_with_its_former_name_is_gone_on_with(tmp_path: Path) -> None:
    source, output = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("a\n" + "".join(f"word {n}\n" for n in range(150)), encoding="utf-8")
    os.utime(source, ns=(1, 1_000_000_000))
    columns = Columns(("a",), Options(PT, engine="echo"))
    translate_columns(source, output, columns, lambda _: None)
    done = output.read_bytes()
    part = tmp_path / f".out.csv.{former_part(source, columns.names, columns.options)}.part"
    output.rename(part)
    assert translate_columns(source, output, columns, lambda _: None).resumed == 128
    assert output.read_bytes() == done
    assert not part.exists()


def test_what_a_memory_is_asked_by_is_written_in_one_way() -> None:
    written = f"mlsum {version('mlsum')} [(0, 4, 'OTAN')] 'both revised'"
    assert context([(0, 4, "OTAN")], "", "both revised") == written
