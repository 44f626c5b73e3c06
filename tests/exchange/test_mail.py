"""Messages are read whoever has written them, however broken they are."""

from __future__ import annotations

import time
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelboard.errors import BadInput
from funnelboard.exchange.mail import MAX_BYTES, Address, MailMessage, read_message
from funnelboard.exchange.mail_note import company_domain, note_text, title_of
from funnelboard.exchange.safe_text import LONGEST_TEXT, clean

HEAD = b"From: Kari <kari@acme.example>\nTo: me@our.example\nSubject: Pilot\nMessage-ID: <1@acme.example>\n"


def message(body: bytes = b"", *headers: bytes) -> MailMessage:
    return read_message(HEAD + b"".join(header + b"\n" for header in headers) + b"\n" + body)


def made(**content: str) -> EmailMessage:
    new = EmailMessage()
    new["From"], new["Subject"] = "kari@acme.example", content.get("subject", "Pilot")
    new.set_content(content.get("text", "Hello"))
    return new


@pytest.mark.parametrize("breaks", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("before", [b"", b"From kari@acme.example Tue Nov  3 10:00:00 2026\n", b"\n\n"])
def test_who_wrote_to_whom_when_about_what_and_what(breaks: bytes, before: bytes) -> None:
    head = HEAD + b"Cc: Per P. <per@acme.example>,\n ole@acme.example\nDate: Tue, 3 Nov 2026 10:00:00 +0100\n"
    read = read_message((before + head + b"\nHello,\nyes.\n").replace(b"\n", breaks))
    assert read == MailMessage(
        id="1@acme.example",
        senders=(Address("Kari", "kari@acme.example"),),
        recipients=(
            Address("", "me@our.example"), Address("Per P.", "per@acme.example"), Address("", "ole@acme.example"),
        ),
        subject="Pilot",
        at=1_793_696_400_000_000,
        text="Hello,\nyes.",
        attachments=(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        (b"=?utf-8?B?w4VzYQ==?=\n =?utf-8?Q?_og_b=C3=A6r?=", "Åsa og bær"),
        (b"=?utf-8?B?w4U=?= =?utf-8?B?w6Y=?= x", "Åæ x"),
        (b"=?iso-8859-1?Q?K=E5ri?= and =?nope?Q?x?=", "Kåri and x"),
        ("Ærlig øl".encode(), "Ærlig øl"),
        ("Ærlig øl".encode("cp1252"), "Ærlig øl"),
        (b"x =?utf-8?B?!!!?=", "x"),
        (b"one\n two\n\tthree", "one two three"),
        (b"a\x1b]0;b\x07c\x00", "a␛]0;b␇c␀"),
        (b"", ""),
    ],
)
def test_subjects(raw: bytes, subject: str) -> None:
    assert read_message(b"From: a@b.example\nSubject: " + raw + b"\n\nx").subject == subject


@pytest.mark.parametrize(
    ("raw", "addresses"),
    [
        (b'"Nordmann, Kari" <k@x.example>', [("Nordmann, Kari", "k@x.example")]),
        (b"=?utf-8?q?Nordmann=2C_K=C3=A5ri?= <k@x.example>", [("Nordmann, Kåri", "k@x.example")]),
        (
            b"Team: a@x.example, B <b@x.example>; , undisclosed-recipients:;",
            [("", "a@x.example"), ("B", "b@x.example")],
        ),
        (b"k@x.example (Kari)", [("Kari", "k@x.example")]),
        (b"Kari <k@x.example", [("Kari", "k@x.example")]),
        (b"nobody", []),
        (b'"' * 5_001 + b" <k@x.example>", [("", "k@x.example")]),
        (b"(" * 5_000 + b"k@x.example", [("", "k@x.example")]),
        ("Øl <øl@x.example>".encode(), [("Øl", "øl@x.example")]),
        (", ".join(f"{n}@x.example" for n in range(500)).encode(), [("", f"{n}@x.example") for n in range(500)]),
    ],
)
def test_addresses(raw: bytes, addresses: list[tuple[str, str]]) -> None:
    read = read_message(b"From: a@b.example\nTo: " + raw + b"\n\nx")
    assert [(each.name, each.email) for each in read.recipients] == addresses


@pytest.mark.parametrize(
    ("date", "at"),
    [
        (b"Thu, 01 Jan 1970 00:00:01 -0000", 1_000_000),
        (b"Thu, 01 Jan 1970 00:00:01 +0100", None),
        (b"Tue, 31 Nov 2026 10:00:00 +0000", None),
        (b"yesterday", None),
        (b"Tue, 3 Nov 99999999999 10:00:00 +0000", None),
        (b"", None),
    ],
)
def test_dates(date: bytes, at: int | None) -> None:
    assert message(b"x", b"Date: " + date).at == at


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        ("blåbær".encode(), b"utf-8", "blåbær"),
        ("blåbær – “ja”".encode("cp1252"), b"iso-8859-1", "blåbær – “ja”"),
        ("blåbær".encode("cp1252"), b"us-ascii", "blåbær"),
        ("blåbær".encode("cp1252"), b"utf-8", "blåbær"),
        ("blåbær".encode(), b"no-such", "blåbær"),
        ("blåbær".encode(), b"rot13", "blåbær"),
        ("blåbær".encode(), b"punycode", "blåbær"),
        ("мёд".encode("koi8-r"), b"koi8-r", "мёд"),
        ("blåbær ".encode() * 50 + b"\xe5", b"utf-8", "blåbær " * 50 + "\ufffd"),
        ("a\0b\x1b[2J\x9b31m\u202e".encode(), b"utf-8", "a␀b␛[2J\ufffd31m"),
    ],
)
def test_charsets(body: bytes, charset: bytes, text: str) -> None:
    assert message(body, b"Content-Type: text/plain; charset=" + charset).text == text


