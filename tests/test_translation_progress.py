import pytest

from mlsum.core.lang import Lang
from mlsum.translation import Options, Text, reporting_to, translate_texts

EN, PT = Lang("en"), Lang("pt")
ECHO = Options(engine="echo")


def texts(count: int) -> list[Text]:
    return [Text(f"Number {n} is here.", "plain", EN, PT, forced=True) for n in range(count)]


def test_a_watcher_is_told_how_far_a_run_is() -> None:
    seen: list[tuple[int, int]] = []
    with reporting_to(lambda done, total: seen.append((done, total))):
        watched_texts = translate_texts(texts(300), ECHO)
    assert seen == [(128, 300), (256, 300), (300, 300)]
    assert watched_texts == translate_texts(texts(300), ECHO)


def test_a_watcher_may_stop_a_run() -> None:
    def stop(done: int, total: int) -> None:
        raise KeyError(done)

    with pytest.raises(KeyError, match="128"), reporting_to(stop):
        translate_texts(texts(300), ECHO)


def test_nobody_is_told_once_the_watch_is_over() -> None:
    seen: list[int] = []
    with reporting_to(lambda done, total: seen.append(done)):
        pass
    translate_texts(texts(2), ECHO)
    assert seen == []


def test_a_run_without_sentences_tells_nothing() -> None:
    seen: list[int] = []
    with reporting_to(lambda done, total: seen.append(done)):
        translate_texts([], ECHO)
    assert seen == []
