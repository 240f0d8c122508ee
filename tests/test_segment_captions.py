"""A line that ends with the credit of a picture is a caption; running text is none."""

import pytest

from mlsum.core.lang import Lang
from mlsum.summarization import summarize
from mlsum.summarization.candidates import is_furniture
from mlsum.text.segment.captions import is_caption, is_credit


@pytest.mark.parametrize(
    "line",
    [
        "Children plant trees by the river on Monday. Reuters",
        "Children plant trees by the river. AFP-Yonhap",
        "Children plant trees by the river. AP Photo/Ana Lima",
        "Children plant trees by the river (Getty Images)",
        "Children plant trees. Courtesy of the City of Ulsan",
        "Children plant trees. Photo by Ana Lima",
        "Crianças plantam árvores no rio (Foto: Ana Lima/Agência Norte)",
        "Crianças plantam árvores no rio — Foto: Reprodução/TV Norte",
        "Crianças plantam árvores no rio. Ana Lima/PR",
        "Crianças plantam árvores | Divulgação/Prefeitura",
        "강변에 나무를 심는 아이들. /뉴스1",
        "아이들이 나무를 심고 있다. [사진=뉴시스]",
        "아이들이 나무를 심고 있다. 사진제공=울산시",
        "아이들이 나무를 심고 있다. 2024.3.5 [연합뉴스 자료사진]",
    ],
)
def test_a_credit_at_the_end_makes_a_caption(line: str) -> None:
    assert is_caption(line)
    assert not is_credit(line)


@pytest.mark.parametrize(
    "line",
    [
        "The company denied it, she told Reuters.",
        "She worked for AP.",
        "A ministra falou à Agência Brasil.",
        "장관은 연합뉴스에 말했다.",
        "The trees were planted. It was a long day.",
    ],
)
def test_a_sentence_about_an_agency_is_no_caption(line: str) -> None:
    assert not is_caption(line)


@pytest.mark.parametrize("line", ["Reuters", "AP Photo/Ana Lima", "Divulgação", "(Yonhap)"])
def test_a_credit_alone_is_known(line: str) -> None:
    assert is_credit(line)


@pytest.mark.parametrize(
    "line",
    [
        "Read more: The river rises.",
        "Leia também: O rio sobe.",
        "관련기사: 강물이 불었다",
        "Continue lendo",
        "Por Ana Lima, de Recife",
        "Da Redação",
        "무단 전재 및 재배포 금지",
        "ULSAN, March 5 (Yonhap) --",
        "Proibida a reprodução total ou parcial.",
        "kim@example.org",
    ],
)
def test_what_surrounds_a_text_is_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    ["Por isso o rio subiu.", "By Monday the river had risen again.", "More news of it came."],
)
def test_a_sentence_that_begins_like_furniture_is_none(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize(
    "body",
    [
        "Children plant trees. Reuters\nThe city planted many trees. It will plant more.",
        "Children plant.\nReuters/Ana Lima\n\nThe city planted many trees. It will plant more.",
        "Read more: Rain is near. Trees fall.\n\nThe city planted many trees. It will plant more.",
    ],
)
def test_neither_captions_nor_furniture_are_chosen(body: str) -> None:
    assert summarize(body, Lang("en")).text == "The city planted many trees. It will plant more."
