"""Mail: only what changes is rewritten, and the standard library reads it as it was meant."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from mailbox import mbox as Mailbox
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pace import assert_in_line
from pdfs import column, pdf
from typer.testing import CliRunner

from mlsum import formats
from mlsum.cli import app
from mlsum.core.document import Document, Part, Source
from mlsum.core.errors import FormatError
from mlsum.formats.mail import eml
from mlsum.formats.mail.prose import Flow, own_text, rewritten

TEXT = f"""Dear Ana,

the minister met the representatives of eight member states on
Wednesday in order to expand the cooperation in security.

- first point
- second point

Best regards
Hong

--{" "}
Hong Gil-dong
Ministry

On Tue, 12 Dec 2023 at 10:00, Ana Souza <ana@example.br> wrote:
> When do we meet?
"""

HTML = """<html><body><p>Dear Ana,</p><p>the minister <b>met</b> them.</p>
<div class="gmail_quote"><blockquote>When do we meet?</blockquote></div></body></html>
"""


def message(text: str = TEXT, **settings: str) -> EmailMessage:
    made = EmailMessage(policy=policy.SMTP)
    made["From"] = "홍길동 <hong@example.kr>"
    made["To"] = '"Souza, Ana" <ana@example.br>, kim@example.kr'
    made["Subject"] = "Re: Was wir noch für den Mittwoch brauchen – eine Liste"
    made["Date"] = "Wed, 13 Dec 2023 05:00:00 -0300"
    made["Message-ID"] = "<1@example.kr>"
    made.set_content(text, **settings)
    return made


def read(made: EmailMessage | bytes) -> Document:
    data = made if isinstance(made, bytes) else made.as_bytes()
    document = formats.parse_bytes(data, "a.eml")
    assert document.format == "eml"
    assert formats.render_bytes(document) == data
    return document


def changed(document: Document, new: dict[str, str]) -> EmailMessage:
    """The mail with some texts replaced, as the standard library reads it."""
    parts = [field.value for field in document.fields] + [body.text for body in document.bodies]
    edits = {part: new.get(part.text, part.text) for part in parts}
    data = formats.render_bytes(document, edits)
    again = message_from_bytes(data, policy=policy.default)
    assert not again.defects
    return again  # type: ignore[return-value]


def unix(text: str) -> str:
    return text.replace("\r\n", "\n")


def body_of(document: Document, index: int = 0) -> str:
    return document.bodies[index].text.text


def test_the_head_is_fields_with_their_meaning() -> None:
    fields = read(message()).items[0].fields
    assert [(one.label.text, one.key, one.value.text) for one in fields] == [
        ("From", "sender", "홍길동 <hong@example.kr>"),
        ("To", "recipient", '"Souza, Ana" <ana@example.br>'),
        ("To", "recipient", "kim@example.kr"),
        ("Subject", "title", "Was wir noch für den Mittwoch brauchen – eine Liste"),
        ("Date", "date", "Wed, 13 Dec 2023 05:00:00 -0300"),
        ("Message-ID", "id", "<1@example.kr>"),
    ]


def test_what_the_sender_wrote_is_the_body() -> None:
    assert body_of(read(message())) == TEXT[: TEXT.index("\n\n-- ")].replace(
        "regards\nHong", "regards\n\nHong"
    )


def test_a_new_head_keeps_addresses_dates_and_re() -> None:
    document = read(message())
    new = changed(
        document,
        {
            "홍길동 <hong@example.kr>": "Hong Gildong <hong@example.kr>",
            '"Souza, Ana" <ana@example.br>': "소우자 아나 <ana@example.br>",
            "Was wir noch für den Mittwoch brauchen – eine Liste": "수요일에 더 필요한 것 " * 6,
            "Wed, 13 Dec 2023 05:00:00 -0300": "13 de dezembro",
            "<1@example.kr>": "x",
        },
    )
    assert new["From"] == "Hong Gildong <hong@example.kr>"
    assert new["To"].addresses[0].display_name == "소우자 아나"
    assert new["To"].addresses[1].addr_spec == "kim@example.kr"
    assert new["Subject"] == "Re: " + ("수요일에 더 필요한 것 " * 6).strip()
    assert new["Date"] == "Wed, 13 Dec 2023 05:00:00 -0300"
    assert new["Message-ID"] == "<1@example.kr>"


@pytest.mark.parametrize("transfer", ["7bit", "quoted-printable", "base64"])
def test_a_new_text_keeps_quotations_and_the_signature(transfer: str) -> None:
    document = read(message(cte=transfer))
    new = changed(document, {body_of(document): body_of(document).replace("Dear", "Querida é")})
    assert unix(new.get_content()) == TEXT.replace("Dear", "Querida é")
    kept = "quoted-printable" if transfer == "7bit" else transfer
    assert new["Content-Transfer-Encoding"] == kept
    assert new.get_content_charset() == "utf-8"
    assert new["Date"] == "Wed, 13 Dec 2023 05:00:00 -0300"


@pytest.mark.parametrize(
    ("charset", "text", "becomes", "new"),
    [
        ("iso-8859-1", "Olá, é assim.", "iso-8859-1", "Ação já."),
        ("iso-8859-1", "Olá, é assim.", "utf-8", "안녕"),
        ("euc-kr", "안녕하세요.", "euc-kr", "반갑습니다"),
        ("iso-2022-jp", "こんにちは。", "utf-8", "Olá"),
        ("utf-8", "안녕", "utf-8", "Olá"),
    ],
)
def test_a_charset_stays_while_it_has_the_letters(
    charset: str, text: str, becomes: str, new: str
) -> None:
    data = (
        b"Subject: x\r\nMessage-ID: <1@a>\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: text/plain; charset=" + charset.encode() + b"; x=y\r\n"
        b"Content-Transfer-Encoding: 8bit\r\n\r\n" + text.encode(charset) + b"\r\n"
    )
    document = read(data)
    assert body_of(document) == text
    again = changed(document, {text: new})
    assert again.get_content_charset() == becomes
    assert again.get_content().strip() == new
    assert again.get_param("x") == "y"


def test_a_mail_that_declares_nothing_gets_the_fields_it_needs() -> None:
    document = read(b"From: a@b.c\nSubject: Hi\n\nHello there.\n")
    again = changed(document, {"Hello there.": "Olá, João."})
    assert again.get_content() == "Olá, João.\n"
    assert again["MIME-Version"] == "1.0"


def test_several_encodings_in_one_file_are_no_obstacle() -> None:
    data = (
        b"From: a@b.c\nMessage-ID: <1@a>\nSubject: Ol\xc3\xa1\nContent-Type: multipart/mixed; "
        b"boundary=x\n\n--x\nContent-Type: text/plain; charset=latin1\n\nOl\xe1.\n"
        b"--x\nContent-Type: text/plain; charset=cp949\n\n\xbe\xc8\xb3\xe7\n--x--\n"
    )
    document = read(data)
    assert [one.value.text for one in document.fields][1:] == ["<1@a>", "Olá"]
    assert [body.text.text for body in document.bodies] == ["Olá.", "안녕"]
    again = changed(document, {"Olá.": "É já.", "안녕": "반가워"})
    first, second = again.iter_parts()
    assert (first.get_content(), second.get_content()) == ("É já.", "반가워")


def test_on_the_screen_a_mail_is_in_its_own_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(
        b"Subject: x\nMessage-ID: <1@a>\nContent-Type: text/plain; charset=latin1\n"
        b"Content-Transfer-Encoding: 8bit\n\nOl\xe1, voc\xea vem amanh\xe3?\n"
    )
    command = ["translate", str(path), "--to", "es", "--engine", "echo", "--source", "pt"]
    done = CliRunner().invoke(app, command, catch_exceptions=False)
    assert b"\n[es] Ol\xe1, voc\xea vem amanh\xe3?\n" in done.stdout_bytes


def test_html_is_the_twin_of_a_text_and_stands_alone_without_one() -> None:
    made = message()
    made.add_alternative(HTML, subtype="html")
    document = read(made)
    assert [(body.markup, body.twin) for body in document.bodies] == [
        ("plain", False),
        ("html", True),
    ]
    html = body_of(document, 1)
    assert html.endswith("<b>met</b> them.</p>")
    again = changed(document, {html: html.replace("Dear", "Querida")})
    assert unix(again.get_body(("html",)).get_content()) == HTML.replace("Dear", "Querida")  # type: ignore[union-attr]
    assert unix(again.get_body(("plain",)).get_content()) == TEXT  # type: ignore[union-attr]
    alone = message()
    alone.set_content(HTML, subtype="html")
    (body,) = read(alone).bodies
    assert (body.markup, body.twin) == ("html", False)


def test_attached_documents_are_further_items_and_come_back() -> None:
    made = message("See the report.\n")
    made.add_attachment(
        b"# Report\n\nAll is well.\n", maintype="text", subtype="markdown", filename="r.md"
    )
    made.add_attachment(
        '{"title": "More", "text": "Às vezes."}'.encode("latin-1"),
        maintype="application",
        subtype="json",
        filename="r.json",
    )
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    made.add_attachment(b"\0\1", maintype="application", subtype="x-y", filename="data.bin")
    made.add_attachment(b"\0\1\2", maintype="text", subtype="plain", filename="broken.txt")
    document = read(made)
    assert [body.text.text for body in document.bodies] == [
        "See the report.",
        "# Report\n\nAll is well.",
        "Às vezes.",
    ]
    again = changed(
        document, {body_of(document, 1): "# Relatório\n\nTudo bem.", "Às vezes.": "가끔"}
    )
    report, data, image, *_ = again.iter_attachments()
    assert report.get_content() == "# Relatório\n\nTudo bem.\n"
    assert data.get_content() == '{"title": "More", "text": "가끔"}'.encode()
    assert image.get_content() == b"\x89PNG"
    notes = formats.notes(document)
    assert any("data.bin stays as it is" in note for note in notes)
    assert any("broken.txt stays as it is" in note for note in notes)
    assert len(notes) == 2


def test_a_pdf_that_is_attached_is_read_and_stays() -> None:
    pytest.importorskip("pypdfium2", reason="the extra documents is not installed")
    made = message("See the report.\n")
    data = pdf([column(60, 700, ["The minister met the representatives."])])
    made.add_attachment(data, maintype="application", subtype="pdf", filename="r.pdf")
    document = read(made)
    assert body_of(document, 1) == "The minister met the representatives."
    assert formats.notes(document) == ()
    (note,) = formats.notes(document, {document.bodies[1].text: "O ministro."})
    assert "r.pdf stays as it is: a PDF is read, not written back" in note
    again = changed(document, {body_of(document, 1): "O ministro."})
    assert next(again.iter_attachments()).get_content() == data


def test_a_forwarded_message_is_an_item_of_its_own() -> None:
    made = message("Please read this.\n")
    inner = message("The inner text.\n")
    made.add_attachment(inner)
    document = read(made)
    assert [len(item.fields) for item in document.items] == [6, 6]
    again = changed(document, {"The inner text.": "O texto."})
    attached = next(again.iter_attachments())
    assert attached.get_content().get_content().strip() == "O texto."


PICTURE = bytes(range(256)) * 9
ENVELOPES = ("", "From ana@example.br Mon May  2 16:07:05 2005\n", "\n\r\n", "\n\nFrom ana 2005\n")


def forwarded(outer: str, inner: str) -> bytes:
    """A mail with a picture, and one inside that has another; lines before the head of each."""
    within = EmailMessage(policy=policy.default)
    within["From"], within["Subject"] = "Ana <ana@example.br>", "The bridge over the river"
    within["Message-ID"] = "<2@example.br>"
    within.set_content("The bridge is open.")
    within.add_attachment(PICTURE, "application", "octet-stream", filename="b.bin")
    around = message("Please read it.")
    around.add_attachment(PICTURE[::-1], "image", "png", filename="a.png")
    around.add_attachment(within)
    head = "From: Ana"
    data = around.as_bytes(policy=policy.default).decode()
    return (outer + data.replace(head, inner + head)).encode()


def attachments(data: bytes) -> list[tuple[str, object]]:
    """The files in a mail, as the standard library finds them behind the line `From …`."""
    data = data.replace(b"\n\n\nFrom", b"\n\nFrom").lstrip()
    leaves = [one for one in message_from_bytes(data).walk() if not one.is_multipart()]
    return [
        (one.get_filename(), one.get_payload(decode=True)) for one in leaves if one.get_filename()
    ]


@pytest.mark.parametrize("outer", ENVELOPES)
@pytest.mark.parametrize("inner", ENVELOPES)
def test_a_line_of_a_folder_or_blank_lines_before_a_head_are_no_obstacle(
    outer: str, inner: str
) -> None:
    data = forwarded(outer, inner)
    document = read(data)
    said = {"Please read it.": "Por favor, leia.", "The bridge is open.": "A ponte está aberta."}
    assert [body.text.text for body in document.bodies] == list(said)
    assert "The bridge over the river" in [one.value.text for one in document.fields]
    edits = {body.text: said[body.text.text] for body in document.bodies}
    new = formats.render_bytes(document, edits)
    assert new.startswith(outer.encode())
    assert attachments(new) == attachments(data) != []
    again = formats.parse_bytes(new, "a.eml")
    assert [body.text.text for body in again.bodies] == list(said.values())


def test_an_eml_of_several_messages_is_a_folder() -> None:
    head = b"From: Ana\nSubject: One\nMessage-ID: <1@a>\n\nText.\n\n"
    one = ENVELOPES[1].encode() + head
    assert formats.parse_bytes(one * 2, "a.eml").format == "mbox"


@pytest.mark.parametrize("boundary", ["=_next=1", "----=_Part_1", "a/b?c", "'x", "a:b", "(x"])
def test_a_boundary_needs_no_quotes(boundary: str) -> None:
    data = (
        "Subject: A bridge\nMessage-ID: <1@a>\nMIME-Version: 1.0\n"
        f"Content-Type: multipart/mixed;\n\tboundary={boundary}\n\nNo MIME here.\n"
        f"--{boundary}\nContent-Type: text/plain\n\nThe bridge is open.\n"
        f"--{boundary}\nContent-Type: text/plain\n\nAnd the road.\n--{boundary}--\n"
    ).encode()
    document = read(data)
    assert [body.text.text for body in document.bodies] == ["The bridge is open.", "And the road."]


def test_the_messages_of_a_digest_are_messages() -> None:
    part = "--x\n\nFrom: Ana <a@b.br>\nSubject: A bridge\nMessage-ID: <1@a>\n\nIt is open.\n"
    data = (
        "Subject: All\nMessage-ID: <0@a>\nMIME-Version: 1.0\n"
        f"Content-Type: multipart/digest; boundary=x\n\n{part * 2}--x--\n"
    ).encode()
    document = read(data)
    assert [body.text.text for body in document.bodies] == ["It is open."] * 2


@pytest.mark.parametrize(
    "kind", ["multipart/mixed; boundary=y", "multipart/mixed", "text/calendar"]
)
def test_what_is_not_read_of_a_mail_is_reported(kind: str) -> None:
    data = f"Subject: A\nMessage-ID: <1@a>\nContent-Type: {kind}\n\n--x\n\nText.\n".encode()
    assert formats.notes(read(data))
    assert formats.notes(read(data))


def test_signed_and_encrypted_mail_says_so() -> None:
    signed = (
        b"From: a@b.c\nMessage-ID: <1@a>\nContent-Type: multipart/signed; boundary=x; "
        b'protocol="application/pgp-signature"\n\n--x\nContent-Type: text/plain\n\nHello you.\n'
        b"--x\nContent-Type: application/pgp-signature; name=s.asc\n\nabc\n--x--\n"
    )
    document = read(signed)
    assert formats.notes(document) == ()
    (note,) = formats.notes(document, {document.bodies[0].text: "Olá."})
    assert "signature" in note
    closed = signed.replace(b"multipart/signed", b"multipart/encrypted")
    assert any("encrypted" in note for note in formats.notes(read(closed)))


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("New.\n\n-----Original Message-----\nFrom: x\n", "New."),
        ("Novo.\n\n________________________________\nDe: a\nEnviado: b\nPara: c\n", "Novo."),
        ("새로.\n\n보낸 사람: a\n날짜: b\n받는 사람: c\n\n옛것", "새로."),
        ("> old\nanswer\n> older\nsecond", "answer\n\nsecond"),
        ("Ana wrote on\n12/12/2023:\n> old\n\nYes.", "Yes."),
        ("Please note:\n> old\n\nYes.", "Please note:\n\nYes."),
        ("---------- Forwarded message ---------\nFrom: x\n\nAll of it.", None),
        ("> only\n> quoted", None),
        ("a -- b\n--\nme", "a -- b"),
        ("", ""),
    ],
)
def test_what_was_written_before_is_left_out(text: str, own: str | None) -> None:
    assert own_text(text, Flow()) == (own if own is not None else own_text(text, Flow()))
    if own is None:
        assert own_text(text, Flow()).replace("\n", "") == re.sub(r"\n", "", text)


def test_lines_that_flow_are_put_together_and_flow_again() -> None:
    text = "This is a long line that \nflows into the next.\n From here on.\n\n> old \n> quote\n"
    flow = Flow(flowed=True)
    assert own_text(text, flow) == "This is a long line that flows into the next.\nFrom here on."
    new = "palavra " * 20 + "fim.\nFrom aqui."
    again = rewritten(text, new, flow)
    assert own_text(again, flow) == new
    assert max(map(len, again.split("\n"))) <= 78
    assert "\n From aqui.\n\n> old \n> quote\n" in again
    asian = Flow(flowed=True, delsp=True)
    assert own_text("안녕 \n하세요", asian) == "안녕하세요"
    assert (
        own_text(rewritten("안녕 \n하세요", "a b " * 30 + "c", asian), asian) == "a b " * 30 + "c"
    )


def test_flowing_is_read_from_the_head() -> None:
    made = message("One line \nand more.\n", params={"format": "flowed"})  # type: ignore[arg-type]
    assert body_of(read(made)) == "One line and more."


def test_a_text_of_other_paragraphs_goes_into_the_first_place() -> None:
    assert rewritten("a b.\n\n> q\n\nc d.\n", "x", Flow()) == "x\n\n> q\n\n"


def test_a_folder_of_mail_has_all_items(tmp_path: Path) -> None:
    path = tmp_path / "inbox"
    box = Mailbox(path)
    for text in ("First text.\n\nFrom here on.\n", "Second text.\n"):
        box.add(message(text))
    box.close()
    data = path.read_bytes()
    document = formats.parse_bytes(data)
    assert document.format == "mbox"
    assert formats.render_bytes(document) == data
    assert [body.text.text for body in document.bodies] == [
        "First text.\n\n>From here on.",
        "Second text.",
    ]
    body = document.bodies[1].text
    path.write_bytes(formats.render_bytes(document, {body: "Segundo, é.\nFrom x"}))
    box = Mailbox(path)
    again = list(box)
    box.close()
    assert len(again) == 2
    said = again[1].get_payload(decode=True)
    assert isinstance(said, bytes)
    assert unix(said.decode()).strip() == "Segundo, é.\n>From x"
    assert formats.notes(document) == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("From: a\nDate: b\nSubject: c\n\nA person wrote this head.\n", "labelled"),
        ("Return-Path: <a@b>\nFrom: a@b.c\nSubject: c\n\nx", "eml"),
        ("From a@b.c Wed Dec 13 05:00:00 2023\nFrom: a@b.c\nSubject: c\n\nx\n", "mbox"),
    ],
)
def test_mail_is_told_from_texts_with_a_head(text: str, name: str) -> None:
    assert formats.parse_text(text).format == name


@pytest.mark.parametrize("name", ["eml", "mbox"])
def test_what_is_no_mail_is_refused(name: str) -> None:
    with pytest.raises(FormatError):
        formats.parse_text("Just a text.\n", name)


@pytest.mark.parametrize(
    "data",
    [
        b"Subject: =?utf-8?B?!!!?=\nMessage-ID: x\n\nText here.\n",
        b"Subject: =?x-none?Q?abc?=\nReceived: x\nContent-Type: text/plain; charset=x-no\n\nHi.\n",
        b"Subject: cut\nReceived: x\nContent-Type: multipart/mixed; boundary=y\n\n--y\n\nHello.\n",
        b"Subject: none\nMessage-ID: x\nContent-Type: multipart/mixed\n\nHello.\n",
        b"Subject: b64\nMessage-ID: x\nContent-Transfer-Encoding: base64\n\nSGVsbG8\n",
        b"Subject: bin\nMessage-ID: x\nContent-Type: message/rfc822\n\n\n\nHello.\n",
        b"Subject: nul \x00\nMessage-ID: x\n\nHello\x00.\n",
    ],
)
def test_broken_mail_is_read_as_far_as_it_goes(data: bytes) -> None:
    document = read(data)
    assert document.items
    for body in document.bodies:
        formats.render_bytes(document, {body.text: "Olá."})


lines = st.sampled_from(
    ["> q", "Hello there.", "", "-- ", "On 1 Jan a wrote:", "- x", " y ", "From: a"]
)


@given(st.lists(lines), st.booleans())
def test_a_rewritten_text_says_what_it_was_given(parts: list[str], flowed: bool) -> None:
    text, flow = "\n".join(parts), Flow(flowed=flowed)
    own = own_text(text, flow)
    assert rewritten(text, own, flow) == text
    if own.strip():
        new = own.replace("Hello there.", "Olá.")
        assert own_text(rewritten(text, new, flow), flow).split() == new.split()


@given(
    st.lists(
        st.sampled_from(
            [
                "Content-Type: multipart/mixed; boundary=b\n",
                "\n",
                "--b\n",
                "--b--\n",
                "text\n",
                "A: b\n",
            ]
        )
    )
)
def test_any_mail_comes_back(parts: list[str]) -> None:
    document = eml.parse(Source("Subject: x\n" + "".join(parts)))
    assert formats.render(document) == document.source.text
    edits: dict[Part, str] = {body.text: body.text.text + " é" for body in document.bodies}
    again = eml.parse(Source(formats.render(document, edits)))
    assert [b.text.text for b in again.bodies] == [b.text.text + " é" for b in document.bodies]


# What Python has codecs for and nobody sends text in, and what is no name at all.
CHARSETS = ("idna", "punycode", "undefined", "unicode_escape", "zlib", "a\0b", "", "x" * 1000)


@pytest.mark.parametrize("transfer", ["8bit", "quoted-printable"])
@pytest.mark.parametrize("charset", CHARSETS)
def test_what_is_no_charset_of_text_is_none(charset: str, transfer: str) -> None:
    text = (
        f"Subject: =?{charset}?Q?hi=C3=A9?=\nMessage-ID: <a@b>\nMIME-Version: 1.0\n"
        f'Content-Type: text/plain; charset="{charset}"\n'
        f"Content-Transfer-Encoding: {transfer}\n\nhello \\u0041 =C3=A9 xn--a\n"
    )
    document = formats.parse_bytes(text.encode(), "a.eml")
    assert "hello" in document.bodies[0].text.text
    assert "\\u0041" in document.bodies[0].text.text
    again = formats.parse_bytes(formats.render_bytes(document, {document.bodies[0].text: "olá"}))
    assert again.bodies[0].text.text.strip() == "olá"


@pytest.mark.parametrize(
    "name", ["Content-Type: text/plain; ", "Content-Disposition: attachment; "]
)
@pytest.mark.parametrize("parameter", ["a*0*=x; ", "a=b; ", "a; ", '"', "(", "a*1="])
def test_parameters_without_end_are_read_quickly(name: str, parameter: str) -> None:
    head = f"Subject: a\nMessage-ID: <a@b>\nMIME-Version: 1.0\n{name}"
    for size in (1_900, 100_000):
        assert_in_line(
            lambda count: formats.parse_text(f"{head}{parameter * count}\n\nhello\n", "eml"),
            size // len(parameter),
        )
