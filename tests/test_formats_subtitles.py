"""Subtitles: sentences whole in the body, the same cues and times in the file."""

import re

import pysubs2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pace import assert_in_line

from mlsum import api, formats, translation
from mlsum.core.document import Document, Source
from mlsum.core.errors import FormatError
from mlsum.core.lang import Lang
from mlsum.formats.subtitles import srt, webvtt
from mlsum.formats.subtitles.fit import LINE, cut, width, wrap
from mlsum.formats.subtitles.tags import untagged
from mlsum.request.options import Options

FILM = """1
00:00:01,000 --> 00:00:04,000
The minister said on Wednesday
that the two countries

2
00:00:04,100 --> 00:00:07,500
would sign the agreement
before the end of the year.

3
00:00:08,000 --> 00:00:11,000 X1:10 X2:20
{\\an8}<i>- Did you hear that?</i>
- Yes. It was very loud.

4
00:00:12,000 --> 00:00:12,800
[door opens]

5
00:00:13,000 --> 00:00:16,000
<i>Titanic</i> sank in 1912
and nobody was saved...

6
00:00:16,100 --> 00:00:18,000
...except those who had boats.

7
00:00:18,100 --> 00:00:20,000
<i>♪ Row, row your boat ♪</i>

8
00:00:20,100 --> 00:00:22,000
42

"""

TALK = """WEBVTT - a talk
Kind: captions
Language: en

NOTE made by hand

STYLE
::cue { color: yellow }

intro
00:01.000 --> 00:03.000 align:start position:10%
<v Ana Souza>We sell salt &amp; pepper,</v>

00:03.000 --> 00:05.000
<c.yellow>and <00:04.000>nothing else.</c>

00:06.000 --> 00:07.000

00:08.000 --> 00:09.000
The end &lt;3
"""


def read_srt(text: str) -> Document:
    return srt.parse(Source(text))


def said(document: Document) -> list[str]:
    return document.bodies[0].text.text.split("\n\n")


def rendered(document: Document, new: dict[str, str]) -> str:
    """The file with paragraphs of the body replaced."""
    body = document.bodies[0].text
    text = "\n\n".join(new.get(one, one) for one in said(document))
    module = srt if document.format == "srt" else webvtt
    return module.render(document, {body: text})


def test_sentences_are_whole_over_cues() -> None:
    assert said(read_srt(FILM)) == [
        "The minister said on Wednesday that the two countries would sign the agreement "
        "before the end of the year.",
        "Did you hear that?",
        "Yes. It was very loud.",
        "[door opens]",
        "<i>Titanic</i> sank in 1912 and nobody was saved... except those who had boats.",
        "Row, row your boat",
        "42",
    ]


def test_a_translation_fills_the_cues_of_its_sentence_by_their_shares() -> None:
    document = read_srt(FILM)
    new = (
        "O ministro disse na quarta-feira que os dois países vão assinar o acordo "
        "antes do fim do ano."
    )
    text = rendered(document, {said(document)[0]: new})
    cues = pysubs2.SSAFile.from_string(text)
    assert cues[0].plaintext == "O ministro disse na\nquarta-feira que os dois"
    assert cues[1].plaintext == "países vão assinar o\nacordo antes do fim do ano."
    old = pysubs2.SSAFile.from_string(FILM)
    assert [(one.start, one.end) for one in cues] == [(one.start, one.end) for one in old]
    assert text.split("\n3\n")[1] == FILM.split("\n3\n")[1]  # the rest to the byte


def test_voices_keep_their_dashes_tags_and_places() -> None:
    document = read_srt(FILM)
    text = rendered(document, {"Did you hear that?": "Você ouviu isso?"})
    assert "X2:20\n{\\an8}<i>- Você ouviu isso?</i>\n- Yes. It was very loud.\n" in text


def test_music_and_sounds_keep_their_marks() -> None:
    document = read_srt(FILM)
    new = {"Row, row your boat": "Rema, rema o barco", "[door opens]": "[porta abre]"}
    text = rendered(document, new)
    assert "<i>♪ Rema, rema o barco ♪</i>\n" in text
    assert "\n[porta abre]\n" in text


