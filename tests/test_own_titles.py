"""A headline is the title that an item itself has in the reader's language."""

from mlsum.core.document import SummaryOptions
from mlsum.core.lang import Lang
from mlsum.formats import parse_text
from mlsum.translation import Options
from mlsum.translation.summarize import summarize_document

TITLE = "The mayor opens the new bridge on Sunday with many guests"
ARTICLE = (
    f"# 제목: 시장, 새 다리 개통 발표\n>원제: {TITLE}\n\n### 본문:\n\n"
    "시는 일요일에 새 다리를 열었다. 다리는 6년 만에 완공됐다.\n"
)


def headline(target: str, max_chars: int | None = None) -> str:
    length = SummaryOptions(max_chars=max_chars, style="headline")
    options = Options(target=Lang(target), engine="none")
    return summarize_document(parse_text(ARTICLE), length, options)[0].text


def test_it_is_taken_where_it_is_in_the_language_of_the_reader() -> None:
    assert headline("en") == TITLE


def test_it_is_not_taken_in_another_language_or_over_the_budget() -> None:
    assert headline("ko") != TITLE
    assert headline("pt") != TITLE
    assert headline("en", max_chars=20) != TITLE
