"""The lines of a message's text: flowed ones joined (RFC 3676), quoted history folded to one line."""

from __future__ import annotations

import re

_QUOTE = re.compile(r" ?(?:>[ >]*)")
_VERBS = (
    "wrote|writes|schrieb|schrieb am|a écrit|écrit|skrev|kirjoitti|escribió|escribio|escreveu|ha scritto|scrisse|"
    "schreef|napisał|napisała|napisał\\(a\\)|napsal|napsala|napsal\\(a\\)|írta|пишет|написал|написала|написал\\(а\\)"
)
_ATTRIBUTION = re.compile(rf"(?i)(?:^|[\s,>)])(?:{_VERBS})(?:\s[^:]{{0,200}})?\s?:$")
_DIGIT = re.compile(r"\d")
_MOMENT = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b")
_DATED = re.compile(rf"{_MOMENT.pattern}|\S@\S")
_SURE = re.compile(r"\b\d{1,2}[:.]\d\d\b|\S@\S")
"""An address or a time: words that say who wrote when have one, words about a contract written in 2026 have not."""

_ORIGINAL = re.compile(
    r"(?i)-{2,}\s?(?:original message|original appointment|ursprüngliche nachricht|original-nachricht|"
    r"message d.origine|message original|opprinnelig melding|original melding|ursprungligt meddelande|"
    r"originalmeddelande|oprindelig meddelelse|oprindelig besked|alkuperäinen viesti|mensaje original|"
    r"mensagem original|messaggio originale|oorspronkelijk bericht|wiadomość oryginalna)\s?-{2,}"
)
_FROM = "from|von|de|fra|från|lähettäjä|da|van|od"
_SENT = (
    "sent|date|gesendet|datum|envoyé|date|sendt|dato|skickat|lähetetty|enviado|enviada|inviato|data|verzonden|wysłano"
)
_OTHERS = (
    "to|an|à|til|till|vastaanottaja|para|a|aan|do|subject|betreff|objet|emne|ämne|aihe|asunto|assunto|oggetto|"
    "onderwerp|temat"
)
_FROM_LINE, _SENT_LINE, _OTHER_LINE = (
    re.compile(rf"(?i)\*?(?:{words})\s?:\*?\s\S.*") for words in (_FROM, _SENT, _OTHERS)
)
_RULE = re.compile(r"[_\-]{5,}\s*")
_BLOCK = 6
"""Lines within which Outlook's account of the message before says from whom, when and about what."""

_LONGEST_ATTRIBUTION, _ATTRIBUTION_LINES = 400, 4


def unflowed(text: str, *, delete_blank: bool = False) -> str:
    """Lines that end with a blank joined with the next of the same depth of quoting.

    Args:
        delete_blank: The blank itself is no part of the text (DelSp).
    """
    joined: list[str] = []
    open_depth: int | None = None
    for raw in text.splitlines():
        quotes = len(raw) - len(raw.lstrip(">"))
        line = raw[quotes:].removeprefix(" ")
        flows = line.endswith(" ") and line != "-- "
        kept = line[:-1] if flows and delete_blank else line
        if open_depth == quotes and line != "-- ":
            joined[-1] += kept
        else:
            joined.append(f"{'>' * quotes}{' ' if quotes else ''}{kept}")
        open_depth = quotes if flows else None
    return "\n".join(joined)


def fold_quotes(text: str) -> str:
    """The text with every run of quoted lines, and whatever follows an original message's heading, in one line.

    Where nothing else is said, as in a message that was forwarded, it is left as it is.

    Args:
        text: Clean, its lines ended by ``\\n``.
    """
    lines = [line.rstrip() for line in text.split("\n")]
    kept: list[str] = []
    at = 0
    while at < len(lines):
        end = _history_end(lines, at)
        if end == at:
            kept.append(lines[at])
            at += 1
        else:
            kept.append(f"[{_counted(lines[at:end])} of quoted history]")
            at = end
    said = any(line and not line.endswith(" of quoted history]") for line in kept)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept if said else lines)).strip("\n")


def _history_end(lines: list[str], at: int) -> int:
    """Where the quoted history ends that begins at a line; the line itself, if none does."""
    line = lines[at]
    if _QUOTE.match(line):
        return _quoted_end(lines, at)
    if not line:
        return at
    if _ORIGINAL.fullmatch(line) or _begins_block(lines, at):
        return len(lines)
    after = _attribution_end(lines, at)
    if after > at:
        quoted = after
        while quoted < len(lines) and not lines[quoted]:
            quoted += 1
        if quoted < len(lines) and _QUOTE.match(lines[quoted]):
            return _quoted_end(lines, quoted)
        if _SURE.search(" ".join(lines[at:after])):
            return len(lines)
    return at


def _quoted_end(lines: list[str], at: int) -> int:
    """After the last of the quoted lines from one on; blank ones between them are of them."""
    end = at
    while at < len(lines) and (not lines[at] or _QUOTE.match(lines[at])):
        at += 1
        end = at if lines[at - 1] else end
    return end


def _attribution_end(lines: list[str], at: int) -> int:
    """After the lines that say who wrote what follows and when; the line itself, if it says no such thing."""
    if not _DIGIT.search(lines[at]):
        return at
    words = ""
    for end in range(at, min(at + _ATTRIBUTION_LINES, len(lines))):
        words = f"{words} {lines[end]}".strip()
        if not lines[end] or len(words) > _LONGEST_ATTRIBUTION:
            break
        if words.endswith(":") and _ATTRIBUTION.search(words) and _DATED.search(words):
            # What stands above a whole one is what somebody says now.
            within = (" ".join(lines[start : end + 1]) for start in range(at + 1, end + 1))
            whole = any(_ATTRIBUTION.search(each) and _MOMENT.search(each) for each in within)
            return at if whole else end + 1
    return at


def _begins_block(lines: list[str], at: int) -> bool:
    """Whether Outlook tells from here on from whom, when and about what the message before was."""
    if _RULE.fullmatch(lines[at]):
        at += 1
        while at < len(lines) and not lines[at]:
            at += 1
    if at >= len(lines) or not _FROM_LINE.fullmatch(lines[at]):
        return False
    block = lines[at + 1 : at + _BLOCK]
    return any(map(_SENT_LINE.fullmatch, block)) and any(map(_OTHER_LINE.fullmatch, block))


def _counted(lines: list[str]) -> str:
    count = sum(bool(line.strip("> ")) for line in lines)
    return f"{count:,} line{'' if count == 1 else 's'}"