def test_tags_inside_are_marks_of_the_text() -> None:
    document = read_srt(FILM)
    assert document.bodies[0].markup == "markdown"
    old = said(document)[4]
    assert old.startswith("<i>Titanic</i> sank in")
    new = "O <i>Titanic</i> afundou e ninguém se salvou... só quem tinha barco."
    text = rendered(document, {old: new})
    assert "\nO <i>Titanic</i> afundou e ninguém se salvou...\n" in text
    assert "\n...só quem tinha barco.\n" in text
    assert read_srt("1\n00:00:01,0 --> 00:00:04,0\n<i>We met.</i>\n").bodies[0].markup == "plain"


HAN = "漢字" * 9


@pytest.mark.parametrize(
    ("cue", "text", "new", "written"),
    [
        ("{\\i1}A{\\i0} ship.", "<i>A</i> ship.", "Uma <i>nave</i>.", "Uma <i>nave</i>."),
        ("<b>b</b> <i>i</i> so", "<b>b</b> <i>i</i> so", "<b>b <i>i</i></b>", "<b>b <i>i</i></b>"),
        ("I <c>saw</c> <00:02.000><c>h</c>er", "I saw her", "Eu a vi", "Eu a vi"),
        ("a <b>b</i> <u>c", "a b c", "a </b>b<i>", "a b"),
        ("Of <i>New\nYork</i> we", "Of <i>New York</i> we", "De <i>N Y</i>", "De <i>N Y</i>"),
        ("a <i>- ?</i> b", "a - ? b", "c", "c"),
        ("<i>漢</i> b", "<i>漢</i> b", f"{HAN}<i>漢字</i>", f"{HAN[:10]}\n{HAN[10:]}<i>漢字</i>"),
        ("a <i>漢</i> b", "a <i>漢</i> b", f"漢<i>字{HAN}</i>", f"漢<i>字{HAN[:8]}\n{HAN[8:]}</i>"),
    ],
)  # fmt: skip
def test_tags_are_written_where_the_new_text_has_them(
    cue: str, text: str, new: str, written: str
) -> None:
    document = read_srt(f"1\n00:00:01,0 --> 00:00:04,0\n{cue}\n")
    assert said(document) == [text]
    assert rendered(document, {text: new}).endswith(f"\n{written}\n")


def test_a_tag_over_two_cues_is_closed_in_each() -> None:
    cues = ("He <b>came and", "went</b> home")
    text = "".join(f"{i}\n00:00:0{i},0 --> 00:00:0{i},9\n{cue}\n\n" for i, cue in enumerate(cues))
    document = read_srt(text)
    assert said(document) == ["He <b>came and went</b> home"]
    new = rendered(document, {said(document)[0]: "Ele <b>veio cedo e partiu</b> já"})
    assert "\nEle <b>veio cedo</b>\n" in new
    assert "\n<b>e partiu</b> já\n" in new


def test_what_is_said_between_tags_is_escaped() -> None:
    document = webvtt.parse(Source("WEBVTT\n\n00:01.000 --> 00:03.000\n<b>a</b> &amp; b\n"))
    assert said(document) == ["<b>a</b> & b"]
    assert rendered(document, {said(document)[0]: "a <b>& c</b> < d"}).endswith(
        "a <b>&amp; c</b> &lt; d\n"
    )


@pytest.mark.parametrize("format", ["srt", "webvtt"])
def test_speakers_after_chevrons_keep_their_lines(format: str) -> None:
    head, mark = ("WEBVTT\n\n", "&gt;&gt;") if format == "webvtt" else ("1\n", ">>")
    times = "00:00:01.000 --> 00:00:04.000\n".replace(".", "." if format == "webvtt" else ",")
    text = f"{head}{times}{mark} Host: Who is there?\n{mark} Guest: It is me.\n"
    document = formats.parse_text(text, format)
    part = document.bodies[0].text
    assert part.text.split("\n\n") == ["Host: Who is there?", "Guest: It is me."]
    new = formats.render(document, {part: "Host: Quem?\n\nGuest: Sou eu."})
    assert new.endswith(f"{mark} Host: Quem?\n{mark} Guest: Sou eu.\n")


