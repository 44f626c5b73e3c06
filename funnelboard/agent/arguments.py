"""What the tools take: each argument with its type, its bounds and what it means."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, WithJsonSchema
from pydantic.json_schema import SkipJsonSchema

from funnelboard.domain import argument_words
from funnelboard.domain.board import Sort
from funnelboard.domain.note import NoteKind
from funnelboard.domain.reports.names import ReportName
from funnelboard.domain.stage import STAGES, Outcome, Stage
from funnelboard.exchange.deal_json import DEAL_FIELDS
from funnelboard.exchange.safe_text import LONGEST_LINE, LONGEST_TEXT

MOST_DEALS = 100
"""Deals, or entries of a timeline, that one call can ask for."""

OVERVIEW = (
    "id", "title", "stage", "outcome", "amount", "currency", "owner", "company", "score", "next_follow_up", "version",
)  # fmt: skip
"""What is told of each of many deals where nothing else was asked for."""

_DAY = "A day as one types it: 2026-11-01, yesterday, -30d."


def _word(words: tuple[str, ...]) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": list(words)})


StageWord = Annotated[Stage, _word(STAGES)]
OpenStageWord = Annotated[Stage, _word(STAGES[:-1])]
SortWord = Annotated[Sort, _word(tuple(Sort))]
KindWord = Annotated[NoteKind, _word(tuple(NoteKind))]
OutcomeWord = Annotated[Outcome, _word(tuple(Outcome))]
ReportWord = Annotated[ReportName, _word(tuple(ReportName))]
FieldWord = Annotated[str, _word(DEAL_FIELDS)]
Line = Annotated[str, Field(max_length=LONGEST_LINE)]
Number = Annotated[int, Field(ge=1)]


class Arguments(BaseModel):
    """What a tool takes; nothing else, and nothing of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class FindDeals(Arguments):
    """Of ``find_deals``."""

    query: Line = Field("", description=f"QUERY is {argument_words.QUERY} All deals, if nothing is said.")
    sort: SortWord = Field(Sort.RANK, description=argument_words.SORT)
    limit: int = Field(20, ge=1, le=MOST_DEALS, description=argument_words.LIMIT)
    fields: list[FieldWord] = Field(list(OVERVIEW), description="Only these fields of each deal.")


class ShowDeal(Arguments):
    """Of ``show_deal``."""

    deal: Number = Field(description="The number of the deal.")
    limit: int = Field(20, ge=1, le=MOST_DEALS, description="At most so many entries of its timeline.")


class Today(Arguments):
    """Of ``today``."""

    owner: Line = Field("me", description=f"{argument_words.OWNER} me, all or a login.")
    days: int = Field(0, ge=0, le=366, description=argument_words.DAYS)


class ReportOf(Arguments):
    """Of ``report``."""

    name: ReportWord
    query: Line = Field("", description=f"QUERY is {argument_words.QUERY} All deals, if nothing is said.")
    since: Line = Field("", description=f"{argument_words.SINCE} {_DAY}")
    until: Line = Field("", description=f"{argument_words.UNTIL} {_DAY}")


class Nothing(Arguments):
    """Of ``vocabulary``."""


class Writing(Arguments):
    """Of every tool that writes."""

    dry_run: bool = Field(False, description=argument_words.DRY_RUN)


class AddDeal(Writing):
    """Of ``add_deal``."""

    line: Annotated[str, Field(min_length=1, max_length=LONGEST_LINE)] = Field(description=argument_words.LINE)
    stage: OpenStageWord = Field(Stage.LEAD, description=argument_words.STAGE)
    confirmed: bool = Field(False, description=argument_words.CONFIRMED)


class OnDeal(Writing):
    """Of every tool that writes to a deal."""

    deal: Number = Field(description="The number of the deal.")
    if_version: Number | SkipJsonSchema[None] = Field(None, description=argument_words.IF_VERSION)


class AddNote(OnDeal):
    """Of ``note``."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)] = Field(description="What was said or done.")
    kind: KindWord = Field(NoteKind.NOTE, description=argument_words.NOTE_KIND)


class AddFollowUp(OnDeal):
    """Of ``follow_up``."""

    line: Annotated[str, Field(min_length=1, max_length=LONGEST_LINE)] = Field(description=argument_words.FOLLOW_UP)
    confirmed: bool = Field(False, description=argument_words.CONFIRMED)


class Move(OnDeal):
    """Of ``move``."""

    stage: StageWord = Field(description="Where it goes.")
    outcome: OutcomeWord | SkipJsonSchema[None] = Field(None, description="How it ended, of a move to closed.")
    agreed: bool = Field(False, description=argument_words.AGREED)
    signed: bool = Field(False, description=argument_words.SIGNED)
    settled: bool = Field(False, description=argument_words.SETTLED)
    amount: Line = Field("", description=argument_words.AMOUNT)
    date: Line = Field("", description=argument_words.CLOSED_ON)
    reason: Line = Field("", description=argument_words.REASON)
    detail: Line = Field("", description=argument_words.DETAIL)
    competitor: Line = Field("", description=argument_words.COMPETITOR)
    may_return: Literal["yes", "no"] | SkipJsonSchema[None] = Field(None, description=argument_words.MAY_RETURN)
    return_on: Line = Field("", description=argument_words.RETURN_ON)
    because: Line = Field("", description=argument_words.WHY)


def schema_of(taken: type[Arguments]) -> dict[str, Any]:
    """What a tool takes as JSON Schema, on one level."""
    made = taken.model_json_schema()
    properties = {
        name: {key: value for key, value in told.items() if key != "title" and (key, value) != ("default", None)}
        for name, told in made.get("properties", {}).items()
    }
    return {
        "type": "object",
        "properties": properties,
        "required": made.get("required", []),
        "additionalProperties": False,
    }


def told(error: ValidationError) -> tuple[str, tuple[str, ...]]:
    """What is wrong with some arguments, without what was given, and which are missing."""
    found = error.errors(include_input=False, include_url=False)
    sentences = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}." for each in found]
    return " ".join(sentences), tuple(str(each["loc"][0]) for each in found if each["type"] == "missing")