@pytest.mark.parametrize(
    ("encoding", "body", "text"),
    [
        (b"quoted-printable", b"bl=C3=A5b=C3=A6r og =\nmer", "blåbær og mer"),
        (b"base64", b"SGVsbG8=", "Hello"),
        (b"base64", b"SGVsbG8", "Hello"),
        (b"7bit", b"Hello", "Hello"),
        (b"what?", b"Hello", "Hello"),
    ],
)
def test_encodings(encoding: bytes, body: bytes, text: str) -> None:
    headers = b"Content-Type: text/plain; charset=utf-8", b"Content-Transfer-Encoding: " + encoding
    assert message(body, *headers).text == text


def test_flowed_lines_are_joined_and_quotes_keep_their_depth() -> None:
    body = b"one \ntwo\n three\n>> deep \n>> er\n-- \nKari\n"
    flowed = b"Content-Type: text/plain; format=flowed"
    assert message(body, flowed).text == "one two\nthree\n[1 line of quoted history]\n--\nKari"
    assert message(b"ab \ncd", flowed + b"; delsp=yes").text == "abcd"


def test_plain_text_is_taken_before_any_other() -> None:
    both = made(text="plain")
    both.add_alternative("<p>rich</p>", subtype="html")
    assert read_message(both.as_bytes()).text == "plain"
    empty = made(text="\n")
    empty.add_alternative("<p>rich &amp; good</p>", subtype="html")
    assert read_message(empty.as_bytes()).text == "rich & good"


def test_a_footer_does_not_stand_for_the_text() -> None:
    mixed = EmailMessage()
    mixed["From"] = "kari@acme.example"
    mixed.set_content("<p>rich</p>", subtype="html")
    mixed.make_mixed()
    footer = EmailMessage()
    footer.set_content("a mailing list")
    mixed.attach(footer)
    assert read_message(mixed.as_bytes()).text == "rich\n\na mailing list"


def test_attachments_are_named_and_pictures_in_the_text_are_not() -> None:
    whole = made()
    whole.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="Tilbud på øl.pdf")
    whole.add_attachment(b"x", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    whole.add_attachment("notes", filename="notes.txt")
    whole.add_attachment(b"x", maintype="image", subtype="png", disposition="inline", cid="<1>", filename="logo.png")
    whole.add_attachment(b"x", maintype="application", subtype="pgp-signature")
    whole.add_attachment(b"x", maintype="application", subtype="x\x1b")
    whole.add_attachment(made(subject="An older one", text="not this"))
    read = read_message(whole.as_bytes())
    assert read.text == "Hello"
    assert read.attachments[:3] == ("Tilbud på øl.pdf", "winmail.dat", "notes.txt")
    assert read.attachments[-1] == "An older one"
    assert "logo.png" not in read.attachments
    assert "\x1b" not in "".join(read.attachments)


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        (b"attachment; filename*=utf-8''%C3%98l.pdf", "Øl.pdf"),
        (b'attachment; filename*0="a"; filename*1="b.pdf"', "ab.pdf"),
        (b'attachment; filename="=?utf-8?q?=C3=98l=2Epdf?="', "Øl.pdf"),
        (b'attachment; filename="' + b"x" * 200 + b'"', "x" * 99 + "…"),
        (b'attachment; filename="a\x1b]52;c;x\x07.pdf"', "a␛]52;c;x␇.pdf"),
        (b"attachment", "application/pdf"),
    ],
)
def test_names_of_attachments(disposition: bytes, name: str) -> None:
    parts = b"--x\nContent-Type: application/pdf\nContent-Disposition: " + disposition + b"\n\nx\n--x--\n"
    assert message(parts, b"Content-Type: multipart/mixed; boundary=x").attachments == (name,)


