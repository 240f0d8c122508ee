"""Bytes are read in the encoding they are in, or refused; never misread."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum.core.document import Source
from mlsum.core.errors import EncodingError
from mlsum.formats import notes, parse_bytes, render_bytes
from mlsum.formats.damaged import bad_bytes
from mlsum.formats.encodings import decode, encode

EN = "The ministry said on Monday that both sides agreed to meet again next month.\n"
PT = "O ministério não confirmou a reunião: “há avanços”, disse a porta-voz à televisão.\n"
PT_CAPS = "ATENÇÃO: A SITUAÇÃO DA ELEIÇÃO É ESTÁVEL, AFIRMA A ADMINISTRAÇÃO.\n"
ES = "¿Qué pasó? El señor Núñez volvió a Málaga después de años en París.\n"
DE = "Die Behörde prüft größere Maßnahmen für Straßen und Brücken.\n"
FR = "L'été dernier, le député a été reçu à l'Élysée « en privé ».\n"
KO = "국방부는 수요일 NATO 대표단과 회의를 열고 협력을 확대하기로 했다고 밝혔다.\n"
KO_RARE = "똠방각하가 펲시콜라를 마셨다고 햏자들이 전했다.\n"
KO_SHORT = "안녕하세요"
JA = "防衛省は水曜日、代表団と会談し、協力を拡大すると発表した。\n"
ZH = "国防部周三表示，双方代表团举行会谈，同意扩大合作。\n"
_EAST = ("cp1250", "iso8859-2")
RU = "Министерство сообщило, что стороны договорились о новой встрече.\n"


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        *[(text, "utf-8", "utf-8") for text in (EN, PT, KO, JA, ZH, RU)],
        *[(text, "utf-16-le", "utf-16-le") for text in (EN, PT, KO, JA, ZH, RU)],
        *[(text, "utf-16-be", "utf-16-be") for text in (EN, PT, KO, JA, ZH, RU)],
        *[(text, "cp1252", "cp1252") for text in (PT,)],
        *[(text, "latin-1", "latin-1") for text in (PT_CAPS, ES, DE, FR)],
        *[(text, "cp949", "cp949") for text in (KO, KO_RARE, KO_SHORT)],
        (KO, "euc_kr", "cp949"),
        (EN, "latin-1", "utf-8"),
        ("caf\xe9", "latin-1", "latin-1"),
    ],
)
def test_an_encoding_is_told_by_what_it_gives(text: str, encoding: str, found: str) -> None:
    data = text.encode(encoding)
    source = decode(data, "a.txt")
    assert (source.text, source.encoding, source.bom, source.path) == (text, found, b"", "a.txt")
    assert encode(source, source.text) == (data, found)


@pytest.mark.parametrize(
    ("codec", "found", "bom"),
    [
        ("utf-8-sig", "utf-8", b"\xef\xbb\xbf"),
        ("utf-16", "utf-16-le", b"\xff\xfe"),
        ("utf-32", "utf-32-le", b"\xff\xfe\x00\x00"),
    ],
)
def test_a_mark_says_it_all(codec: str, found: str, bom: bytes) -> None:
    source = decode(KO.encode(codec))
    assert (source.text, source.encoding, source.bom) == (KO, found, bom)
    assert encode(source, source.text)[0] == KO.encode(codec)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *[(RU, it) for it in ("cp1251", "koi8-r", "cp866", "iso8859-5")],
        *[(JA, it) for it in ("shift_jis", "euc_jp", "iso2022_jp")],
        (ZH, "gb2312"),
        ("學校星期一開學，老師們已經準備好了，孩子們都去上學。\n", "big5"),
        *[("Szkoła otwiera się, nauczyciele są już gotowi, idź i pij sok.\n", it) for it in _EAST],
        *[("Škola se otevírá, děti jdou příště domů.\n", it) for it in _EAST],
        *[("A hűvös őszi erdő fölött zúgó szél.\n", it) for it in _EAST],
        *[
            ("Güneşli bir gün: çocuklar ağaçta, kedi ışıkta.\n", it)
            for it in ("cp1254", "iso8859-9")
        ],
        *[("Ο δάσκαλος είναι έτοιμος και περιμένει.\n", it) for it in ("cp1253", "iso8859-7")],
        *[("המורים כבר מוכנים ומחכים לילדים.\n", it) for it in ("cp1255", "iso8859-8")],
        ("المعلمون جاهزون الآن في المدرسة.\n", "cp1256"),
        ("Vaikai eina į mokyklą, šį rytą sninga, žiūrėk.\n", "cp1257"),
        ("ครูพร้อมแล้วและรอเด็กอยู่ที่โรงเรียน\n", "cp874"),
    ],
)
def test_encodings_of_other_alphabets_are_read_and_named(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    document = parse_bytes(data, "a.txt")
    assert document.source.text == text
    assert render_bytes(document) == data
    assert encoding == "iso2022_jp" or any("read as" in note for note in notes(document))


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Привет", "cp1251"),
        ("żółw", "cp1250"),
        ("Ωραία Москва שלום", "mac_greek"),
        ("中文", "big5"),
    ],
)
def test_what_is_too_little_to_be_sure_is_refused_rather_than_misread(
    text: str, encoding: str
) -> None:
    with pytest.raises(EncodingError) as caught:
        decode(text.encode(encoding, "ignore"), "a.txt")
    assert caught.value.where == "a.txt"
    assert "iconv" in caught.value.hint


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7\n1 0 obj", "a PDF document"),
        (b"PK\x03\x04\x14\x00", "a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a PNG image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image"),
        (b"{\\rtf1\\ansi", "an RTF document"),
        (bytes(range(32)) * 4, "control character 0x00 at byte 0"),
        (b"abc\x01\x02\x03" * 9, "control character 0x01 at byte 3"),
        (b"\xc3\xa9t\xe9\x00\x01\x02", "control character 0x00 at byte 4"),
        ("é".encode() * 9 + b"\xc3", r"damaged UTF-8: unexpected end of data at byte 18"),
        (KO.encode()[:40] + b"\xff" + KO.encode()[39:], r"damaged UTF-8: .* at byte \d+"),
        (b"ab\xed\xa0\x80cd", "lone surrogate.* at byte 2"),
        (b"\xef\xbb\xbfa\xff", "not utf-8, although it looks so: byte 4"),
        (b"\xff\xfea\x00\x00\xd8", "not utf-16-le, although it looks so: byte 4"),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(data: bytes, message: str) -> None:
    with pytest.raises(EncodingError, match=message) as caught:
        decode(data, "a.bin")
    assert caught.value.where == "a.bin"
    assert caught.value.hint


@pytest.mark.parametrize(
    ("data", "helps"),
    [(b"%PDF-1.7", "pdftotext"), (b"\xff\xd8\xff\xe0", "pictures"), (b"\x1f\x8b\x08", "gunzip")],
)
def test_the_hint_fits_what_was_given(data: bytes, helps: str) -> None:
    with pytest.raises(EncodingError) as caught:
        decode(data)
    assert helps in caught.value.hint


def test_no_bytes_are_an_empty_text() -> None:
    assert decode(b"") == Source("")


def test_a_few_nuls_in_a_text_stay() -> None:
    data = EN.encode() + b"\x00" + EN.encode()
    assert decode(data).text.encode() == data


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b'<?xml version="1.0" encoding="ISO-8859-1"?><rss/>', "iso8859-1"),
        (b"<!DOCTYPE html>\n<html><meta charset=euc-kr><p>A text", "euc_kr"),
        (b"<html><meta content='text/html; charset=windows-1252'>", "cp1252"),
        (b"<html><meta charset=UTF-8>", "utf-8"),
        (b"<html><meta charset=utf-16>", "utf-8"),
        (b"<html><meta charset=cp037>", "utf-8"),  # no page in EBCDIC says so in ASCII
        (b"<html><meta charset=base64>", "utf-8"),
        (b"<html><meta charset=nothing>", "utf-8"),
        (b"A text says charset=euc-kr", "utf-8"),
    ],
)
def test_ascii_is_in_the_encoding_that_its_page_names(data: bytes, encoding: str) -> None:
    assert decode(data).encoding == encoding


@given(st.binary())
def test_whatever_is_decoded_can_be_written_back(data: bytes) -> None:
    try:
        source = decode(data)
    except EncodingError:
        return
    assert encode(source, source.text) == (data, source.encoding)


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"])))
def test_utf8_is_always_read_as_utf8(text: str) -> None:
    data = text.encode()
    if not data.startswith((b"%PDF-", b"{\\rtf", b"PK")):
        source = decode(data)
        assert source.bom + source.text.encode(source.encoding) == data
        assert source.encoding == "utf-8"


def test_a_lone_surrogate_cannot_be_written() -> None:
    with pytest.raises(EncodingError, match=r"lone surrogate.* character 1"):
        encode(Source(""), "a\udc00")


PAGE = (
    "<html><body><p>A reunião começou às três, não às quatro: informação é poder.</p></body></html>"
)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (PAGE.encode().replace(b"A re", b"\xe9 re"), "damaged-utf-8"),
        (b"\xef\xbb\xbf" + PAGE.encode().replace(b"A re", b"\xe9 re"), "damaged-utf-8"),
        (PAGE.encode("latin-1").replace(b"A re", b"\x81 re"), "damaged-cp1252"),
        (PAGE.encode("latin-1").replace(b"A re", b"\x01 re"), "latin-1"),
        (("<html><meta charset=latin1>" + PAGE).encode("cp1252") + b"\x93", "cp1252"),
        (("<html><meta charset=shift_jis>" + JA).encode("cp932"), "shift_jis"),
        (("<html><meta charset=gb2312>" + ZH).encode("gb18030") + b"\xff<p>", "damaged-gb18030"),
        (("<html><meta charset=utf-8>" + PAGE).encode("latin-1"), "latin-1"),
    ],
)
def test_a_bad_byte_is_no_reason_to_refuse_a_page(data: bytes, encoding: str) -> None:
    source = decode(data)
    assert source.encoding == encoding
    assert encode(source, source.text) == (data, encoding)
    assert len(bad_bytes(source.text)) == encoding.startswith("damaged")


def test_a_bad_byte_of_a_page_is_reported_with_its_place() -> None:
    data = PAGE.encode().replace(b"<p>", b"<p>\n \xe9 ")
    document = parse_bytes(data, "a.html")
    assert "line 2, column 2" in " ".join(notes(document))
    assert render_bytes(document) == data
