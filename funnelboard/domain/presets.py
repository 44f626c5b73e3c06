"""Presets: the same funnel in the words of four kinds of business.

A preset changes wording, checklists, sources and kinds of activity. The stages, their gates and what is stored stay
the same, so that a board can change its preset at any time.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from funnelboard.domain.criteria import QUESTIONS, Criterion
from funnelboard.domain.kinds import NoteKind
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.sources import SOURCES
from funnelboard.domain.stage import Outcome, Stage

_EVERYWHERE = (NoteKind.NOTE, NoteKind.CALL, NoteKind.EMAIL, NoteKind.MEETING)


class ChecklistItem(NamedTuple):
    """One thing to do in a stage; a note or a finished follow-up of its kind ticks it."""

    text: str
    kind: NoteKind


class Preset(NamedTuple):
    """The words for one kind of business.

    Attributes:
        label: What the business is, for a list to choose from.
        stages: What each stage is called.
        won, lost: What the outcomes are called.
        own_questions: How criteria are asked where the usual words do not fit.
        checklists: What is usually done in each stage.
        sources: Where a lead can come from.
        note_kinds: What notes and follow-ups are offered as.
        reference: What a happy customer is asked for.
    """

    name: str
    label: str
    stages: Mapping[Stage, str]
    won: str
    lost: str
    checklists: Mapping[Stage, tuple[ChecklistItem, ...]]
    sources: tuple[str, ...]
    note_kinds: tuple[NoteKind, ...]
    reference: str
    own_questions: Mapping[Criterion, str] = MappingProxyType({})

    def question(self, criterion: Criterion) -> str:
        """How a criterion is asked."""
        return self.own_questions.get(criterion, QUESTIONS[criterion])

    def place(self, stage: Stage, outcome: Outcome | None = None) -> str:
        """What a stage is called, or, of a closed deal, its outcome."""
        if outcome is None:
            return self.stages[stage]
        return self.won if outcome is Outcome.WON else self.lost


GENERAL = Preset(
    name="general",
    label="sales in general",
    stages={
        Stage.LEAD: "lead",
        Stage.PROSPECT: "prospect",
        Stage.OPPORTUNITY: "opportunity",
        Stage.CLOSED: "closed",
    },
    won="won",
    lost="lost",
    checklists={
        Stage.LEAD: (ChecklistItem("research the company", NoteKind.RESEARCH), ChecklistItem("call", NoteKind.CALL)),
        Stage.PROSPECT: (ChecklistItem("meet", NoteKind.MEETING), ChecklistItem("show it", NoteKind.DEMO)),
        Stage.OPPORTUNITY: (
            ChecklistItem("send the proposal", NoteKind.PROPOSAL),
            ChecklistItem("negotiate", NoteKind.NEGOTIATION),
            ChecklistItem("send the contract", NoteKind.CONTRACT),
        ),
    },
    sources=SOURCES,
    note_kinds=(
        *_EVERYWHERE, NoteKind.DEMO, NoteKind.PRESENTATION, NoteKind.PROPOSAL, NoteKind.NEGOTIATION,
        NoteKind.CONTRACT, NoteKind.RESEARCH,
    ),
    reference="ask for a reference or a testimonial",
)  # fmt: skip

STARTUP = Preset(
    name="startup",
    label="a startup raising funds",
    stages={
        Stage.LEAD: "investor",
        Stage.PROSPECT: "pitch",
        Stage.OPPORTUNITY: "due diligence",
        Stage.CLOSED: "closed",
    },
    won="committed",
    lost="passed",
    own_questions={
        Criterion.MARKET: "Do they invest in our field and at our stage?",
        Criterion.MEANS: "Do they have a fund to invest from?",
        Criterion.AUTHORITY: "Does the contact decide on investments?",
        Criterion.NEED: "Do they share our thesis?",
        Criterion.WILLING: "Are they willing to go on talking?",
        Criterion.AMOUNT: "How much would they invest?",
        Criterion.EXPECTED_CLOSE: "When would they commit?",
        Criterion.AGREED: "Has the investor committed?",
        Criterion.SIGNED: "Are the legal documents signed?",
        Criterion.SETTLED: "Has the money arrived?",
    },
    checklists={
        Stage.LEAD: (
            ChecklistItem("research the fund", NoteKind.RESEARCH),
            ChecklistItem("send the deck", NoteKind.EMAIL),
        ),
        Stage.PROSPECT: (ChecklistItem("pitch", NoteKind.PITCH), ChecklistItem("meet the partners", NoteKind.MEETING)),
        Stage.OPPORTUNITY: (
            ChecklistItem("due diligence", NoteKind.DUE_DILIGENCE),
            ChecklistItem("agree on terms", NoteKind.TERMS),
            ChecklistItem("legal documents", NoteKind.LEGAL),
        ),
    },
    sources=("referral", "investor introduction", "accelerator", "inbound", "event", "social", "cold call", "other"),
    note_kinds=(
        *_EVERYWHERE, NoteKind.PITCH, NoteKind.DUE_DILIGENCE, NoteKind.TERMS, NoteKind.LEGAL, NoteKind.RESEARCH,
    ),
    reference="ask for an introduction to other investors",
)  # fmt: skip

CONSULTING = Preset(
    name="consulting",
    label="consulting",
    stages={
        Stage.LEAD: "lead",
        Stage.PROSPECT: "requirements",
        Stage.OPPORTUNITY: "scope and terms",
        Stage.CLOSED: "closed",
    },
    won="signed",
    lost="lost",
    own_questions={
        Criterion.MARKET: "Is it work that we do?",
        Criterion.MEANS: "Is there a budget for advice?",
        Criterion.NEED: "Are the requirements understood?",
        Criterion.AMOUNT: "What is the assignment worth?",
        Criterion.EXPECTED_CLOSE: "When will the contract be signed?",
        Criterion.AGREED: "Are scope and terms agreed?",
        Criterion.SETTLED: "Is the payment settled or its schedule fixed?",
    },
    checklists={
        Stage.LEAD: (ChecklistItem("research the client", NoteKind.RESEARCH), ChecklistItem("call", NoteKind.CALL)),
        Stage.PROSPECT: (
            ChecklistItem("meet those concerned", NoteKind.MEETING),
            ChecklistItem("write down the requirements", NoteKind.REQUIREMENTS),
        ),
        Stage.OPPORTUNITY: (
            ChecklistItem("agree on the scope", NoteKind.SCOPE),
            ChecklistItem("send the proposal", NoteKind.PROPOSAL),
            ChecklistItem("agree on the terms", NoteKind.TERMS),
            ChecklistItem("send the contract", NoteKind.CONTRACT),
        ),
    },
    sources=(
        "referral", "existing customer", "inbound", "website form", "content", "event", "tender", "partner", "social",
        "cold call", "chance meeting", "other",
    ),
    note_kinds=(
        *_EVERYWHERE, NoteKind.REQUIREMENTS, NoteKind.SCOPE, NoteKind.PROPOSAL, NoteKind.TERMS, NoteKind.CONTRACT,
        NoteKind.RESEARCH,
    ),
    reference="ask for a reference",
)  # fmt: skip

AGENCY = Preset(
    name="agency",
    label="a marketing agency",
    stages={
        Stage.LEAD: "lead",
        Stage.PROSPECT: "research",
        Stage.OPPORTUNITY: "strategy",
        Stage.CLOSED: "closed",
    },
    won="started",
    lost="lost",
    own_questions={
        Criterion.MARKET: "Is it a client that we can do good work for?",
        Criterion.MEANS: "Is there a marketing budget?",
        Criterion.NEED: "Is it clear what the campaign must achieve?",
        Criterion.AMOUNT: "What is the budget of the campaign?",
        Criterion.EXPECTED_CLOSE: "When will it start?",
        Criterion.AGREED: "Is the strategy agreed?",
        Criterion.SETTLED: "Is the first payment settled and the work started?",
    },
    checklists={
        Stage.LEAD: (
            ChecklistItem("call", NoteKind.CALL),
            ChecklistItem("look at what they do now", NoteKind.RESEARCH),
        ),
        Stage.PROSPECT: (
            ChecklistItem("research market and audience", NoteKind.RESEARCH),
            ChecklistItem("meet the team", NoteKind.MEETING),
        ),
        Stage.OPPORTUNITY: (
            ChecklistItem("work out the strategy", NoteKind.STRATEGY),
            ChecklistItem("present it", NoteKind.PRESENTATION),
            ChecklistItem("send the contract", NoteKind.CONTRACT),
        ),
    },
    sources=(
        "referral", "existing customer", "inbound", "website form", "search", "social", "content", "event", "pitch",
        "partner", "cold call", "other",
    ),
    note_kinds=(
        *_EVERYWHERE, NoteKind.RESEARCH, NoteKind.STRATEGY, NoteKind.PRESENTATION, NoteKind.PROPOSAL,
        NoteKind.CONTRACT,
    ),
    reference="ask for a testimonial or a case study",
)  # fmt: skip

PRESETS: dict[str, Preset] = {preset.name: preset for preset in (GENERAL, STARTUP, CONSULTING, AGENCY)}
