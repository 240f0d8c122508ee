"""What every engine promises, asked of all of them."""

import threading
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest
from test_engine_chat import Server, answer, good

from mlsum.core import backends
from mlsum.core.backends import Engine, EngineOptions, Speller
from mlsum.core.document import Translation
from mlsum.core.lang import Lang
from mlsum.engines.ctranslate2 import convert
from mlsum.engines.signs import SIGNS, not_copied
from mlsum.request.options import Options
from mlsum.translation import Text, translate_texts

TOY = Path(__file__).parent / "data" / "toy_trilingual"
EN, PT, KO = Lang("en"), Lang("pt"), Lang("ko")
SENTENCES = ["The ministry agreed.", "It rained all day in the capital.", "Who wrote the letter?"]
JUNK = [
    "\ud800 alone",
    "\x00\x01\x02",
    "\u200b\u200e\u202eabc",
    "🙂🙂🙂",
    "가" * 300,
    "a" * 2000,
    "!" * 500,
    "e\u0301" * 200,
    "word " * 400,
    "مرحبا بالعالم",
    "%s {0} <b>`x`</b>",
]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Models for the engines that bring none: a small one, as it is and converted."""
    if find_spec("torch") is None:
        return {}
    converted = tmp_path_factory.mktemp("models") / "toy"
    convert(TOY, converted, "m2m100")
    return {"transformers": TOY, "ctranslate2": converted}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that translates well."""
    one = Server(lambda _, sentences, __: answer(good(sentences)))
    yield one
    one.http.shutdown()
    one.http.server_close()


@pytest.fixture(params=backends.names("engines"))
def engine(request: pytest.FixtureRequest, folders: dict[str, Path], server: Server) -> Engine:
    make = backends.load("engines", request.param)
    folder = folders.get(request.param)
    one: Engine
    if folder:
        one = make(EngineOptions(model=str(folder), device="cpu"))
    elif request.param == "chat":
        one = make(EngineOptions(model="tiny", base_url=server.url))
    else:
        one = make()
    if not one.supports(EN, PT):
        pytest.skip(f"{request.param} has no model of en to pt here")
    return one


def texts(engine: Engine, sentences: list[str]) -> list[str]:
    return [one.text for one in engine.translate_batch(sentences, EN, PT)]


def test_nothing_in_nothing_out(engine: Engine) -> None:
    assert engine.translate_batch([], EN, PT) == []


def test_answers_come_in_the_order_of_the_questions(engine: Engine) -> None:
    assert texts(engine, SENTENCES[::-1]) == texts(engine, SENTENCES)[::-1]


def test_a_sentence_means_the_same_in_any_company(engine: Engine) -> None:
    assert texts(engine, SENTENCES) == [texts(engine, [one])[0] for one in SENTENCES]


def test_every_sentence_is_translated_and_says_by_what(engine: Engine) -> None:
    for sentence, one in zip(SENTENCES, engine.translate_batch(SENTENCES, EN, PT), strict=True):
        assert one.text != sentence
        assert one.status == "translated"
        assert one.engine == engine.signature(EN, PT)
        assert one.engine.startswith(engine.name)


@pytest.mark.parametrize("blank", ["", " ", "\n", " \t "])
def test_blank_stays_blank(engine: Engine, blank: str) -> None:
    assert texts(engine, [blank, "Yes.", blank])[::2] == [blank, blank]


def test_outer_blanks_stay(engine: Engine) -> None:
    (text,) = texts(engine, [" It rained. "])
    assert text.endswith(" ")
    assert text != " It rained. "


@pytest.mark.parametrize("junk", JUNK, ids=ascii)
def test_a_bad_sentence_never_fails_the_batch(engine: Engine, junk: str) -> None:
    before, _, after = texts(engine, [SENTENCES[0], junk, SENTENCES[1]])
    assert [before, after] == texts(engine, SENTENCES[:2])


def test_threads_may_share_an_engine(engine: Engine) -> None:
    expected = texts(engine, SENTENCES)
    found: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: found.append(texts(engine, SENTENCES))) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected, expected]


def test_a_language_is_not_translated_into_itself(engine: Engine) -> None:
    assert not engine.supports(PT, Lang("pt", region="BR"))


def test_regions_do_not_matter(engine: Engine) -> None:
    brazil = Lang("pt", region="BR")
    assert engine.supports(EN, brazil)
    assert engine.translate_batch(["It rained."], EN, brazil)[0].text


PLANTED = [
    ("The ministry agreed 😂 in May.", ["😂"]),
    ("Łukasz wrote the letter to 서울 today.", ["Łukasz", "서울"]),
    ("It rained → all day ≥ 30 mm.", ["→", "≥ 30"]),
    ("“It rained” all day in the capital.", ["“", "”"]),
    ("The [whole] ministry met 北京 © 2023.", ["[", "]", "北京", "©"]),
]


@pytest.mark.parametrize(("text", "planted"), PLANTED, ids=[text for text, _ in PLANTED])
def test_what_an_engine_cannot_spell_is_kept_or_reported(
    engine: Engine, text: str, planted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mlsum.engines.routes.load_engine", lambda *_: engine)
    asked = Text(text, "plain", EN, PT, forced=True)
    (made,) = translate_texts([asked], Options(PT, engine=engine.name))
    lost = [one for one in planted if one not in made.text]
    assert not lost or made.reasons


def test_an_engine_with_a_vocabulary_knows_its_letters(engine: Engine) -> None:
    if not isinstance(engine, Speller):
        pytest.skip(f"{engine.name} reads all characters")
    assert engine.lacks("abc", EN, PT) == frozenset()
    assert engine.lacks("아ɮ", EN, PT) <= frozenset("아ɮ")


def test_signs_that_a_model_drops_are_lacking(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MLSUM_HOME", str(tmp_path))
    if not isinstance(engine, Speller):
        pytest.skip("it reads all characters")
    signs = "".join(SIGNS)
    copied = set(signs) - engine.lacks(signs, EN, PT)
    outputs = engine.translate_batch([f"Maria {sign} Pedro, 2024." for sign in copied], EN, PT)
    kept = sum(sign in one.text for sign, one in zip(copied, outputs, strict=True))
    assert kept >= 0.6 * len(copied)  # two of three carriers are enough


def test_a_model_is_probed_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MLSUM_HOME", str(tmp_path))
    first, second = _Dropping(), _Dropping()
    assert not_copied(first, "a_|", EN, PT) == {"_"}
    assert not_copied(first, "a_|", EN, PT) == {"_"}
    assert not_copied(second, "a_|", EN, PT) == {"_"}  # another process would find it on disk
    assert (first.calls, second.calls) == (1, 0)
    assert not not_copied(_Dropping(), "abc", EN, PT)


class _Dropping:
    """An engine that copies all signs but `_`."""

    name = "dropping"

    def __init__(self) -> None:
        self.calls = 0

    def supports(self, source: Lang, target: Lang) -> bool:
        return (source, target) == (EN, PT)

    def signature(self, _source: Lang, _target: Lang) -> str:
        return "dropping:1"

    def translate_batch(
        self, texts: Sequence[str], _source: Lang, _target: Lang
    ) -> list[Translation]:
        self.calls += 1
        return [Translation(text.replace("_", "")) for text in texts]
