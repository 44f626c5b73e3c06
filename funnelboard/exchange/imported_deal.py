"""A deal as a file of another program has it, in our terms."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.own_fields import OwnFields, key_of
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.exchange.imported_person import ImportedPerson
from funnelboard.exchange.safe_text import LONGEST_TEXT

_CONTENT_ID = re.compile(r"[0-9a-f]{16}/[0-9a-f]{16}(-[0-9]+)?")


class ImportedDeal(NamedTuple):
    """One row of a file, in our terms.

    Attributes:
        line: The line of the file it begins on.
        external_id: What tells it from the file's other rows, also when the file is imported again.
        title: Never empty.
        company, contact, email, phone, job_title, owner, source, lost_detail, note, follow_up_what: "" for none.
        source_detail: The file's own word for the source, where it has one.
        amount: Minor units of ``currency``; both None for none.
        probability: Per cent, of an open deal only.
        created_at, closed_at: UTC epoch microseconds, None where the file does not say.
        expected_close, follow_up: ISO local dates, or None.
        follow_up_time: Wall clock of that day (``10:30``), or None.
        park_until: ISO local date until which it is set aside, or None.
        fields: Its own fields: what the file has beside the usual facts, and what could not be read of these.
        repeats: Rows of the file that say the same.
        birthday: The contact's, an ISO date, or None.
        others: Further contacts, each with a name and an address or "".
    """

    line: int
    external_id: str
    title: str
    stage: Stage
    outcome: Outcome | None
    company: str
    contact: str
    email: str
    phone: str
    job_title: str
    owner: str
    source: str
    source_detail: str
    amount: int | None
    currency: str | None
    probability: int | None
    created_at: int | None
    closed_at: int | None
    expected_close: str | None
    lost_reason: LostReason | None
    lost_detail: str
    tags: tuple[str, ...]
    note: str
    follow_up: str | None
    follow_up_time: str | None
    follow_up_what: str
    park_until: str | None = None
    fields: OwnFields = ()
    repeats: int = 0
    birthday: str | None = None
    others: tuple[tuple[str, str], ...] = ()

    @property
    def people(self) -> tuple[ImportedPerson, ...]:
        """Its contacts, the first one first."""
        name = self.contact or self.email or self.phone
        if not name:
            return ()
        first = ImportedPerson(name, self.company, self.email, self.phone, self.job_title, self.birthday)
        return (first, *(ImportedPerson(other or email, self.company, email) for other, email in self.others))

    @property
    def identity(self) -> str:
        """A digest of what does not change in the life of a deal."""
        who = (self.title, self.company, self.contact, self.email, str(self.created_at or ""))
        return digest("\n".join(who).casefold())

    @property
    def is_known_by_content(self) -> bool:
        """Whether it has no id of its file's own."""
        return is_content_id(self.external_id)

    def known_by(self, content: str) -> ImportedDeal:
        """The deal with an id of its identity and of all that its row says, for want of one in the file."""
        return self._replace(external_id=f"{self.identity}/{digest(content)}")

    def created(self, now: int) -> int:
        """When it was created: at the latest when it was closed, or just now if the file says neither."""
        if self.created_at is not None:
            return self.created_at
        return now if self.closed_at is None else self.closed_at

    def closed(self, now: int) -> int:
        """When a closed deal was closed: at its creation, if the file does not say."""
        return self.created(now) if self.closed_at is None else self.closed_at

    def since(self, now: int) -> int:
        """When it came to its stage, as far as a file can tell."""
        return self.closed(now) if self.stage is Stage.CLOSED else self.created(now)


def is_content_id(external_id: str) -> bool:
    """Whether an id was made for want of one in the file."""
    return _CONTENT_ID.fullmatch(external_id) is not None


def identity_of(content_id: str) -> str:
    """What does not change in an id that was made of a row."""
    return content_id.partition("/")[0]


def ids_of_identity(identity: str) -> tuple[str, str]:
    """The first id that can be made of an identity, and the first behind all of these."""
    return f"{identity}/", f"{identity}0"


def fitted(fields: Sequence[tuple[str, str]]) -> OwnFields:
    """Names and texts as a deal can have them: each name once, and a text that is too long for one field goes on."""
    texts: dict[str, list[str]] = {}
    for name, text in fields:
        texts.setdefault(key_of(name), []).append(text)
    if len(texts) == len(fields) and all(len(text) <= LONGEST_TEXT for _, text in fields):
        return tuple(fields)
    names = {key_of(name): name for name, _ in reversed(fields)}
    return tuple(
        (f"{names[key]} {start // LONGEST_TEXT + 1}" if start else names[key], whole[start : start + LONGEST_TEXT])
        for key, whole in ((key, "\n".join(parts)) for key, parts in texts.items())
        for start in range(0, len(whole), LONGEST_TEXT)
    )


def digest(text: str) -> str:
    """Sixteen hexadecimal digits that no other text is likely to have."""
    return hashlib.blake2s(text.encode(), digest_size=8).hexdigest()
