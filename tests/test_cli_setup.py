"""`mlsum setup` and `mlsum models try`: what is missing, and how good what is here is."""

from pathlib import Path

import pytest
from test_cli_models import Run
from test_store_pull import needs_models

from mlsum import cli
from mlsum.core.lang import Lang
from mlsum.engines.chrf import chrf
from mlsum.engines.trial import sentences

EN, PT, KO = Lang("en"), Lang("pt"), Lang("ko")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("MLSUM_HOME", str(tmp_path / "home"))

    def mlsum(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["mlsum", *words])
        with pytest.raises(SystemExit) as left:
            cli.main()
        out, err = capsys.readouterr()
        return int(left.value.code or 0), out, err

    return mlsum


@needs_models
def test_setup_names_what_is_missing_and_tries_what_is_here(run: Run) -> None:
    code, out, err = run("setup", "--languages", "en,Portuguese,ko")
    assert code == 3
    assert "firefox-en-ko" in out
    assert "licence: MPL 2.0" in out
    assert "English → Korean: no model" in out
    tried = next(line for line in out.splitlines() if line.startswith("English → Portuguese"))
    assert "biblioteca" in tried
    assert "mlsum models pull firefox-en-ko && mlsum models pull firefox-ko-en" in err


@needs_models
def test_setup_of_what_is_here_is_done(run: Run) -> None:
    assert run("setup", "--languages", "en,pt")[0] == 0


@needs_models
def test_a_model_is_tried_with_figures_and_a_verdict(run: Run) -> None:
    code, out, _ = run("models", "try", "firefox-en-pt")
    assert code == 0
    line = next(line for line in out.splitlines() if line.startswith("* firefox-en-pt"))
    assert float(line.split("chrF ")[1].split()[0]) > 55
    assert line.endswith("good")
    assert run("models", "try", "nonesuch")[0] == 3


def test_sentences_are_twenty_in_three_domains_and_three_languages() -> None:
    for pair in ((EN, PT), (PT, KO), (KO, EN)):
        cases = sentences(*pair)
        assert len(cases) == 20
        assert len({domain for domain, _, _ in cases}) == 3


def test_chrf_is_that_of_sacrebleu() -> None:
    sacrebleu = pytest.importorskip("sacrebleu")
    cases = sentences(EN, PT)
    references = [reference for _, _, reference in cases]
    hypotheses = [*references[1:11], *(text[::2] for text in references[11:]), "a"]
    expected = sacrebleu.corpus_chrf(hypotheses, [references]).score
    assert chrf(hypotheses, references) == pytest.approx(expected, abs=0.01)
    assert chrf(references, references) == pytest.approx(100)
    assert chrf([], []) == 0