def test_what_is_encrypted_is_said() -> None:
    parts = b"--x\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--x--\n"
    read = message(parts, b"Content-Type: multipart/encrypted; boundary=x")
    assert read.encrypted
    assert "[encrypted: read it in your mail program]" in note_text(read, "from Kari")[0]


def test_without_an_id_the_same_message_has_the_same_one() -> None:
    one = b"From: a@b.example\nSubject: x\nDate: Tue, 3 Nov 2026 10:00:00 +0000\n"
    first = read_message(one + b"Received: by one\n\nHello\n")
    again = read_message(b"From x\n" + one.replace(b"\n", b"\r\n") + b"X-Folder: other\r\n\r\nHello\r\n")
    assert first.id == again.id
    assert first.id.startswith("sha256:")
    assert first.id != read_message(one + b"\nHello!\n").id
    assert read_message(one + b"Message-ID: <" + b"x" * 600 + b">\n\nx").id.startswith("sha256:")


@pytest.mark.parametrize(
    "data", [b"", b"\n\n", b"hello there", b"Subject: x\n\ny", b"\x00\xff\xfe", b"From: nobody\n\nx"]
)
def test_what_is_no_message_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput, match="This is no e-mail message"):
        read_message(data)


def test_what_is_too_large_is_refused() -> None:
    with pytest.raises(BadInput, match="larger than 48 MB"):
        read_message(HEAD + b"\n" + b"x" * MAX_BYTES)
    with pytest.raises(BadInput, match="more than 1,000,000 lines"):
        read_message(HEAD + b"\n" + b"\n" * 1_000_001)


def test_parts_within_parts_without_end_are_refused() -> None:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3_000))
    with pytest.raises(BadInput, match="parts within parts"):
        read_message(b"From: a@b.example\n" + nested)


@pytest.mark.parametrize(
    "html", ["<!--", "<a", "<", "</", "<script>", "<script></script", "<![CDATA[", "<p>", "<blockquote>x", "&#"]
)
def test_no_page_is_slow(html: str) -> None:
    began = time.process_time()
    message((html * 100_000).encode(), b"Content-Type: text/html")
    assert time.process_time() - began < 10  # the standard library's parser takes minutes for the first of them


@given(st.binary(max_size=300), st.sampled_from([b"text/plain", b"text/html", b"multipart/mixed; boundary=x"]))
def test_anything_is_read_or_refused(body: bytes, kind: bytes) -> None:
    for data in (body, HEAD + b"Content-Type: " + kind + b"\n\n" + body, HEAD + body):
        try:
            read = read_message(data)
        except BadInput:
            continue
        assert read.text == clean(read.text, multiline=True)
        assert read.subject == clean(read.subject)
        assert len(note_text(read, "from Kari")[0]) <= LONGEST_TEXT


def test_a_note_says_from_whom_about_what_and_what_is_attached() -> None:
    read = MailMessage("1", (), (), "Pilot", None, "Hello", ("a.pdf", "b.pdf"))
    assert note_text(read, "from Kari") == ("from Kari: Pilot\n\nHello\n\n[attached: a.pdf and b.pdf]", 0)
    bare = MailMessage("1", (), (), "", None, "", ())
    assert note_text(bare, "to Kari") == ("to Kari: (no subject)", 0)
    many = MailMessage("1", (), (), "x", None, "", tuple(f"{n}.pdf" for n in range(25)))
    assert note_text(many, "to Kari")[0].endswith("19.pdf and 5 others]")


def test_a_long_message_is_cut_and_says_so() -> None:
    read = MailMessage("1", (), (), "Pilot", None, "word " * 10_000, ("a.pdf",))
    text, left_out = note_text(read, "from Kari")
    assert LONGEST_TEXT - 20 < len(text) <= LONGEST_TEXT
    kept, _, last = text.partition(f"\n[{left_out:,} more characters]\n\n")
    assert last == "[attached: a.pdf]"
    assert len(kept.removeprefix("from Kari: Pilot\n\n")) + left_out == len(read.text.strip())


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Re: AW: Fwd: Pilot", "Pilot"), ("SV: [EXT] Pilot", "[EXT] Pilot"), ("Re[2]: Pilot", "Pilot"),
        ("Report: Q3", "Report: Q3"), ("", "message from Kari"), ("Re:", "message from Kari"),
    ],
)  # fmt: skip
def test_a_lead_is_called_by_the_subject(subject: str, title: str) -> None:
    assert title_of(MailMessage("1", (Address("Kari", "k@x.example"),), (), subject, None, "", ())) == title


def test_a_free_address_says_nothing_about_a_company() -> None:
    assert company_domain(Address("", "kari@ACME.example")) == "acme.example"
    assert company_domain(Address("", "kari@Gmail.com")) == ""
