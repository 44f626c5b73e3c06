"""The settings that everybody on a database shares: their names, their defaults with reasons, and how they are typed.

A setting is stored as the text it was typed as, tidied. What cannot be read any more, because an older or a newer
FunnelBoard wrote it, counts as not set.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from funnelboard.domain.grammar import nearest
from funnelboard.domain.money import Money, is_currency
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.own_fields import LONGEST_NAME as LONGEST_FIELD_NAME
from funnelboard.domain.own_fields import key_of
from funnelboard.domain.presets import GENERAL, PRESETS, Preset
from funnelboard.domain.score_rules import OWN_SOURCE_SHARE, SOURCE_SHARES, WEIGHTS
from funnelboard.domain.stage import STAGE_PROBABILITY, LostReason, Stage
from funnelboard.domain.staleness import STALE_DAYS
from funnelboard.errors import BadInput

if TYPE_CHECKING:
    from decimal import Decimal

    from funnelboard.domain.score import Rules

RATE = "rate."
"""What the name of an exchange rate begins with; a currency's code follows."""

LONGEST_NAME = 40
"""Characters that a source or a lost reason may have."""


class Gates(StrEnum):
    """Whether a deal can be moved forward with a reason instead of the answers."""

    LENIENT = "lenient"
    STRICT = "strict"


class LostChoice(NamedTuple):
    """A lost reason to choose from: one of the funnel's own, or words that are kept as ``other``."""

    label: str
    reason: LostReason
    detail: str = ""

    def words(self, more: str) -> str:
        """The words that are kept with the reason, if the seller says more about it."""
        return ": ".join(part for part in (self.detail, more.strip()) if part)


LOST_REASONS: tuple[LostChoice, ...] = tuple(LostChoice(reason.value, reason) for reason in LostReason)
"""The funnel's own."""


class BoardSettings(NamedTuple):
    """The shared settings, read.

    Attributes:
        currency: ISO 4217 code of amounts typed without one; empty for each seller's own default.
        stale_days: Days without a touch after which a deal of a stage is stale.
        probabilities: Per cent by open stage.
        weights: Points of the score by rule.
        lost_reasons: What a lost deal can be lost for.
        own_sources: The sources set by hand with their per cent of the score's points; none for the preset's.
        rates: Units of ``currency`` for one unit of each other currency.
        own_fields: Names of the own fields that every deal's form offers.
    """

    gates: Gates = Gates.LENIENT
    preset: Preset = GENERAL
    currency: str = ""
    stale_days: Mapping[Stage, int] = STALE_DAYS
    probabilities: Mapping[Stage, int] = STAGE_PROBABILITY
    weights: Mapping[str, int] = WEIGHTS
    lost_reasons: tuple[LostChoice, ...] = LOST_REASONS
    own_sources: Mapping[str, int] = MappingProxyType({})
    rates: Mapping[str, Decimal] = MappingProxyType({})
    own_fields: tuple[str, ...] = ()

    def converted(self, sums: Mapping[str, int]) -> Money | None:
        """Sums in several currencies (minor units) as one in the board's currency, at the board's rates.

        Returns:
            None when the board has no currency of its own, or one of them has no rate.
        """
        if not self.currency:
            return None
        if sums.keys() == {self.currency}:
            return Money(sums[self.currency], self.currency)

        from funnelboard.domain.rates import total_in

        return total_in(self.currency, sums, self.rates)

    def compared(self, minor: int, code: str) -> int | None:
        """An amount as it compares with those in other currencies, in ten-thousandths of the board's major unit.

        Returns:
            None where nothing is compared so: its currency has no rate, or the board none at all.
        """
        if not (self.currency and self.rates):
            return None

        from funnelboard.domain.rates import compared

        return compared(minor, code, self.currency, self.rates)

    @property
    def sources(self) -> tuple[str, ...]:
        """Where a lead can come from."""
        return tuple(self.own_sources) or self.preset.sources

    @property
    def score_rules(self) -> Rules:
        """What the score follows."""
        from funnelboard.domain.score import Rules

        return Rules(self.weights, {**SOURCE_SHARES, **self.own_sources})