def test_voices_of_one_cue_keep_their_names_and_lines() -> None:
    text = (
        "WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ana>I have seen\n<v.loud Rui Gil>the sea and\n\n"
        "00:03.000 --> 00:05.000\n<v Rui Gil>the land.</v>\n\n"
        "00:05.000 --> 00:06.000\n<v Ana>and me\n"
    )
    document = webvtt.parse(Source(text))
    assert said(document) == ["I have seen", "the sea and the land.", "and me"]
    new = rendered(document, {"I have seen": "Eu vi", "the sea and the land.": "o mar e a terra."})
    assert "\n<v Ana>Eu vi\n<v.loud Rui Gil>o mar e\n\n" in new
    assert "\n<v Rui Gil>a terra.</v>\n" in new


def test_a_cue_that_ends_before_it_begins_has_no_speed() -> None:
    document = read_srt("1\n00:00:04,0 --> 00:00:01,0\nWe met.\n")
    assert srt.notes(document, {document.bodies[0].text: "Nós nos encontramos."}) == ()


@pytest.mark.parametrize(
    ("cues", "runs"),
    [
        (["Mr.", "Smith came."], ["Mr. Smith came."]),
        (["He came.", "She left."], ["He came.", "She left."]),
        (["他说", "他会来。"], ["他说他会来。"]),
        (["나는 어제", "집에 갔다."], ["나는 어제 집에 갔다."]),
        (["♪ la la", "he said ♪"], ["la la", "he said"]),
        (["so", "(LAUGHS)", "yes"], ["so", "(LAUGHS)", "yes"]),
        (["- Yes.", "- No."], ["Yes.", "No."]),
        (["<i>She", "left.</i>"], ["She left."]),
        (["...", "?"], []),
        (["-5 degrees"], ["-5 degrees"]),
        (["# We sing and say #"], ["We sing and say"]),
        (["#MeToo and C#"], ["#MeToo and C#"]),
        (["<i>♪ La la ♪</i> {\\an8}"], ["La la"]),
        (["<b>one</b>\n<b>two</b>"], ["one two"]),
        (
            ["The door said", "KEEP OUT", "NO ENTRY", "and we left."],
            ["The door said", "KEEP OUT", "NO ENTRY", "and we left."],
        ),
        (["He works for", "NASA."], ["He works for NASA."]),
        (["HE WORKS FOR", "THE AGENCY."], ["HE WORKS FOR THE AGENCY."]),
    ],
)
def test_what_is_joined(cues: list[str], runs: list[str]) -> None:
    text = "\n\n".join(
        f"{i}\n00:00:{i:02},000 --> 00:00:{i:02},900\n{cue}" for i, cue in enumerate(cues, 1)
    )
    assert [one for body in read_srt(text).bodies for one in body.text.text.split("\n\n")] == runs


@pytest.mark.parametrize(("text", "name"), [(FILM, "srt"), (TALK, "webvtt")])
def test_files_are_recognized_without_a_name(text: str, name: str) -> None:
    assert formats.parse_text(text).format == name


def test_a_pause_ends_a_sentence() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\nI thought\n\n2\n00:01:01,000 --> 00:01:02,000\nit over"
    )
    assert said(read_srt(text)) == ["I thought", "it over"]


@pytest.mark.parametrize(
    "text",
    [
        FILM.replace("\n", "\r\n"),
        FILM.rstrip("\n"),
        FILM.replace(",", "."),
        re.sub(r"(?m)^\d\n", "", FILM),  # without numbers
        FILM.replace("\n\n", "\n"),  # without blank lines
        FILM.replace("said on", "said\n\non"),  # a blank line inside
        "\n\n" + FILM,
    ],
)
def test_files_that_are_not_strict_keep_their_form(text: str) -> None:
    document = read_srt(text)
    assert srt.sniff(document.source)
    assert srt.render(document, {}) == text
    first = said(document)[0]
    assert first.startswith("The minister said")
    new = rendered(document, {"Did you hear that?": "Ouviu?"})
    assert new == text.replace("Did you hear that?", "Ouviu?")


