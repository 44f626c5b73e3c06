"""Where a lead came from, in the words that sellers have for it: ``LinkedIn``, ``trade fair``, ``event: spring fair``.

A source is one that the board offers; the seller's own word for it is kept beside it as its detail.
"""

from __future__ import annotations

from collections.abc import Sequence

from funnelboard.errors import BadInput

SOURCES: tuple[str, ...] = (
    "referral",
    "inbound",
    "website form",
    "search",
    "social",
    "content",
    "event",
    "cold call",
    "bought list",
    "directory",
    "chance meeting",
    "existing customer",
    "other",
)
"""Where a lead can come from."""

_WORDS = {
    "referral": "referred, recommendation, recommended, word of mouth",
    "website form": "web, website, web form, contact form, online form, form, landing page",
    "search": "seo, google, bing, search engine, organic search, paid search",
    "social": "social media, linkedin, facebook, instagram, twitter, youtube, tiktok, xing, mastodon, bluesky",
    "content": "white paper, whitepaper, newsletter, webinar, blog, podcast, ebook, e book, download",
    "event": (
        "events, trial, free trial, seminar, fair, trade fair, trade show, tradeshow, conference, exhibition, expo, "
        "congress, workshop, meetup"
    ),
    "cold call": "cold calling, cold calls, cold email, outbound, prospecting",
    "bought list": "list, bought lists, purchased list",
    "directory": "directories, phone book, phonebook, yellow pages",
    "existing customer": "customer, existing client, upsell, cross sell, renewal",
}
CALLED = {word: source for source, words in _WORDS.items() for word in words.split(", ")}
"""What sellers call the usual sources, in small letters without dashes."""


class UnknownSource(BadInput):
    """A word that is no source here.

    Attributes:
        name: The source as it would be added.
    """

    def __init__(self, name: str, offered: Sequence[str]) -> None:
        super().__init__(
            f"“{name}” is no source. Choose one of: {', '.join(offered)}; or write {any_other(offered)}:{name}. "
            "The setting “sources” takes more of them."
        )
        self.name = name


def read_source(text: str, offered: Sequence[str]) -> tuple[str, str]:
    """The source that a seller's words mean, and the words to keep with it.

    Args:
        text: A source or its beginning, what sellers call it, or either with words after a colon.
        offered: The board's own sources, which come before what others call them.

    Returns:
        One of ``offered``, and the detail; two empty texts for no text.

    Raises:
        UnknownSource: It is none of them.
        BadInput: It could be several, or there are only the words after the colon.
    """
    name, _, detail = (part.strip() for part in text.partition(":"))
    wanted = plain(name)
    if not wanted and detail:
        raise BadInput(f"“{text}” has no source before the colon. Write it like event:spring fair.")
    if not wanted:
        return "", ""
    if wanted in offered:
        return wanted, detail
    called = CALLED.get(wanted, "")
    if called in offered:
        return called, detail or ("" if wanted in called else name)
    found = [source for source in offered if source.startswith(wanted)]
    if not found:
        raise UnknownSource(wanted, offered)
    if len(found) > 1:
        raise BadInput(f"“{name}” could be {' or '.join(found)}. Type more of it.")
    return found[0], detail


def any_other(offered: Sequence[str]) -> str:
    """The source for what is none of the others."""
    return "other" if "other" in offered else offered[-1]


def source_words(source: str, detail: str) -> str:
    """A source with its detail: ``event: spring fair``; it reads back as the same."""
    return f"{source}: {detail}" if detail else source


def plain(word: str) -> str:
    """A source's name as it is compared."""
    return " ".join(word.casefold().replace("-", " ").replace("_", " ").split())
