"""Archives: what is not replaced stays as it is stored; what is no document is refused."""

from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office import packed, parts

from mlsum.core.errors import FormatError
from mlsum.formats.office import archive
from mlsum.formats.office.archive import Archive, is_archive

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0/\\"), min_size=1, max_size=8)
CONTENTS = st.dictionaries(NAMES, st.binary(max_size=300), min_size=1, max_size=6)


class Unseekable(BytesIO):
    """A stream to which archives are written with the sizes behind the parts."""

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise OSError


def written(contents: dict[str, bytes], streamed: bool, comment: bytes) -> bytes:
    buffer = Unseekable() if streamed else BytesIO()
    methods = (ZIP_DEFLATED, ZIP_STORED, ZIP_BZIP2)
    with ZipFile(buffer, "w") as made:
        for number, (name, content) in enumerate(contents.items()):
            made.writestr(name, content, methods[number % 3])
        made.comment = comment
    return buffer.getvalue()


# A comment that looks like the end of an archive is taken for it.
COMMENTS = st.binary(max_size=20).filter(lambda comment: b"PK" not in comment)


@given(CONTENTS, st.booleans(), COMMENTS)
def test_with_nothing_replaced_the_archive_is_the_same(
    contents: dict[str, bytes], streamed: bool, comment: bytes
) -> None:
    data = written(contents, streamed, comment)
    assert Archive(data).replaced({}) == data


@given(CONTENTS, st.booleans(), st.data())
def test_what_is_replaced_is_new_and_the_rest_is_stored_as_it_was(
    contents: dict[str, bytes], streamed: bool, draw: st.DataObject
) -> None:
    data = written(contents, streamed, b"")
    name = draw.draw(st.sampled_from(sorted(contents)))
    new = draw.draw(st.binary(max_size=300))
    made = Archive(data).replaced({name: new})
    assert parts(made) == {**contents, name: new}
    before, after = ZipFile(BytesIO(data)).infolist(), ZipFile(BytesIO(made)).infolist()
    assert [it.filename for it in before] == [it.filename for it in after]
    for old, now in zip(before, after, strict=True):
        assert (old.date_time, old.external_attr) == (now.date_time, now.external_attr)
        if old.filename != name:
            assert raw(data, old) == raw(made, now)


def raw(data: bytes, info: ZipInfo) -> bytes:
    """A part as it is stored, with its header."""
    return data[info.header_offset :][: 30 + len(info.filename.encode()) + info.compress_size]


def test_what_stands_before_the_archive_stays() -> None:
    data = b"#!/bin/sh\n" + packed({"a": "b", "c": "d"})
    assert Archive(data).replaced({"a": b"x"}).startswith(b"#!/bin/sh\n")
    assert parts(Archive(data).replaced({"a": b"x"})) == {"a": b"x", "c": b"d"}


def test_sizes_of_more_than_32_bits_are_written_as_they_are_needed() -> None:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as made:
        for name in ("a", "b"):
            with made.open(ZipInfo(name), "w", force_zip64=True) as part:
                part.write(b"content")
    assert parts(Archive(buffer.getvalue()).replaced({"a": b"new"})) == {
        "a": b"new",
        "b": b"content",
    }


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"PK\x03\x04", "damaged archive"),
        (packed({"a": "b" * 999})[:-9], "damaged archive"),
        (packed({"a": "b"}).replace(b"PK\x01\x02", b"XX\x01\x02"), "damaged archive"),
    ],
)
def test_a_damaged_archive_is_refused(data: bytes, problem: str) -> None:
    with pytest.raises(FormatError, match=problem):
        Archive(data, "a.docx")


def test_a_part_that_is_damaged_or_missing_is_named() -> None:
    data = bytearray(packed({"a": "b" * 999}, stored="a"))
    data[60] ^= 1
    with pytest.raises(FormatError, match="a: Bad CRC"):
        Archive(bytes(data)).read("a")
    with pytest.raises(FormatError, match="c is missing"):
        Archive(packed({"a": "b"})).read("c")


def test_a_part_that_is_there_twice_is_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        data = written_twice()
    with pytest.raises(FormatError, match="twice"):
        Archive(data)


def written_twice() -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as made:
        made.writestr("a", "1")
        made.writestr("a", "2")
    return buffer.getvalue()


def test_parts_that_overlap_are_refused() -> None:
    data = packed({"a": "b" * 99, "b": "c"}, stored="a")
    with pytest.raises(FormatError, match="overlaps"):
        overlapping(data).replaced({"a": b"x"})


def overlapping(data: bytes) -> Archive:
    made = Archive(data)
    made._infos[0].compress_size = 9999
    return made


def test_a_password_is_told() -> None:
    data = bytearray(packed({"a": "b"}))
    at = data.index(b"PK\x01\x02")
    data[6] |= 1
    data[at + 8] |= 1
    with pytest.raises(FormatError, match="password"):
        Archive(bytes(data)).read("a")


def test_a_bomb_is_refused_before_it_goes_off(monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed({"a": "\0" * (9 << 20)})
    with pytest.raises(FormatError, match="unpacks to 9 MiB"):
        Archive(data).read("a")
    monkeypatch.setattr(archive, "_LARGEST_SUM", 1000)
    made = Archive(packed({"a": "b" * 600, "c": "d" * 600}))
    made.read("a")
    with pytest.raises(FormatError, match="more than a document should"):
        made.read("c")
    monkeypatch.setattr(archive, "_MOST_PARTS", 1)
    with pytest.raises(FormatError, match="2 parts"):
        Archive(packed({"a": "b", "c": "d"}))


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(packed({"a": "b" * 99}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (50).to_bytes(4, "little")
    with pytest.raises(FormatError, match="damaged"):
        Archive(bytes(data)).read("a")


def test_an_archive_is_told_by_its_first_bytes() -> None:
    assert is_archive(packed({"a": "b"}))
    assert not is_archive(b"PK")
