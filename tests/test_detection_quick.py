"""The main language of texts by trigrams alone."""

import subprocess
import sys
from pathlib import Path

import pytest

from mlsum.core.document import Detection
from mlsum.detection import quick_detect


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("The ministers met in the capital to talk about the new bridge.", "en"),
        ("Os ministros reuniram-se na capital para falar da nova ponte.", "pt"),
        ("장관들은 새 다리에 대해 논의하기 위해 수도에서 만났다.", "ko"),
        ("大臣たちは新しい橋について話し合うために首都で会談しました。", "ja"),
        ("部长们在首都会面讨论新桥的建设问题并且听取了各方面的意见和建议。", "zh"),
        ("Министры встретились в столице, чтобы обсудить новый мост.", "ru"),
        ("Os ministros de 대한민국 reuniram-se na capital para falar da ponte.", "pt"),
    ],
)
def test_the_language_of_most_letters_is_told(text: str, lang: str) -> None:
    (found,) = quick_detect([text])
    assert found.lang.language == lang
    assert found.confidence > 0.95
    assert [(span.start, span.end) for span in found.spans] == [(0, len(text))]


@pytest.mark.parametrize("text", ["", "Olá!", "1,250.75 – 30 %, 12:30, 2023-12-13, 99"])
def test_what_is_short_or_has_no_letters_is_in_no_language(text: str) -> None:
    assert quick_detect([text]) == [Detection()]


def test_texts_keep_their_order() -> None:
    english, korean = (
        "The museum opened its doors on Monday.",
        "박물관은 월요일에 문을 열었습니다. 많은 사람이 왔다.",
    )
    found = quick_detect([korean, "", english, korean])
    assert [one.lang.language for one in found] == ["ko", "und", "en", "ko"]


def peak(name: str) -> int:
    """The memory in kB of a process that detects the language of a text with a function."""
    code = (
        f"from pathlib import Path\nfrom mlsum.detection import {name}\n"
        f"{name}(['The ministers met in “Das Haus” to talk about it with Ana and Kim.'])\n"
        "print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_only_trigrams_are_loaded() -> None:
    assert peak("quick_detect") < 0.6 * peak("detect_batch")
