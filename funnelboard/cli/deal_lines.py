"""Deals from another program, one JSON object a line: each is kept and answered before the next is read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, BinaryIO

from funnelboard.cli import output
from funnelboard.cli.choices import choose
from funnelboard.cli.fields import NOBODY, read_probability
from funnelboard.domain.contact import Role
from funnelboard.domain.follow_up_line import FollowUpLine, kind_of, parse_follow_up
from funnelboard.domain.money import Money, checked_currency, parse_money
from funnelboard.domain.own_fields import PREFIX
from funnelboard.domain.sources import read_source, source_words
from funnelboard.domain.stage import STAGES, Stage
from funnelboard.errors import BadInput, FunnelBoardError
from funnelboard.exchange.deal_line import DETAILS, LONGEST, read_deal_line
from funnelboard.exchange.safe_text import LONGEST_LINE, clean
from funnelboard.services.new_deal import NewDeal

if TYPE_CHECKING:
    from funnelboard.services.workspace import Workspace

_SOURCE = "json"
"""What ids belong to that come without saying so."""


class RefusedLines(FunnelBoardError):
    """Some lines were refused, each with its reason in its own answer; the others are kept."""


def add_lines(workspace: Workspace, lines: BinaryIO, stage: Stage, *, confirmed: bool) -> None:
    """Add the deal of each line, and answer it with a line of JSON.

    Args:
        stage: Of those that say none.
        confirmed: Whether what is there already is added all the same.

    Raises:
        RefusedLines: Some were refused.
    """
    reader = DealReader(workspace, stage, confirmed=confirmed)
    refused = 0
    for number, line in _numbered(lines):
        answer: dict[str, object] = {"line": number}
        try:
            if len(line) > LONGEST:
                raise BadInput(f"The line has more than {LONGEST:,} bytes. Leave something out.")
            written = workspace.pipeline.make(reader.read(line))
            (deal_id,) = written.deal_ids
            deal = workspace.board.deal(deal_id)
            answer |= {"id": deal_id, "title": deal.title, "new": bool(written.change)}
        except FunnelBoardError as error:
            refused += 1
            answer["error"] = {"code": error.code, "message": str(error)}
        output.write_json_line(answer)
    if refused:
        raise RefusedLines(f"{refused:,} of the lines were refused; their answers say why. The others are kept.")


def _numbered(lines: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, counted from 1; of one that is too long only the beginning."""
    number = 0
    while line := lines.readline(LONGEST + 1):
        number += 1
        rest = line
        while len(rest) > LONGEST and not rest.endswith(b"\n"):
            rest = lines.readline(LONGEST + 1)
        if line.strip():
            yield number, line


class DealReader:
    """Makes deals of lines, by what the board's settings say."""

    def __init__(self, workspace: Workspace, stage: Stage, *, confirmed: bool) -> None:
        self._workspace = workspace
        self._stage = stage
        self._confirmed = confirmed

    def read(self, line: bytes) -> NewDeal:
        """The deal that a line tells of.

        Raises:
            BadInput: Something in it cannot be understood.
        """
        said = read_deal_line(line)
        person: dict[str, str] = said["contact"]
        name, email, phone = (person.get(key, "") for key in ("name", "email", "phone"))
        title = said.get("title") or said.get("company") or name or email or phone
        if not title:
            raise BadInput("The deal has no name yet. Give it a title, a company or a contact.")
        owner: str = said.get("owner", "me")
        more: dict[str, object] = {detail: said[detail] for detail in DETAILS if detail in said}
        if "probability" in said:
            more["probability"] = read_probability(str(said["probability"]))
        if "role" in person:
            more["role"] = choose(person["role"], Role, "role")
        if "job_title" in person:
            more["job_title"] = person["job_title"]
        more |= {f"{PREFIX}{own}": text for own, text in said.get("fields", {}).items() if text}
        if not (name or email or phone) and person:
            raise BadInput(f"The {min(person).replace('_', ' ')} is nobody's. Name the contact too.")
        return NewDeal(
            title=title,
            stage=choose(said["stage"], STAGES, "stage") if "stage" in said else self._stage,
            company=said.get("company", ""),
            contact=name,
            email=email,
            phone=phone,
            amount=self._amount(said),
            source=self._source(said),
            tags=tuple(dict.fromkeys(tag.strip().lstrip("#") for tag in said.get("tags", ()))),
            owner=None if owner.casefold() in NOBODY else owner,
            follow_up=self._follow_up(said["follow_up"]) if "follow_up" in said else None,
            expected_close=self._day(said["expected_close"]) if "expected_close" in said else None,
            note=said.get("note", ""),
            referred_by=said.get("referred_by", ""),
            more=more,
            external=_external(said),
            confirmed=self._confirmed,
        )

    def _day(self, text: str) -> date:
        return self._workspace.day(text)

    def _amount(self, said: dict[str, Any]) -> Money | None:
        code = checked_currency(said["currency"].upper()) if "currency" in said else ""
        if "amount" not in said:
            return None
        amount = said["amount"]
        exact = not isinstance(amount, str)
        money = parse_money(
            f"{Decimal(amount):f}" if exact else amount,
            code or self._workspace.default_currency,
            "." if exact else "",
        )
        if code and money.currency != code:
            raise BadInput(f"The amount is not in {code}. Leave one of amount and currency out.")
        return money

    def _source(self, said: dict[str, Any]) -> str:
        source, detail = said.get("source", ""), said.get("source_detail", "")
        offered = self._workspace.settings.current().sources
        return source_words(*read_source(source_words(source, detail) if source else "", offered))

    def _follow_up(self, said: dict[str, str]) -> FollowUpLine:
        what, today = said.get("what", ""), self._workspace.clock.today()
        if "when" in said:
            promised = parse_follow_up(said["when"], today, day_first=self._workspace.day_first)
            due, at, what = promised.due, promised.time, what or promised.what
        elif "due" in said:
            due, at = self._day(said["due"]), None
        else:
            raise BadInput('The follow-up does not say when. Write it like {"when": "fri 10:30", "what": "call"}.')
        if "time" in said:
            at = _time(said["time"])
        return FollowUpLine(due, said.get("kind") or kind_of(what.split()), what, at)


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise BadInput(f"“{text}” is not a time of day. Write it like 14:30.") from None


def _external(said: dict[str, Any]) -> tuple[str, str] | None:
    """Where it comes from and its id there, if it has one."""
    source, own_id = said.get("external_source", ""), str(said.get("external_id", ""))
    if not own_id.strip():
        if source:
            raise BadInput("The external source has no external id. Give both, or none.")
        return None
    found = clean(source).strip() or _SOURCE, clean(own_id).strip()
    if max(map(len, found)) > LONGEST_LINE:
        raise BadInput(f"The external id is longer than {LONGEST_LINE} characters. Shorten it.")
    return found