def test_numbers_alone_in_a_cue_are_its_text() -> None:
    document = read_srt("1\n00:00:01,0 --> 00:00:02,0\n42\n\n2\n00:00:09,0 --> 00:00:10,0\nb.")
    assert said(document) == ["42", "b."]


def test_webvtt_keeps_settings_voices_notes_and_escapes() -> None:
    document = webvtt.parse(Source(TALK))
    assert said(document) == ["We sell salt & pepper, and nothing else.", "The end <3"]
    assert [field.value.text for field in document.fields] == ["en"]
    new = rendered(document, {said(document)[0]: "Vendemos sal & pimenta, e nada mais."})
    assert "position:10%\n<v Ana Souza>Vendemos sal &amp; pimenta,</v>\n" in new
    assert "\n<c.yellow>e nada mais.</c>\n" in new
    assert new.split("00:06.000")[1] == TALK.split("00:06.000")[1]
    language = document.fields[0].value
    assert "\nLanguage: pt\n" in webvtt.render(document, {language: "pt"})


def test_captions_that_youtube_makes_are_read() -> None:
    text = (
        "WEBVTT\nKind: captions\nLanguage: en\n\n00:00:00.000 --> 00:00:02.000 align:start\n \n"
        "so<00:00:00.500><c> we</c><00:00:01.000><c> met</c>\n\n00:00:02.000 --> 00:00:04.000\n"
        "so we met\nin<00:00:02.500><c> the</c><00:00:03.000><c> city.</c>\n"
    )
    document = webvtt.parse(Source(text))
    assert webvtt.render(document, {}) == text
    assert said(document) == ["so we met so we met in the city."]
    new = rendered(document, {said(document)[0]: "então nos encontramos na cidade."})
    assert "align:start\n \nentão" in new
    assert "<c>" not in new


@pytest.mark.parametrize(
    ("module", "text"),
    [(srt, "Hello there"), (srt, "1\n00:00 -> 00:01\nx"), (webvtt, "00:01.000 --> 00:02.000\nx")],
)
def test_what_has_no_cues_is_refused(module: object, text: str) -> None:
    with pytest.raises(FormatError):
        module.parse(Source(text))  # type: ignore[attr-defined]


def test_a_file_without_words_has_no_body() -> None:
    assert webvtt.parse(Source("WEBVTT\n")).bodies == ()
    assert read_srt("1\n00:00:01,0 --> 00:00:02,0\n♪\n").bodies == ()


def test_what_runs_too_fast_or_long_is_told() -> None:
    document = read_srt(FILM)
    body = document.bodies[0].text
    assert srt.notes(document, {}) == ()
    assert srt.notes(document, {body: body.text.replace("Yes", "Sim")}) == ()
    slow = body.text.replace("[door opens]", "[a porta da frente se abre]")
    (note,) = srt.notes(document, {body: slow})
    assert "1 of 8 cues run faster than 20 characters a second; the fastest, cue 4, at 34" in note
    long = body.text.replace("It was very loud.", "It was louder than anything in the world.")
    assert any("lines over 42" in note for note in srt.notes(document, {body: long}))


def test_a_body_with_other_paragraphs_is_cut_over_all_cues() -> None:
    document = read_srt("1\n00:00:01,0 --> 00:00:02,0\nOne.\n\n2\n00:00:03,0 --> 00:00:04,0\nTwo.")
    text = srt.render(document, {document.bodies[0].text: "Um dois"})
    assert [cue.plaintext for cue in pysubs2.SSAFile.from_string(text)] == ["Um", "dois"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Short.", ["Short."]),
        (
            "We met them in the city, and then we went",
            ["We met them in the city, and then we went"],
        ),
        (
            "We met them in the city, and then we went home again.",
            ["We met them in the city,", "and then we went home again."],
        ),
        (
            "国防部长星期三会见了来自北约八个成员国的代表们",
            ["国防部长星期三会见了来", "自北约八个成员国的代表们"],
        ),
        ("Donaudampfschifffahrtsgesellschaftskapitänsmütze", None),
    ],
)
def test_lines_are_balanced(text: str, lines: list[str] | None) -> None:
    assert wrap(text) == (lines or [text])
    assert wrap(text, 1) == [text]


