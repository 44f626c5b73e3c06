"""What a gate still asks for, in sentences."""

from __future__ import annotations

from funnelboard.domain.criteria import Criterion, Gate, GateClosed, next_gate
from funnelboard.domain.deal import Deal
from funnelboard.domain.grammar import listed
from funnelboard.domain.stage import Outcome, place
from funnelboard.errors import FunnelBoardError

_EXAMPLES = {Criterion.AMOUNT: "amount=12k", Criterion.EXPECTED_CLOSE: "expected-close=fri"}
_OPTIONS = {Criterion.AMOUNT: "--amount A"}


def criterion_words(criterion: Criterion) -> str:
    """``expected close``."""
    return criterion.value.replace("_", " ")


class ClosedGate(FunnelBoardError):
    """A move past a gate with answers missing, as the command line tells it."""

    code = "gate-closed"


def refusal(closed: GateClosed) -> ClosedGate:
    """The refusal of a move, in the words of the command line.

    A sentence says for each deal what is missing; the last one says how to answer, and, where the board lets deals
    pass with a reason, how to give it.
    """
    passing = "; the gates of this board are strict." if closed.strict else ", or pass with --force --because WHY."
    first = closed.gates[0]
    told = ClosedGate("\n".join([*(_cannot_move(gate) for gate in closed.gates), _answering(first) + passing]))
    told.missing = closed.missing
    return told


def still_asked(gate: Gate) -> str:
    """``means is missing, authority was answered no``; nothing when the gate is open."""
    unknown = [criterion_words(criterion) for criterion in gate.missing if criterion not in gate.refused]
    parts = [f"{listed(unknown)} {'is' if len(unknown) == 1 else 'are'} missing"] if unknown else []
    if gate.refused:
        refused = [criterion_words(criterion) for criterion in gate.refused]
        parts.append(f"{listed(refused)} {'was' if len(refused) == 1 else 'were'} answered no")
    return ", ".join(parts)


def next_step(deal: Deal) -> str:
    """What the deal's answers lead to: what its next stage still asks for, or that it could move; empty when closed."""
    gate = next_gate(deal)
    if gate is None:
        return ""
    where = place(gate.stage, gate.outcome)
    if Criterion.AUTHORITY in gate.refused:
        return f"For {where}, {still_asked(gate)}. {_looking(gate)}."
    if gate.missing:
        return f"For {where}, {still_asked(gate)}."
    return f"That is all {where} asks for: “funnelboard move {deal.id} {gate.stage}{_how(gate)}” moves it there."


def _answering(gate: Gate) -> str:
    """How to give the answers that are missing."""
    if gate.outcome is Outcome.WON:
        options = listed(_OPTIONS.get(criterion, f"--{criterion.value}") for criterion in gate.missing)
        return f"Add {options} to the move where it is so"
    unknown = [criterion for criterion in gate.missing if criterion not in gate.refused]
    if not unknown and Criterion.AUTHORITY in gate.refused:
        return _looking(gate)
    first = (unknown or gate.missing)[0]
    return f"Answer with “funnelboard qualify {gate.deal_id} {_EXAMPLES.get(first, f'{first.value}=yes')}”"


def _looking(gate: Gate) -> str:
    """What a no to authority asks for."""
    return f"Look for the one who decides: “funnelboard contact {gate.deal_id} add NAME decides=yes” adds them"


def _how(gate: Gate) -> str:
    return f" --{gate.outcome}" if gate.outcome else ""


def _cannot_move(gate: Gate) -> str:
    where = place(gate.stage, gate.outcome)
    return f"#{gate.deal_id} “{gate.title}” cannot move to {where} yet: {still_asked(gate)}."
