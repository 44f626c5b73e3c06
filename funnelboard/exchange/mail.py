"""E-mail messages as they come from a mail program: who wrote to whom, when, about what, and what is said in them.

Nothing in a message is trusted: headers are read as they stand and decoded here, because the standard library's own
reading of them stops at some that are broken. Bounds keep a message that was made to be slow from being so.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message as Part
from email.policy import Compat32
from email.utils import getaddresses, parsedate_to_datetime

from funnelboard.errors import BadInput
from funnelboard.exchange.mail_charset import decoded, decoded_header
from funnelboard.exchange.mail_html import text_of_html
from funnelboard.exchange.mail_lines import fold_quotes, unflowed
from funnelboard.exchange.safe_text import LONGEST_LINE, clean

MAX_BYTES = 48 * 2**20
"""The largest message that is read."""

MAX_LINES = 1_000_000
"""Lines that a message may have: four times as many as are in 20 MB of attachments."""

_MOST_TEXT = 1_000_000
"""Bytes of one part that are looked into: what is said first stands first."""

_MOST_PARTS = 1_000
_LONGEST_NAME = 100
_LONGEST_HEADER = 100_000
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"@]+@[^\s<>()\[\],;:\"@]+")
_ID = re.compile(r"<([^<>\s]+)>")
_SIGNATURES = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")
_ENCRYPTED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")


class _AsWritten(Compat32):
    """Headers as they stand in the message."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        """Whatever was read."""
        return value


@dataclass(frozen=True, slots=True)
class Address:
    """Who wrote, or was written to; ``name`` may be empty."""

    name: str
    email: str

    @property
    def shown(self) -> str:
        """The name, or the address where there is none."""
        return self.name or self.email


@dataclass(frozen=True, slots=True)
class MailMessage:
    """One message; all its texts are clean.

    Attributes:
        id: Its Message-ID, or where it has none, what is the same whenever the same message is read.
        senders: Who it is from; mostly one.
        recipients: Who it is to, then who got a copy.
        subject: In one line.
        at: When it was sent, in UTC epoch microseconds; None where that is not said, or cannot be.
        text: What is said, its quoted history folded.
        attachments: Their names.
        encrypted: Its text can only be read with a key.
    """

    id: str
    senders: tuple[Address, ...]
    recipients: tuple[Address, ...]
    subject: str
    at: int | None
    text: str
    attachments: tuple[str, ...]
    encrypted: bool = False


def read_message(data: bytes) -> MailMessage:
    """Read one message, in any line endings, with or without the “From ” line of a mailbox in front.

    Raises:
        BadInput: It is no message, or larger than is read.
    """
    if len(data) > MAX_BYTES:
        raise BadInput(f"The message is larger than {MAX_BYTES // 2**20} MB. Take its attachments out.")
    if data.count(b"\n") + data.count(b"\r") > MAX_LINES + data.count(b"\r\n"):
        raise BadInput(f"The message has more than {MAX_LINES:,} lines. Take its attachments out.")
    try:
        message = message_from_bytes(data.lstrip(), policy=_AsWritten())
        text, attachments = _text(message), tuple(_attachments(message))
        encrypted = any(part.get_content_type() in _ENCRYPTED for part in _parts(message))
    except RecursionError:
        raise BadInput("The message has parts within parts without end. It cannot be read.") from None
    senders = tuple(_addresses(message, "From"))
    recipients = tuple((*_addresses(message, "To"), *_addresses(message, "Cc")))
    if not senders and not recipients:
        raise BadInput(
            "This is no e-mail message: it is from nobody and to nobody. Pipe one whole message, headers too."
        )
    subject = _one_line(message, "Subject")
    cleaned = fold_quotes(clean(text, multiline=True))
    read = MailMessage("", senders, recipients, subject, _sent_at(message), cleaned, attachments, encrypted)
    return replace(read, id=_identity(message, read))


def _identity(message: Part, read: MailMessage) -> str:
    raw = decoded_header(message.get("Message-ID") or "")
    found = _ID.search(raw)
    said = clean(found[1] if found else raw).strip()
    if said and len(said) <= LONGEST_LINE:
        return said
    everything = repr((said, read.senders, read.recipients, read.subject, read.at, read.text))
    return f"sha256:{hashlib.sha256(everything.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _one_line(message: Part, name: str) -> str:
    text = clean(decoded_header((message.get(name) or "")[:_LONGEST_HEADER]))
    return " ".join(text.split())[:LONGEST_LINE]


def _addresses(message: Part, name: str) -> Iterator[Address]:
    """The addresses of a header, which may be there several times; groups and what is no address are passed over."""
    for raw in message.get_all(name) or []:
        try:
            pairs = getaddresses([raw[:_LONGEST_HEADER]])
        except (RecursionError, IndexError, ValueError):
            pairs = []
        found = [(called, email) for called, email in pairs if _ADDRESS.fullmatch(email)]
        for called, email in found or [("", email) for email in _ADDRESS.findall(raw[:_LONGEST_HEADER])]:
            words = " ".join(clean(decoded_header(called)).split())[:_LONGEST_NAME]
            yield Address(words.strip("'\" "), clean(decoded_header(email)))


def _sent_at(message: Part) -> int | None:
    try:
        said = parsedate_to_datetime(message.get("Date") or "")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    moment = said if said.tzinfo is not None else said.replace(tzinfo=UTC)
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    microseconds = since.days * 86_400_000_000 + since.seconds * 1_000_000
    return microseconds if microseconds >= 0 else None


def _text(part: Part) -> str:
    """What is said in a part: of several ways to say the same, plain text before any other."""
    kind = part.get_content_type()
    if part.is_multipart():
        if part.get_content_maintype() == "message":
            return ""
        parts: list[Part] = part.get_payload()[:_MOST_PARTS]  # type: ignore[assignment, index]
        if kind == "multipart/alternative":
            plain_first = sorted(parts, key=lambda each: each.get_content_type() != "text/plain")
            return next((text for each in plain_first if (text := _text(each)).strip()), "")
        return "\n\n".join(text for each in parts if (text := _text(each)).strip())
    if _is_attachment(part):
        return ""
    payload = part.get_payload(decode=True)
    text = decoded(payload[:_MOST_TEXT] if isinstance(payload, bytes) else b"", part.get_content_charset() or "")
    if kind == "text/html":
        return text_of_html(text)
    if str(part.get_param("format", "")).casefold() == "flowed":
        return unflowed(text, delete_blank=str(part.get_param("delsp", "")).casefold() == "yes")
    return text


def _is_attachment(part: Part) -> bool:
    """Whether a part that has no parts is something to keep beside the text, rather than text."""
    if part.get_content_disposition() == "attachment":
        return True
    if part.get_content_maintype() == "multipart":
        return False
    readable = part.get_content_type() in ("text/plain", "text/html", "text/enriched")
    return not readable or bool(part.get_filename())


def _attachments(message: Part) -> Iterator[str]:
    """Names of what is attached, but for signatures and for pictures that stand in the text."""
    for part in _parts(message):
        kind = part.get_content_type()
        if kind.startswith("message/"):
            forwarded = part.get_payload()
            within = forwarded[0] if isinstance(forwarded, list) and forwarded else part
            yield _file_name(part) or _short(_one_line(within, "Subject")) or kind  # type: ignore[arg-type]
        elif not part.is_multipart() and _is_attachment(part) and kind not in (*_SIGNATURES, *_ENCRYPTED):
            in_text = part.get_content_maintype() == "image" and part.get("Content-ID")
            if not in_text or part.get_content_disposition() == "attachment":
                yield _file_name(part) or clean(kind)[:_LONGEST_NAME]


def _parts(message: Part) -> Iterator[Part]:
    """A part and those within it, but none of a message within it."""
    yield message
    if message.is_multipart() and message.get_content_maintype() != "message":
        for part in message.get_payload()[:_MOST_PARTS]:  # type: ignore[index]
            yield from _parts(part)  # type: ignore[arg-type]


def _file_name(part: Part) -> str:
    return _short(clean(decoded_header(part.get_filename() or "")))


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST_NAME else f"{words[: _LONGEST_NAME - 1]}…"
