"""How somebody is reached, with the link behind it that the terminal may offer."""

from __future__ import annotations

from collections.abc import Callable

from funnelboard.domain.contact import Contact
from funnelboard.exchange.links import mail_link, phone_link
from funnelboard.ui.drawing.lines import Span, linked


def address_of(contact: Contact, channel: str, cells: Callable[[str], str], role: str = "accent") -> Span:
    """A contact's ``email`` or ``phone``; without a link to who has said no to that.

    Args:
        cells: Makes it harmless.
    """
    text = contact.email if channel == "email" else contact.phone
    link = mail_link if channel == "email" else phone_link
    return linked(cells(text), role, link(text) if contact.reached_by(channel) else "")
