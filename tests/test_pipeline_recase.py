"""Headlines in capitals are translated as if they were written in title case."""

import pytest

from mlsum import api
from mlsum.pipeline.recase import recase


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("MINISTER VISITS THE SOUTH OF KOREA", "Minister Visits the South of Korea"),
        ("MINISTRO DA DEFESA VISITA O JAPÃO", "Ministro da Defesa Visita o Japão"),
        ("PRICES AT HTTPS://A.ORG/X AND $ABC UP", "Prices at HTTPS://A.ORG/X and $ABC up"),
        ("Minister visits NATO headquarters", "Minister visits NATO headquarters"),
        ("NATO", "NATO"),
        ("UN WARNS OF WAR IN THE SOUTH", "UN Warns of War in the South"),
        ("COVID-19 B-52", "COVID-19 B-52"),
        ("장관이 유럽을 방문했다 오늘 아침", "장관이 유럽을 방문했다 오늘 아침"),
        ("", ""),
    ],
)
def test_only_capitals_become_small(text: str, wanted: str) -> None:
    assert recase(text) == wanted


def test_a_headline_in_capitals_is_translated() -> None:
    done = api.translate("PRESIDENT MEETS FRENCH MINISTER IN PARIS", "pt", "en")
    assert "presidente" in done.text.lower()
    assert "francês" in done.text.lower()