words = st.lists(st.text("abcdeé", min_size=1, max_size=9), min_size=1, max_size=60)


@given(words, st.integers(1, 7))
def test_a_cut_loses_no_word(said: list[str], count: int) -> None:
    text = " ".join(said)
    pieces = cut(text, [10.0] * count, [2 * LINE] * count)
    assert len(pieces) == count
    assert all(pieces)
    if len(said) >= count:
        assert " ".join(pieces) == text
    else:
        assert list(dict.fromkeys(pieces)) == list(dict.fromkeys(said))


@given(words)
def test_two_lines_are_enough_for_what_two_lines_hold(said: list[str]) -> None:
    text = " ".join(said)
    lines = wrap(text)
    assert " ".join(lines) == text
    assert len(lines) <= 2
    if width(text) <= 2 * LINE - 20:
        assert all(width(line) <= LINE for line in lines)


# No number stands alone on a line: in SubRip it would be that of the next cue.
pieces = st.lists(
    st.sampled_from(
        [
            "two men\n",
            "\n",
            "\n\n00:00:01,000 --> 00:00:02,000\n",
            "- Hi.\n",
            "<i>",
            "</i>",
            "a\r\n",
            "{\\an8}",
            "…",
        ]
    )
)


@given(pieces)
def test_any_text_comes_back_and_takes_a_body(parts: list[str]) -> None:
    text = "00:00:01,000 --> 00:00:02,000\n" + "".join(parts)
    for module, whole in ((srt, text), (webvtt, "WEBVTT\n\n" + text.replace(",", "."))):
        document = module.parse(Source(whole))
        assert module.render(document, {}) == whole
        for body in document.bodies:
            new = module.render(document, {body.text: body.text.text + " x"})
            again = module.parse(Source(new)).bodies[0].text.text
            assert words(again) == [*words(body.text.text), "x"]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", untagged(text))


def test_a_line_of_tags_alone_leaves_no_blank_line_behind() -> None:
    document = webvtt.parse(Source("WEBVTT\n\n00:01.000 --> 00:02.000\n</i>\n<i>7 men\n"))
    new = webvtt.render(document, {document.bodies[0].text: "8 men"})
    assert new == "WEBVTT\n\n00:01.000 --> 00:02.000\n8 men\n"


@pytest.mark.parametrize(("before", "after"), [("<b>", "</b>"), ("<i>a</i> ", ""), ("</b><i>", "")])
def test_no_tags_take_more_than_linear_time(before: str, after: str) -> None:
    def shown(count: int) -> None:
        cue = f"He {before * count}a{after * count} came"
        document = read_srt(f"1\n00:00:01,0 --> 00:00:02,0\n{cue}\n")
        rendered(document, {one: f"{one} b" for one in said(document)})

    assert_in_line(shown, 9000)


SPOKEN = """1
00:00:01,000 --> 00:00:03,000
[DOOR CLOSES]
MARIA: Hello, my friend

2
00:00:04,000 --> 00:00:06,000
♪ The moon is over the river ♪
♪ and the night is long ♪

3
00:00:07,000 --> 00:00:09,000
MAN 1: Stop that car!
MR. YOUNG: The bus was late.

4
00:00:10,000 --> 00:00:12,000
(phone rings)
Where are you going tonight?
"""


def test_every_voice_sound_and_line_of_a_song_stays_on_its_line() -> None:
    document = api.parse(SPOKEN, "srt")
    result = translation.run(document, Options(Lang("pt")))
    cues = [cue.split("\n")[2:] for cue in formats.render(document, result.edits).split("\n\n")]
    (sound, maria), songs, (man, young), (phone, question) = ([*filter(None, one)] for one in cues)
    assert (sound[0], sound[-1], phone[0], phone[-1]) == ("[", "]", "(", ")")
    assert "DOOR" not in sound
    assert maria.startswith("MARIA: ")
    assert [(one[:2], one[-2:]) for one in songs] == [("♪ ", " ♪")] * 2
    assert man.startswith("HOMEM 1: ")
    assert young.startswith("MR. YOUNG: ")
    assert question.endswith("?")
