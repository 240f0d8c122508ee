import sys
from pathlib import Path

import pytest

from mlsum.cli import app, offers
from mlsum.cli.offers import Offers
from mlsum.core.backends import EngineOptions
from mlsum.core.errors import UsageError
from mlsum.core.lang import UND, Lang
from mlsum.translation import Options

EN, PT, KO, DE = Lang("en"), Lang("pt"), Lang("ko"), Lang("de")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Lang, Lang]]:
    """A person at a terminal who says yes; the pairs that were offered."""
    offered: list[tuple[Lang, Lang]] = []

    def yes(source: Lang, target: Lang) -> bool:
        offered.append((source, target))
        return True

    monkeypatch.setattr(offers, "offer", yes)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    return offered


def test_each_missing_pair_is_offered_once(asked: list[tuple[Lang, Lang]]) -> None:
    terminal = Offers(quiet=False)
    assert terminal.pulled([EN, Lang("en", region="GB"), UND, KO], Options(KO))
    assert asked == [(EN, KO)]
    assert not terminal.pulled([EN], Options(KO))


def test_a_pair_that_has_a_model_is_not_offered(asked: list[tuple[Lang, Lang]]) -> None:
    assert not Offers(quiet=False).pulled([EN], Options(PT))
    assert asked == []


def test_nobody_is_asked_who_chose_an_engine_or_silence(asked: list[tuple[Lang, Lang]]) -> None:
    assert not Offers(quiet=False).pulled([DE], Options(PT, engine="none"))
    for named in (EngineOptions(model="m"), EngineOptions(base_url="http://localhost:1")):
        assert not Offers(quiet=False).pulled([DE], Options(PT, engine_options=named))
    assert not Offers(quiet=True).pulled([DE], Options(PT))
    assert asked == []


def test_nobody_is_asked_in_a_pipe(
    asked: list[tuple[Lang, Lang]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    assert not Offers(quiet=False).pulled([DE], Options(PT))
    assert asked == []


@pytest.mark.parametrize("command", ["translate", "summarize"])
def test_nobody_is_asked_before_the_result_has_a_place(
    asked: list[tuple[Lang, Lang]], tmp_path: Path, command: str
) -> None:
    text = tmp_path / "a.txt"
    text.write_text("The minister arrived in Seoul. Nobody knows why the talks begin.")
    for place, why in ((tmp_path / "none" / "x.txt", "no such folder"), (text, "overwrite")):
        with pytest.raises(UsageError, match=why):
            app([command, str(text), "--to", "ko", "-o", str(place)], standalone_mode=False)
    assert asked == []
