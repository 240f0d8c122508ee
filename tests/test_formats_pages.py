"""A page says what language it is in, and stays in its encoding."""

# ruff: noqa: E501  (tables)

import pytest
from pace import assert_in_line

from mlsum.formats.pages import encodable, tagged


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<html lang="en">', '<html lang="pt">'),
        ("<HTML xml:lang='en-US' LANG=en>", "<HTML xml:lang='pt' LANG=pt>"),
        ('<p lang="fr">a</p>', '<p lang="fr">a</p>'),
        ('<article lang="en-GB">', '<article lang="pt">'),
        ('<a hreflang="en" href="?lang=en">', '<a hreflang="en" href="?lang=en">'),
        ("<!-- <p lang='en'> -->", "<!-- <p lang='en'> -->"),
        ("<script>'<p lang=\"en\">'</script>", "<script>'<p lang=\"en\">'</script>"),
        ('<meta http-equiv="content-language" content="en">', '<meta http-equiv="content-language" content="pt">'),
        ('<meta name="author" content="en">', '<meta name="author" content="en">'),
        ('lang="en" in text', 'lang="en" in text'),
    ],
)  # fmt: skip
def test_the_tag_of_the_language_is_changed_where_it_is_given(page: str, expected: str) -> None:
    assert tagged(page, "en", "pt") == expected


@pytest.mark.parametrize(
    ("page", "old", "new", "expected"),
    [
        ('<html lang="ar" dir="rtl">', "ar", "pt", '<html lang="pt" dir="ltr">'),
        (
            "<html lang=en dir=ltr><body DIR='ltr'>",
            "en",
            "he",
            "<html lang=he dir=rtl><body DIR='rtl'>",
        ),
        (
            '<html lang="en" dir="ltr"><p dir="ltr">',
            "en",
            "ar",
            '<html lang="ar" dir="rtl"><p dir="ltr">',
        ),
        ('<html lang="en" dir="auto">', "en", "ar", '<html lang="ar" dir="auto">'),
    ],
)
def test_the_page_runs_in_the_direction_of_its_language(
    page: str, old: str, new: str, expected: str
) -> None:
    assert tagged(page, old, new) == expected


def test_what_an_encoding_lacks_is_written_as_a_reference() -> None:
    assert encodable("ação 산", "latin-1") == "ação &#49328;"
    assert encodable("ação", "latin-1") == "ação"
    assert encodable("산", "utf-8") == "산"


@pytest.mark.parametrize("piece", ["<!--", "<script>", "<a '", "<meta ", "<p lang="])
def test_no_page_takes_more_than_linear_time(piece: str) -> None:
    assert_in_line(lambda count: tagged(piece * count, "en", "pt"), 20_000)
