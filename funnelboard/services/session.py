"""What every service works with: the database, whose doing it is, and the time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from funnelboard.domain.deal import Deal
from funnelboard.domain.money import Money, checked_amount
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.seller import Seller
from funnelboard.domain.settings import BoardSettings
from funnelboard.errors import BadInput, Conflict, DealGone, Difference, NotFound, NotSaved
from funnelboard.exchange.safe_text import LONGEST_LINE, LONGEST_TEXT, clean
from funnelboard.services.clock import Clock
from funnelboard.services.sight import PLACE, Sight, decisive, differences, steps_since
from funnelboard.services.written import Written
from funnelboard.store import deals, history, merged, sellers, settings
from funnelboard.store.database import Database
from funnelboard.store.deal_filter import Asker

if TYPE_CHECKING:
    from funnelboard.store.change import Change
    from funnelboard.store.since import Doing


class Overtaken(NamedTuple):
    """Deals as they are now, beside what was seen of them.

    Attributes:
        kept: Those of which what matters is as it was.
        left: Why the others are to be left alone, by id.
        others: Where others have taken those that are kept.
    """

    kept: list[Deal]
    left: dict[int, str]
    others: list[str]


class Expected(NamedTuple):
    """The version that the one deal must still have which a write is about.

    Attributes:
        deal_ids: The deal, where it was named; None for the one that is written to.
    """

    version: int
    deal_ids: tuple[int, ...] | None = None


@dataclass(eq=False, repr=False, slots=True)
class Session:
    """One seller at one database.

    Attributes:
        default_currency: ISO 4217 code for amounts typed without one.
        own: The changes made in it, by id and instant.
        sight: What the seller saw who says what to do now; None for who looks at nothing, as a script does.
        expected: What a script expects of the deal that it writes to, if anything.
        agent: Whether it is an agent that does this in the seller's name.
        kept: Called with each change once it is kept, if anybody wants to know.
    """

    database: Database
    seller: Seller
    clock: Clock
    default_currency: str
    own: set[tuple[int, int]] = field(default_factory=set)
    sight: Sight | None = None
    expected: Expected | None = None
    agent: bool = False
    kept: Callable[[Change], None] | None = None

    @contextmanager
    def change(self, kind: str, undoes: int | None = None) -> Iterator[Change]:
        """One logged transaction of this seller, now.

        Raises:
            NotSaved: As :meth:`require_seller`.
            Conflict: The deal has another version than was expected.
        """
        from funnelboard.store.change import change

        now = self.clock.now()
        with change(self.database, kind, self.seller.id, now, undoes=undoes) as operating:
            self.require_seller()
            if self.expected is not None and self.expected.deal_ids is not None:
                self._require_version(self.expected.version, self.expected.deal_ids, 0)
            yield operating
            if self.expected is not None and self.expected.deal_ids is None:
                self._require_version(self.expected.version, _touched(operating), operating.id)
            if self.agent:
                operating.note_agent()
        self.own.add((operating.id, now))
        if self.kept is not None and operating.id and not self.database.rehearses:
            self.kept(operating)

    def _require_version(self, version: int, deal_ids: Sequence[int], change_id: int) -> None:
        """Refuse to go on unless one deal is meant, which was of a version before a change."""
        if len(deal_ids) > 1:
            raise BadInput(f"One version was given, and {len(deal_ids)} deals are meant. Do it deal by deal.")
        for deal_id in deal_ids:
            found = deals.version_before(self.database, deal_id, change_id)
            if found not in (None, version):
                raise Conflict(
                    f"#{deal_id} has been changed: it is at version {found}, not {version}. Look at it again."
                )

    @contextmanager
    def rehearsal(self) -> Iterator[Change]:
        """The same gone through on one moment of the database, without writing anything."""
        from funnelboard.store.rehearsal import Rehearsal

        with self.database.reading():
            yield Rehearsal(self.database, self.seller.id, self.clock.now())

    def require_seller(self) -> None:
        """Refuse to write as whom the database knows no more.

        Raises:
            NotSaved: A backup has been put in its place in which this seller is not, or is somebody else.
        """
        self.database.expect(sellers.login_of(self.seller), self._require_own)

    def _require_own(self, login: list[Any]) -> None:
        if login != [(self.seller.login,)]:
            raise NotSaved(
                f"Not saved: a backup was put in the place of {self.database.where} while it was open. "
                "Leave and open it again."
            )

    @contextmanager
    def seeing(self, sight: Sight) -> Iterator[None]:
        """Inside it whatever is written is meant for what the seller saw."""
        self.sight = sight
        try:
            yield
        finally:
            self.sight = None

    def asker(self) -> Asker:
        """Who asks, and when."""
        return Asker(self.seller.id, self.clock.now(), self.clock.today(), self.settings)

    def regain(self) -> bool:
        """Write again, where the database could only be read so far; whether that has come about just now."""
        if not self.database.regain():
            return False
        login, name = self.seller.handle, self.seller.name
        self.seller = sellers.ensure(self.database, login, name, self.clock.now())
        return True

    @property
    def settings(self) -> BoardSettings:
        """What is shared on the board, as it stands."""
        return settings.current(self.database)

    def live_deals(self, deal_ids: Iterable[int]) -> list[Deal]:
        """Deals that are not in the bin, in the order given.

        Raises:
            BadInput: None was named.
            DealGone: One of them is not there, or has been deleted.
        """
        wanted = _named(deal_ids)
        found = {deal.id: deal for deal in deals.read(self.database, wanted)}
        for deal_id in wanted:
            if deal_id not in found or found[deal_id].deleted:
                raise DealGone(self._gone(deal_id, found.get(deal_id)))
        return [found[deal_id] for deal_id in wanted]

    def live_deal(self, deal_id: int) -> Deal:
        """One deal that is not in the bin; raises as :meth:`live_deals`."""
        return self.live_deals((deal_id,))[0]

    def targets(self, change: Change, deal_ids: Iterable[int], matters: Collection[str] = PLACE) -> list[Deal]:
        """The deals that a change is for, in the order given: those of which what matters is still as it was seen.

        Of several the others are left as they are, which the change tells; so it does of what others have done to
        deals that it is for all the same.

        Args:
            matters: Columns of the deal, and tables of what belongs to it.

        Raises:
            BadInput: None was named.
            DealGone: All of them are gone; without a sight of them, one.
            Conflict: Others have changed what matters of all that are left.
        """
        if self.sight is None:
            return self.live_deals(deal_ids)
        found = self.overtaken(deal_ids, matters, self.sight)
        change.left, change.others = found.left, found.others
        return found.kept

    def target(self, change: Change, deal_id: int, matters: Collection[str] = PLACE) -> Deal:
        """The one deal that a change is for; raises as :meth:`targets`."""
        return self.targets(change, (deal_id,), matters)[0]

    def overtaken(self, deal_ids: Iterable[int], matters: Collection[str], sight: Sight) -> Overtaken:
        """What others have done to some deals since they were seen; raises as :meth:`targets`."""
        wanted = _named(deal_ids)
        found = {deal.id: deal for deal in deals.read(self.database, wanted)}
        live = [deal for deal_id in wanted if (deal := found.get(deal_id)) is not None and not deal.deleted]
        steps = steps_since(self.database, [deal.id for deal in live], sight, self.own)

        def told(deal: Deal, matters: Collection[str]) -> str:
            step = decisive(steps.get(deal.id, ()), matters)
            return step.doing.told(self.seller.id, deal.title) if step is not None else ""

        changed = {deal.id: why for deal in live if (why := told(deal, matters))}
        kept = [deal for deal in live if deal.id not in changed]
        there = {deal.id for deal in live}
        gone = {deal_id: self._gone(deal_id, found.get(deal_id)) for deal_id in wanted if deal_id not in there}
        if not live:
            raise DealGone(" ".join(gone.values()))
        if not kept:
            raise Conflict(
                f"Nothing was changed: {' '.join([f'{why}.' for why in changed.values()] + [*gone.values()])}"
            )
        return Overtaken(kept, gone | changed, [why for deal in kept if (why := told(deal, PLACE))])

    def require_unchanged(self, what: str, entity: str, row_id: int, mine: Mapping[str, Any] | None = None) -> None:
        """Refuse to overwrite what others have written into a row since it was seen.

        Args:
            what: The row, as it is told.
            mine: The columns that are to be written; None for all there are.

        Raises:
            Conflict: They have; with both values where there are any.
        """
        if self.sight is None:
            return

        from funnelboard.store import since

        steps = since.steps_of_row(self.database, entity, row_id, self.sight.change, self.own)
        theirs: tuple[Difference, ...] = () if mine is None else differences(steps, mine)
        if theirs or (mine is None and steps):
            raise Conflict(f"{steps[-1].doing.seller} has changed {what} meanwhile.", theirs)

    def last_doing(self, entity: str, row_id: int) -> Doing | None:
        """The last change of a row, if another seller has made it."""
        from funnelboard.store import since

        steps = since.steps_of_row(self.database, entity, row_id, 0, ())
        return steps[-1].doing if steps and not steps[-1].doing.is_own(self.seller.id) else None

    def missing(self, entity: str, row_id: int) -> NotFound:
        """That there is no such row, and who has deleted it, if another seller has."""
        doing = self.last_doing(entity, row_id)
        why = f" {doing.told(self.seller.id)}." if doing is not None else ""
        return NotFound(f"There is no {entity} #{row_id}.{why}")

    def _gone(self, deal_id: int, deal: Deal | None) -> str:
        """Why a deal cannot be worked on any more."""
        if deal is None:
            return f"There is no deal #{deal_id}."
        doing = self.last_doing("deal", deal_id)
        if deal.merged_into is not None:
            into = merged.survivor(self.database, "deal", deal_id)
            who = f": {doing.seller} merged them" if doing is not None else ""
            return f"#{deal_id} “{deal.title}” is a part of #{into} now{who}."
        who = f"{doing.told(self.seller.id, deal.title)}." if doing is not None else "Undo its deletion first."
        return f"#{deal_id} “{deal.title}” is in the bin. {who}"


def _named(deal_ids: Iterable[int]) -> list[int]:
    wanted = list(dict.fromkeys(deal_ids))
    if not wanted:
        raise BadInput("No deal was named. Choose one first.")
    return wanted


def line(text: str, what: str) -> str:
    """One clean line of user text, without blanks around it.

    Raises:
        BadInput: It is too long.
    """
    cleaned = clean(text).strip()
    if len(cleaned) > LONGEST_LINE:
        raise BadInput(f"The {what} has {len(cleaned):,} characters; {LONGEST_LINE} fit. Put the rest in a note.")
    return cleaned


def needed_line(text: str, what: str) -> str:
    """One clean line that says something; raises as :func:`line`, and when it is empty."""
    cleaned = line(text, what)
    if not cleaned:
        raise BadInput(f"The {what} is empty. Type one.")
    return cleaned


def paragraphs(text: str, what: str) -> str:
    """Clean user text with its line breaks.

    Raises:
        BadInput: It is empty or too long.
    """
    cleaned = clean(text, multiline=True).strip()
    if not cleaned:
        raise BadInput(f"The {what} is empty. Type something.")
    if len(cleaned) > LONGEST_TEXT:
        raise BadInput(f"The {what} has {len(cleaned):,} characters; {LONGEST_TEXT:,} fit. Split it.")
    return cleaned


def money_columns(amount: Money | None) -> dict[str, object]:
    """An amount as a deal has it.

    Raises:
        TooLarge: It is more than can be added up.
    """
    if amount is None:
        return {"amount": None, "currency": None}
    return {"amount": checked_amount(amount).minor, "currency": amount.currency}


def quoted(touched: Sequence[Deal]) -> str:
    """Deals in a summary: the one's title, or how many."""
    return f"“{touched[0].title}”" if len(touched) == 1 else f"{len(touched)} deals"


def _touched(operating: Change) -> Sequence[int]:
    """The deals that a write has touched, in order."""
    if operating.settled:
        return history.deals_of(operating.database, operating.id)
    return tuple(sorted(operating.deals))


def finished(operating: Change, otherwise: str, row_id: int | None = None) -> Written:
    """The answer to a write: its summary, or ``otherwise`` when nothing had to change."""
    left = operating.left
    others = [f"{len(left)} not: {'; '.join(why.rstrip('.') for why in left.values())}"] if left else []
    return Written(
        operating.summary if operating.id else otherwise,
        _touched(operating),
        operating.id,
        row_id,
        tuple(left),
        "; ".join([*others, *operating.others]),
    )
