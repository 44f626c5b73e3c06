"""An e-mail message as the note that it is kept as, and what it says of somebody who is not known yet."""

from __future__ import annotations

import re

from funnelboard.domain.grammar import counted, listed
from funnelboard.exchange.mail import Address, MailMessage
from funnelboard.exchange.safe_text import LONGEST_TEXT

_NAMED = 20
"""Attachments that are named; of more it is said how many."""

_REPLY = re.compile(r"(?i)\s*(?:re|aw|antw|sv|vs|vl|rv|res|rif|odp|fw|fwd|wg|tr|vb|vs|enc|i)(?:\[\d+\])?\s?:")

_FREE_MAIL = frozenset(
    (
        *("aol.com", "bluewin.ch", "comcast.net", "fastmail.com", "free.fr", "freenet.de", "gmail.com", "gmx.at"),
        *("gmx.ch", "gmx.com", "gmx.de", "gmx.net", "googlemail.com", "hey.com", "hotmail.co.uk", "hotmail.com"),
        *("hotmail.de", "hotmail.es", "hotmail.fr", "hotmail.it", "hotmail.no", "hotmail.se", "icloud.com"),
        *("laposte.net", "libero.it", "live.co.uk", "live.com", "live.dk", "live.fr", "live.nl", "live.no", "live.se"),
        *("luukku.com", "mac.com", "mail.com", "mail.ru", "mailbox.org", "me.com", "msn.com", "o2.pl", "online.no"),
        *("orange.fr", "outlook.com", "outlook.de", "outlook.es", "outlook.fr", "pm.me", "posteo.de", "proton.me"),
        *("protonmail.com", "qq.com", "rocketmail.com", "sapo.pt", "seznam.cz", "sfr.fr", "suomi24.fi", "t-online.de"),
        *("telenet.be", "telia.com", "tutanota.com", "uol.com.br", "wanadoo.fr", "web.de", "wp.pl", "yahoo.co.uk"),
        *(
            "yahoo.com",
            "yahoo.de",
            "yahoo.es",
            "yahoo.fr",
            "yahoo.it",
            "yahoo.se",
            "yandex.com",
            "yandex.ru",
            "ymail.com",
        ),
    )
)
"""Where people have addresses whatever company they are of."""


def note_text(message: MailMessage, heading: str) -> tuple[str, int]:
    """The note of a message.

    Args:
        heading: From or to whom it is.

    Returns:
        The text, at most as long as a note can be; and how many characters of the message are not in it.
    """
    first = f"{heading}: {message.subject or '(no subject)'}"
    body = message.text.strip() or ("[encrypted: read it in your mail program]" if message.encrypted else "")
    last = f"[attached: {_attached(message.attachments)}]" if message.attachments else ""
    whole = "\n\n".join(filter(None, (first, body, last)))
    over = len(whole) - LONGEST_TEXT
    if over <= 0:
        return whole, 0
    left_out = over + len(f"\n\n[{len(body):,} more characters]")
    kept = body[: len(body) - left_out].rstrip()
    left_out = len(body) - len(kept)
    return "\n\n".join(filter(None, (first, f"{kept}\n[{left_out:,} more characters]", last))), left_out


def title_of(message: MailMessage) -> str:
    """What a deal that begins with a message is called: its subject without the signs of an answer."""
    subject = message.subject
    while found := _REPLY.match(subject):
        subject = subject[found.end() :]
    return subject.strip() or f"message from {message.senders[0].shown}"


def company_domain(sender: Address) -> str:
    """The domain of somebody's company; empty where the address says nothing about one."""
    domain = sender.email.rpartition("@")[2].casefold().rstrip(".")
    return "" if domain in _FREE_MAIL else domain


def _attached(names: tuple[str, ...]) -> str:
    more = len(names) - _NAMED
    return listed((*names[:_NAMED], *([counted(more, "other")] if more > 0 else [])))
