import pytest

from mlsum.core.lang import Lang
from mlsum.translation import Options, Text, translate_texts


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("The talks begin on Friday.", "pt-Qqqq"),  # an unknown script
        ("The talks begin on Friday.", "pt-Zxxx"),  # a known one that no letter is in
        ("It costs $\U00016131 a day.", "pt"),  # a digit of Unicode 16
    ],
)
def test_what_a_stranger_may_send_breaks_nothing(text: str, to: str) -> None:
    asked = Text(text, "plain", Lang("en"), Lang.parse(to), forced=True)
    assert translate_texts([asked], Options(engine="echo"))[0].text