class Setting(NamedTuple):
    """One named setting.

    Attributes:
        default: As it would be typed.
        reason: Why the default is what it is.
        read: Reads a typed value, tidied text and meaning; raises BadInput with the sentence.
    """

    name: str
    help: str
    default: str
    reason: str
    read: Callable[[str], tuple[str, Any]]


def _one_of(*allowed: str) -> Callable[[str], tuple[str, str]]:
    def read(text: str) -> tuple[str, str]:
        value = text.strip().casefold()
        if value not in allowed:
            raise BadInput(f"“{text.strip()}” is none of {', '.join(allowed)}.")
        return value, value

    return read


def _whole(low: int, high: int, unit: str) -> Callable[[str], tuple[str, int]]:
    def read(text: str) -> tuple[str, int]:
        digits = text.strip().removesuffix("%").strip()
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 6 and low <= int(digits) <= high):
            raise BadInput(f"“{text.strip()}” is not a whole number of {unit} from {low} to {high}.")
        return str(int(digits)), int(digits)

    return read


def _currency(text: str) -> tuple[str, str]:
    code = text.strip().upper()
    if not is_currency(code):
        raise BadInput(f"“{text.strip()}” is no currency code. Use one of ISO 4217, for example EUR.")
    return code, code


def _names(text: str, longest: int = LONGEST_NAME) -> list[str]:
    tidied = (" ".join(name.split()) for name in text.split(","))
    found = list({name.casefold(): name for name in tidied if name}.values())
    if not found:
        raise BadInput("The list is empty. Separate its names with commas.")
    for name in found:
        if len(name) > longest:
            raise BadInput(f"“{name[:longest]}…” is too long. A name has at most {longest} characters.")
    return found


def _own_fields(text: str) -> tuple[str, tuple[str, ...]]:
    names = tuple({key_of(name): name for name in _names(text, LONGEST_FIELD_NAME)}.values())
    return ", ".join(names), names


def _lost_reasons(text: str) -> tuple[str, tuple[LostChoice, ...]]:
    known = {reason.value: reason for reason in LostReason}
    names = _names(text)
    if LostReason.OTHER.value not in (name.casefold() for name in names):
        names.append(LostReason.OTHER.value)
    choices = tuple(
        LostChoice(name.casefold(), known[name.casefold()])
        if name.casefold() in known
        else LostChoice(name, LostReason.OTHER, name)
        for name in names
    )
    return ", ".join(choice.label for choice in choices), choices


def _sources(text: str) -> tuple[str, dict[str, int]]:
    shares: dict[str, int] = {}
    for item in _names(text):
        name, equals, share = (part.strip() for part in item.partition("="))
        name = name.casefold()
        if not name:
            raise BadInput(f"“{item}” names no source. Write it before the =.")
        usual = SOURCE_SHARES.get(name, OWN_SOURCE_SHARE)
        shares[name] = _whole(0, 100, "per cent")(share)[1] if equals else usual
    return ", ".join(f"{name}={share}" for name, share in shares.items()), shares


