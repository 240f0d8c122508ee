"""The translation memory: exact, shared, private, and never worth a failed run."""

import logging
import multiprocessing
import os
import sqlite3
import stat
import threading
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum.core.errors import FormatError, InputError, MlsumError, OutputError
from mlsum.core.lang import Lang
from mlsum.memory import IMPORTED, Entry, Memory, Query, read_pairs, write_tmx

EN, PT, KO = Lang("en"), Lang("pt"), Lang("ko")
RAIN = Query("It rained.", EN, PT, "firefox:1")


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path / "memory.sqlite")


def file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def read(path: Path) -> list[tuple[str, str, str, str]]:
    return [(q.text, str(q.source), str(q.target), output) for q, output in read_pairs(path)]


class TestMemory:
    def test_what_was_put_is_there_the_rest_is_not(self, memory: Memory) -> None:
        memory.put_many([(RAIN, "Choveu.")])
        other = Query("It snowed.", EN, PT, "firefox:1")
        assert memory.get_many([other, RAIN, other]) == [None, "Choveu.", None]

    @pytest.mark.parametrize(
        "other",
        [
            Query("It rained!", EN, PT, "firefox:1"),
            Query("It rained.", PT, PT, "firefox:1"),
            Query("It rained.", EN, KO, "firefox:1"),
            Query("It rained.", EN, PT, "firefox:2"),
            Query("It rained.", EN, PT, "firefox:1", "a glossary"),
            Query("It rained.", EN, PT),
        ],
        ids=["text", "source", "target", "engine", "context", "imported"],
    )
    def test_everything_that_shapes_an_answer_is_in_its_key(
        self, memory: Memory, other: Query
    ) -> None:
        memory.put_many([(RAIN, "Choveu.")])
        assert memory.get_many([other]) == [None]

    def test_regions_do_not_matter(self, memory: Memory) -> None:
        memory.put_many([(RAIN, "Choveu.")])
        brazil = Query("It rained.", Lang.parse("en-US"), Lang.parse("pt-BR"), "firefox:1")
        assert memory.get_many([brazil]) == ["Choveu."]

    @given(st.lists(st.text(max_size=3), min_size=5, max_size=5))
    def test_fields_cannot_run_into_each_other(self, parts: list[str]) -> None:
        a, b, c, d, e = parts
        query = Query(a, EN, PT, b, c)
        other = Query(d + a, EN, PT, b + e, c)
        assert (query.key == other.key) == (d + a == a and b + e == b)

    def test_a_newer_answer_takes_the_place_of_the_older(self, memory: Memory) -> None:
        memory.put_many([(RAIN, "Choveu.")])
        memory.put_many([(RAIN, "Chovia.")])
        assert memory.get_many([RAIN]) == ["Chovia."]
        assert sum(memory.info().entries.values()) == 1

    def test_more_than_one_statement_takes(self, memory: Memory) -> None:
        many = [Query(f"{i}", EN, PT, "e") for i in range(2345)]
        memory.put_many((query, query.text) for query in many)
        assert memory.get_many(many) == [query.text for query in many]
        assert [entry.text for entry in memory.entries()] == [query.text for query in many]

    def test_past_its_limit_the_oldest_of_engines_go(self, tmp_path: Path) -> None:
        memory = Memory(tmp_path / "m", limit=3)
        memory.add([(Query("own", EN, PT), "meu")])
        for i in range(6):
            memory.put_many([(Query(f"{i}", EN, PT, "e"), "x")])
        assert [entry.text for entry in memory.entries()] == ["own", "3", "4", "5"]

    def test_clear_forgets_all_or_only_what_engines_made(self, memory: Memory) -> None:
        memory.put_many([(RAIN, "Choveu."), (Query("own", EN, PT), "meu")])
        assert memory.clear(imported=False) == 1
        assert [entry.engine for entry in memory.entries()] == [IMPORTED]
        assert memory.clear() == 1
        assert memory.info().entries == {}

    def test_an_empty_memory_makes_no_file(self, memory: Memory) -> None:
        assert memory.get_many([RAIN]) == [None]
        assert (memory.clear(), memory.info().size, list(memory.entries())) == (0, 0, [])
        memory.put_many([])
        assert not memory.path.exists()

    @pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
    def test_only_its_owner_can_read_it(self, tmp_path: Path) -> None:
        memory = Memory(tmp_path / "new" / "memory.sqlite")
        memory.put_many([(RAIN, "Choveu.")])
        assert stat.S_IMODE(memory.path.stat().st_mode) == 0o600
        assert stat.S_IMODE(memory.path.parent.stat().st_mode) == 0o700

    def test_what_cannot_be_stored_is_left_out(self, memory: Memory) -> None:
        memory.put_many([(Query("\ud800", EN, PT, "e"), "x"), (RAIN, "Choveu.")])
        assert memory.get_many([Query("\ud800", EN, PT, "e"), RAIN]) == [None, "Choveu."]

    @pytest.mark.parametrize("home", ["home", None])
    def test_it_lives_in_mlsum_home_or_the_data_folder(
        self, home: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
        monkeypatch.delenv("MLSUM_HOME", raising=False)
        if home:
            monkeypatch.setenv("MLSUM_HOME", str(tmp_path / home))
            assert Memory.default().path == tmp_path / home / "memory.sqlite"
        else:
            assert Memory.default().path.parts[-2:] == ("mlsum", "memory.sqlite")


def _write(path: Path, name: int) -> None:
    for i in range(20):
        Memory(path).put_many([(Query(f"{name} {i}", EN, PT, "e"), f"{name} {i}")])


class TestSharing:
    def test_threads_and_processes_write_at_once(self, memory: Memory) -> None:
        spawn = multiprocessing.get_context("spawn")
        process = spawn.Process(target=_write, args=(memory.path, 0))
        threads = [threading.Thread(target=_write, args=(memory.path, n)) for n in range(1, 4)]
        for worker in (process, *threads):
            worker.start()
        for worker in (process, *threads):
            worker.join()
        queries = [Query(f"{n} {i}", EN, PT, "e") for n in range(4) for i in range(20)]
        assert memory.get_many(queries) == [query.text for query in queries]


class TestTrouble:
    @pytest.mark.parametrize("junk", [b"no database at all, only words " * 200, b"\0" * 4096])
    def test_a_damaged_file_is_set_aside_and_the_person_told(
        self, memory: Memory, junk: bytes, caplog: pytest.LogCaptureFixture
    ) -> None:
        memory.path.write_bytes(junk)
        assert memory.get_many([RAIN]) == [None]
        memory.put_many([(RAIN, "Choveu.")])
        assert memory.get_many([RAIN]) == ["Choveu."]
        (aside,) = memory.path.parent.glob("*.damaged-*")
        assert aside.read_bytes() == junk
        assert f"kept as {aside}" in caplog.text

    def test_a_page_overwritten_in_the_middle_is_noticed(self, memory: Memory) -> None:
        memory.put_many((Query(f"{i}" * 50, EN, PT, "e"), "x" * 50) for i in range(500))
        data = bytearray(memory.path.read_bytes())
        data[8192:-4096] = os.urandom(len(data) - 8192 - 4096)
        memory.path.write_bytes(data)
        memory.get_many([Query(f"{i}" * 50, EN, PT, "e") for i in range(500)])
        memory.put_many([(RAIN, "Choveu.")])
        assert memory.get_many([RAIN]) == ["Choveu."]

    def test_where_it_cannot_be_opened_the_run_goes_on(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        folder = Memory(tmp_path)
        folder.put_many([(RAIN, "Choveu.")])
        folder.put_many([(RAIN, "Choveu.")])
        assert folder.get_many([RAIN]) == [None]
        assert caplog.text.count("the translation memory is not used") == 1
        with pytest.raises(OutputError, match="unable to open"):
            folder.info()

    def test_no_text_is_told(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        Memory(tmp_path / "file" / "x").put_many([(Query("a secret", EN, PT, "e"), "segredo")])
        file(tmp_path, "plain", "x")
        Memory(tmp_path / "plain" / "x").put_many([(Query("a secret", EN, PT, "e"), "segredo")])
        assert "not used" in caplog.text
        assert "secret" not in caplog.text

    def test_a_locked_file_is_waited_for(
        self, memory: Memory, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr("mlsum.memory.store._WAIT", 0.05)
        memory.put_many([(RAIN, "Choveu.")])
        with sqlite3.connect(memory.path, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            memory.put_many([(RAIN, "Chovia.")])
            assert "locked" in caplog.text
            assert memory.get_many([RAIN]) == ["Choveu."]
            other.execute("ROLLBACK")
        other.close()


TMX = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="en" segtype="sentence"/><body>
<tu><prop type="x">note</prop>
<tuv xml:lang="en-US"><seg>The <bpt i="1">&lt;b&gt;</bpt>new<ept i="1">&lt;/b&gt;</ept>
 law.</seg></tuv>
<tuv xml:lang="pt-BR"><seg>A <hi>nova</hi> lei.</seg></tuv>
<tuv xml:lang="ko"><seg>새 법.</seg></tuv></tu>
<tu srclang="*all*"><tuv lang="EN"><seg>Yes.</seg></tuv><tuv lang="PT"><seg>Sim.</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg/></tuv><tuv xml:lang="pt"><seg>Nada.</seg></tuv></tu>
</body></tmx>
"""
BOMB = '<?xml version="1.0"?><!DOCTYPE tmx [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><tmx>&b;</tmx>'
LEAK = '<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/passwd">]><tmx>&a;</tmx>'


class TestTmx:
    def test_units_become_pairs_from_their_source_language(self, tmp_path: Path) -> None:
        assert read(file(tmp_path, "a.tmx", TMX)) == [
            ("The new law.", "en-US", "pt-BR", "A nova lei."),
            ("The new law.", "en-US", "ko", "새 법."),
            ("Yes.", "en", "pt", "Sim."),
            ("Sim.", "pt", "en", "Yes."),
        ]

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
    def test_other_encodings(self, encoding: str, tmp_path: Path) -> None:
        path = tmp_path / "a.tmx"
        text = TMX.replace("UTF-8", encoding.removesuffix("-sig"))
        path.write_bytes(text.encode(encoding))
        assert len(read(path)) == 4

    @pytest.mark.parametrize("text", [BOMB, LEAK])
    def test_entities_are_refused(self, text: str, tmp_path: Path) -> None:
        with pytest.raises(FormatError, match="may not declare"):
            read(file(tmp_path, "a.tmx", text))

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "no element found"),
            ("words", "syntax error"),
            ("<tmx><body>", "no element found"),
            ("<html></html>", "the root is <html>"),
            ('<?xml version="1.0" encoding="klingon"?><tmx/>', "encoding"),
            ("<tmx>&nbsp;</tmx>", "undefined entity"),
            (TMX.replace('"ko"', '"klingon"'), "unknown language"),
            (TMX.replace('xml:lang="ko"', ""), "unknown language"),
        ],
    )
    def test_what_is_no_tmx_says_where(self, text: str, message: str, tmp_path: Path) -> None:
        with pytest.raises(FormatError, match=message) as caught:
            read(file(tmp_path, "a.tmx", text))
        assert "a.tmx" in caught.value.where

    def test_what_is_written_is_read_back(self, tmp_path: Path) -> None:
        rows = [
            Entry("5 < 6 & \"7\" > '3'", EN, PT, "firefox:1 > x", "5 < 6 & ]]>"),
            Entry("bell \x07", EN, PT, IMPORTED, "sino"),
            Entry("🙂 한국어", KO, EN, IMPORTED, "Korean"),
        ]
        out = StringIO()
        assert write_tmx(rows, out) == 2
        assert read(file(tmp_path, "a.tmx", out.getvalue())) == [
            (rows[0].text, "en", "pt", rows[0].output),
            (rows[2].text, "ko", "en", rows[2].output),
        ]

    @given(st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20))
    def test_any_text_survives_but_for_blanks(
        self, tmp_path_factory: pytest.TempPathFactory, text: str, output: str
    ) -> None:
        out = StringIO()
        written = write_tmx([Entry(text, EN, PT, IMPORTED, output)], out)
        path = file(tmp_path_factory.getbasetemp(), "any.tmx", out.getvalue())
        want = [(" ".join(text.split()), "en", "pt", " ".join(output.split()))]
        assert read(path) == (want if written and text.strip() and output.strip() else [])


class TestTsv:
    def test_the_first_row_names_the_languages(self, tmp_path: Path) -> None:
        path = file(tmp_path, "a.tsv", "en\tpt-BR\tko\r\nYes.\tSim.\t\n\nNo.\tNão.\t아니요.\n")
        assert read(path) == [
            ("Yes.", "en", "pt-BR", "Sim."),
            ("No.", "en", "pt-BR", "Não."),
            ("No.", "en", "ko", "아니요."),
        ]

    @pytest.mark.parametrize(
        ("text", "line"),
        [("Yes.\tSim.\n", 1), ("en\n", 1), ("en\ten\n", 1), ("en\tpt\nYes.\n", 2)],
    )
    def test_a_table_that_is_wrong_says_where(self, text: str, line: int, tmp_path: Path) -> None:
        with pytest.raises(FormatError) as caught:
            read(file(tmp_path, "a.tsv", text))
        assert caught.value.where.endswith(f"a.tsv:{line}")

    def test_what_cannot_be_read(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="No such file"):
            read(tmp_path / "none.tsv")
        (tmp_path / "latin.tsv").write_bytes("en\tpt\nNo.\tNão.".encode("latin-1"))
        with pytest.raises(InputError, match="UTF-8"):
            read(tmp_path / "latin.tsv")

    def test_a_broken_file_adds_nothing(self, memory: Memory, tmp_path: Path) -> None:
        path = file(tmp_path, "a.tsv", "en\tpt\nYes.\tSim.\nNo.\n")
        with pytest.raises(MlsumError):
            memory.add(read_pairs(path))
        assert list(memory.entries()) == []


def test_the_logger_is_quiet_unless_something_is_wrong(
    memory: Memory, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "mlsum"):
        memory.put_many([(RAIN, "Choveu.")])
    assert caplog.text == ""
