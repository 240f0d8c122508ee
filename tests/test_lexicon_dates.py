"""Dates are read in many forms and written in the reader's, at the same moment."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum.core.errors import LanguageError
from mlsum.core.lang import UND, Lang
from mlsum.lexicon.dates import DateValue, parse_date
from mlsum.lexicon.datewriting import format_date

READ = ["en", "pt", "ko", "es", "fr", "de", "it", "ja", "zh", "pt-PT", "en-GB", "zh-TW"]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2023-12-13 05:00:00-03:00", "2023-12-13T05:00:00-03:00"),
        ("2023-12-13T05:00:00Z", "2023-12-13T05:00:00+00:00"),
        ("2023-12-13T05:00:00.123+09:00", "2023-12-13T05:00:00.123000+09:00"),
        ("2023-12-13 05:00:00", "2023-12-13T05:00:00"),
        ("Wed, 13 Dec 2023 05:00:00 -0300", "2023-12-13T05:00:00-03:00"),
        ("Wed, 13 Dec 2023 05:00:00 -0300 (BRT)", "2023-12-13T05:00:00-03:00"),
        ("Wed, 13 Dec 2023 05:00:00 GMT", "2023-12-13T05:00:00+00:00"),
        ("2023년 12월 13일 수요일 오후 5:30:10", "2023-12-13T17:30:10"),
        ("2023년 12월 13일 오전 12시 0분 5초", "2023-12-13T00:00:05"),
        ("2023-12-13 05:00:00\N{MINUS SIGN}03:00", "2023-12-13T05:00:00-03:00"),
    ],
)
def test_a_moment_is_read_to_the_second(text: str, moment: str) -> None:
    assert parse_date(text) == DateValue(datetime.fromisoformat(moment), "second")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2023-12-13T05:00", "2023-12-13T05:00"),
        ("2023.12.13 05:00", "2023-12-13T05:00"),
        ("2023. 12. 13. 오전 5:00", "2023-12-13T05:00"),
        ("2023년 12월 13일 오전 5시", "2023-12-13T05:00"),
        ("2023년 12월 13일 (수) 오후 5시 30분", "2023-12-13T17:30"),
        ("13 de dezembro de 2023 às 5h30", "2023-12-13T05:30"),
        ("13 de dez. de 2023, 17h", "2023-12-13T17:00"),
        ("December 13th, 2023 at 5 p.m.", "2023-12-13T17:00"),
        ("Dec. 13, 2023, 12:05 AM EST", "2023-12-13T00:05-05:00"),
        ("2023-12-13 05:00 KST", "2023-12-13T05:00+09:00"),
        ("05:00, 13 December 2023", "2023-12-13T05:00"),
        ("13 de diciembre de 2023 a las 5:00 p. m.", "2023-12-13T17:00"),
        ("13. Dezember 2023, 5 Uhr", "2023-12-13T05:00"),
        ("2023年12月13日 午後5時30分", "2023-12-13T17:30"),
        ("2023年12月13日 星期三 05:00", "2023-12-13T05:00"),
    ],
)
def test_a_moment_is_read_to_the_minute(text: str, moment: str) -> None:
    assert parse_date(text) == DateValue(datetime.fromisoformat(moment), "minute")


@pytest.mark.parametrize(
    "text",
    [
        *("2023-12-13", "2023/12/13", "2023.12.13.", "2023. 12. 13", " 2023-12-13\n", "13.12.2023"),
        *("13/12/2023", "12/13/2023", "13-Dec-2023", "13/dez/2023", "2023-12-13 (Wed)"),
        *("December 13, 2023", "Dec. 13, 2023", "13th of December 2023", "Wed Dec 13 2023"),
        *(
            "13 de dezembro de 2023",
            "quarta-feira, 13 de dezembro de 2023",
            "13 DE DEZEMBRO DE 2023",
        ),
        *("13 de diciembre del 2023", "13 décembre 2023", "13 decembre 2023", "13. Dezember 2023"),
        *("2023년 12월 13일", "2023년 12월 13일(수)", "2023年12月13日", "2023 年 12 月 13 日"),
    ],
)
def test_a_day_is_read(text: str) -> None:
    assert parse_date(text) == DateValue(datetime(2023, 12, 13), "day")


@pytest.mark.parametrize(
    "text", ["1º de março de 2024", "1er mars 2024", "1 marco 2024", "Mar 1, 2024"]
)
def test_the_first_of_march(text: str) -> None:
    assert parse_date(text) == DateValue(datetime(2024, 3, 1), "day")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "2023",
            "2023-12",
            "5",
            "12:30",
            "20231213",
            "1.2.3",
            "v2023.12.13",
            "10.0.2023.1",
        ),
        *("2023-02-30", "2023-13-01", "31/02/2023", "2023-12-13 25:00", "2023-12-13 05:61"),
        *("2023-12-13 5", "2023-12-13 05:00 XYZ", "2023-12-13 05:00+99:00", "2023-12-13 noon-ish"),
        *("Published 2023-12-13", "2023-12-13 and 2023-12-14", "13 de brumário de 2023"),
        *("https://example.org/2023/12/13/", "2023-12-13.pdf", "2023-12-13" + " " * 100 + "x"),
    ],
)
def test_what_is_no_date_as_a_whole_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_day_and_month_in_figures_are_read_only_where_their_order_is_known() -> None:
    assert parse_date("03/04/2023") is None
    assert parse_date("04/04/2023") == DateValue(datetime(2023, 4, 4), "day")
    assert parse_date("03/04/2023", Lang("pt")) == DateValue(datetime(2023, 4, 3), "day")
    assert parse_date("03/04/2023", Lang("en")) == DateValue(datetime(2023, 3, 4), "day")
    assert parse_date("03/04/2023", Lang.parse("en-GB")) == DateValue(datetime(2023, 4, 3), "day")
    assert parse_date("03.04.2023", UND) == DateValue(datetime(2023, 4, 3), "day")


@pytest.mark.parametrize(
    ("target", "written"),
    [
        ("pt", "13 de dezembro de 2023, 17:00:00 (UTC-03:00)"),
        ("pt-BR", "13 de dezembro de 2023, 17:00:00 (UTC-03:00)"),
        ("ko", "2023년 12월 13일 오후 5:00:00 (UTC-03:00)"),
        ("en", "December 13, 2023, 5:00:00 PM (UTC-03:00)"),
        ("en-GB", "13 December 2023, 17:00:00 (UTC-03:00)"),
        ("es", "13 de diciembre de 2023, 17:00:00 (UTC-03:00)"),
        ("de", "13. Dezember 2023, 17:00:00 (UTC-03:00)"),
        ("ja", "2023年12月13日 17:00:00 (UTC-03:00)"),
    ],
)
def test_a_moment_is_written_with_its_offset(target: str, written: str) -> None:
    moment = datetime(2023, 12, 13, 17, tzinfo=timezone(timedelta(hours=-3)))
    assert format_date(DateValue(moment, "second"), Lang.parse(target)) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2023-12-13", "2023년 12월 13일"),
        ("2023-12-13 05:00", "2023년 12월 13일 오전 5:00"),
        ("2023-12-13T05:00:00Z", "2023년 12월 13일 오전 5:00:00 (UTC)"),
        ("2023-12-13T05:00+05:30", "2023년 12월 13일 오전 5:00 (UTC+05:30)"),
    ],
)
def test_what_was_not_written_is_not_added(text: str, written: str) -> None:
    value = parse_date(text)
    assert value
    assert format_date(value, Lang("ko")) == written


def test_a_language_without_data_is_an_error() -> None:
    with pytest.raises(LanguageError, match="'tlh'"):
        format_date(DateValue(datetime(2023, 12, 13), "day"), Lang("tlh"))


offsets = st.integers(-14 * 4, 14 * 4).map(
    lambda quarters: timezone(timedelta(minutes=15 * quarters))
)
moments = st.datetimes(datetime(1000, 1, 1), datetime(2999, 12, 31), timezones=st.none() | offsets)


@given(moments, st.sampled_from(READ))
def test_what_is_written_reads_as_the_same_moment(moment: datetime, target: str) -> None:
    value = DateValue(moment.replace(microsecond=0), "second")
    assert parse_date(format_date(value, Lang.parse(target))) == value


@given(
    st.text() | st.text(alphabet="0123456789-/.:년월일 TZ+apm", max_size=40), st.sampled_from(READ)
)
def test_any_text_is_a_date_or_not(text: str, lang: str) -> None:
    value = parse_date(text, Lang.parse(lang))
    assert value is None or 1000 <= value.moment.year <= 2999