_WEIGHT_REASONS = {
    "qualification": "what was established says most about whether they will buy at all",
    "evaluation": "a confirmed need and a date say that they will buy soon",
    "source": "a referral closes more often than a bought list",
    "engagement": "a deal somebody works on this month is alive",
    "contact-details": "somebody who cannot be reached cannot be sold to",
    "decision-maker": "nothing is decided without the one who decides",
    "silence": "after two weeks of silence every further day counts against it",
}

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "gates", "lenient: a reason passes a gate; strict: nothing does", Gates.LENIENT.value,
        "real deals skip questions, and the reason is kept", _one_of(*Gates),
    ),
    Setting(
        "preset", f"wording, checklists, sources and activities: {', '.join(PRESETS)}", GENERAL.name,
        "it fits most businesses", _one_of(*PRESETS),
    ),
    Setting("currency", "of amounts typed without one", "", "each seller's own default", _currency),
    *(
        Setting(
            f"stale.{stage.value}", f"days without a touch after which deals in {stage.value} are stale", str(days),
            "the nearer to closing, the sooner silence is a bad sign", _whole(1, 3650, "days"),
        )
        for stage, days in STALE_DAYS.items()
    ),
    *(
        Setting(
            f"probability.{stage.value}", f"per cent of deals in {stage.value} that nobody has judged otherwise",
            str(per_cent), "each stage has established more", _whole(0, 100, "per cent"),
        )
        for stage, per_cent in STAGE_PROBABILITY.items()
    ),
    *(
        Setting(
            f"score.{rule}", f"most points {'taken' if rule == 'silence' else 'given'} for {rule.replace('-', ' ')}",
            str(points), _WEIGHT_REASONS[rule], _whole(0, 100, "points"),
        )
        for rule, points in WEIGHTS.items()
    ),
    Setting(
        "lost-reasons", "what a lost deal can be lost for, separated by commas; “other” always can",
        ", ".join(LostReason), "reports can compare them", _lost_reasons,
    ),
    Setting(
        "sources", "where leads come from, separated by commas; “fair=60” gives its per cent of the source's points",
        "", "those of the preset", _sources,
    ),
    Setting(
        "fields", "own fields that every deal's form offers, separated by commas: “renewal, contract no”", "",
        "a form shows those in which its deal has a text", _own_fields,
    ),
)  # fmt: skip
"""Every setting but the exchange rates, of which there is one for each currency."""

_BY_NAME = {setting.name: setting for setting in SETTINGS}


def setting(name: str) -> Setting:
    """A setting by its name, the rate of a currency (``rate.NOK``) among them.

    Raises:
        BadInput: There is none of that name.
    """
    wanted = name.strip().casefold().replace("_", "-")
    if wanted in _BY_NAME:
        return _BY_NAME[wanted]
    if wanted.startswith(RATE):
        from funnelboard.domain.rates import read_rate

        code, _ = _currency(name.strip()[len(RATE) :])
        return Setting(
            f"{RATE}{code}",
            f"what one {code} is worth in the board's currency",
            "",
            "none, for only you know at which rate you sell",
            read_rate,
        )
    near = nearest(wanted, tuple(_BY_NAME))
    known = f"; did you mean {near}?" if near else f". There are: {', '.join(_BY_NAME)} and {RATE}CODE."
    raise BadInput(f"There is no setting “{name.strip()}”{known}")


def tidy(name: str, text: str) -> str:
    """A typed value as it is stored.

    Raises:
        BadInput: There is no such setting, or it cannot have this value.
    """
    found = setting(name)
    try:
        return found.read(text)[0]
    except BadInput as error:
        raise BadInput(f"{found.name}: {error}") from None


def read_settings(values: Mapping[str, str]) -> BoardSettings:
    """The settings that stored texts stand for, by name; what is not set or cannot be read is as by default."""
    known: dict[str, Any] = {}
    for name, text in values.items():
        try:
            found = setting(name)
            known[found.name] = found.read(text)[1]
        except BadInput:
            continue
    usual = BoardSettings()
    return BoardSettings(
        gates=Gates(known.get("gates", usual.gates)),
        preset=PRESETS[known.get("preset", usual.preset.name)],
        currency=known.get("currency", usual.currency),
        stale_days={stage: known.get(f"stale.{stage.value}", days) for stage, days in STALE_DAYS.items()},
        probabilities={stage: known.get(f"probability.{stage.value}", p) for stage, p in STAGE_PROBABILITY.items()},
        weights={rule: known.get(f"score.{rule}", points) for rule, points in WEIGHTS.items()},
        lost_reasons=known.get("lost-reasons", usual.lost_reasons),
        own_sources=known.get("sources", usual.own_sources),
        own_fields=known.get("fields", usual.own_fields),
        rates={name.removeprefix(RATE): rate for name, rate in known.items() if name.startswith(RATE)},
    )
