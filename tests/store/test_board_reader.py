"""Windows, totals and places on the board agree with a plain reading of everything in Python."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnelboard.domain.board import Attention, Sort
from funnelboard.domain.criteria import suggested_stage
from funnelboard.domain.deal import SOURCES
from funnelboard.domain.deal_query import Query, Term, parse_query
from funnelboard.domain.money import Money
from funnelboard.domain.query_fields import Range
from funnelboard.domain.rates import Rate
from funnelboard.domain.score import Facts, engaged_since, total
from funnelboard.domain.seller import initials
from funnelboard.domain.stage import STAGES, LostReason, Outcome, Stage, default_probability
from funnelboard.domain.staleness import MICROSECONDS_A_DAY, is_stale
from funnelboard.exchange.safe_text import LONGEST_TEXT
from funnelboard.store import board_reader, check, deals, matching, ranks
from funnelboard.store import own_fields as own_field_store
from funnelboard.store import settings as shared
from funnelboard.store.change import Change, change
from funnelboard.store.database import Database
from funnelboard.store.deal_filter import FIELDS, MISSING, STATES, Asker
from funnelboard.store.opening import create_database, open_database
from funnelboard.store.search_text import fold
from funnelboard.store.setting_change import set_rate, set_setting

TODAY = date(2026, 11, 18)
NOW = int(datetime(2026, 11, 18, 9, 30, tzinfo=UTC).timestamp()) * 1_000_000
ME = 1
DEALS = 150

TERMS = (
    *("acme", "ÄRZTE", '"kari nord"', "@example", "555", "price", "a%", "under_score", "“quoted”", "nothing-has-this"),
    *("stage:lead", "stage:closed", "stage:lead,opp", "outcome:won", "outcome:lost", "outcome:won,lost"),
    *("owner:me", "owner:none", "owner:ola", "owner:ola,none", "owner:kari", "tag:expo", "tag:expo,ÅR", "tag:x"),
    *("company:acme", "company:är", "contact:kari", "contact:lie,kari", "source:referral", "source:none", "source:c"),
    *("currency:EUR", "currency:JPY,KWD", "amount>10k", "amount<=1.5k", "amount:100..5k", "amount:0", "amount>=10€"),
    *("amount:2.345KWD", "amount<1.5", "amount>89999999999", "amount:¥20..¥2000", "prob<30", "prob>=50", "prob:0"),
    *("score>20", "score<=9", "score:10..30", "score:0"),
    *("due:today", "due:overdue", "due:week", "due:none", "due:today,none", "due<fri", "due>=2026-12-01", "due:+2w"),
    *("close<2026-12-31", "close:2026-12", "close:2027", "close>today", "created>-30d", "created:2026-10"),
    *("created<=2026-10-31", "closed:2026", "closed>=-14d", "in-stage>14d", "in-stage<=2w", "in-stage:0"),
    *(f"is:{state}" for state in STATES),
    "is:stale,mine",
    "is:adrift",
    *(f"missing:{part}" for part in MISSING),
    "missing:owner,company",
    *("field.renewal:2027", "field.renewal:none", "field.region:NORD,none", "field.Contract-no:k", "nordøst"),
)  # fmt: skip


@dataclass
class Reference:
    """Everything that is stored, and what the board should make of it."""

    rows: dict[str, list[dict[str, Any]]]

    def __post_init__(self) -> None:
        self.by_id = {table: {row["id"]: row for row in rows} for table, rows in self.rows.items()}
        self.living: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
        for table, rows in self.rows.items():
            for row in rows:
                if "deal_id" in row and row["deleted_at"] is None:
                    self.living[table, row["deal_id"]].append(row)

    def live(self, table: str, deal: dict[str, Any]) -> list[dict[str, Any]]:
        return self.living[table, deal["id"]]

    def contacts(self, deal: dict[str, Any]) -> list[dict[str, Any]]:
        return [self.by_id["contact"][link["contact_id"]] for link in self.live("deal_contact", deal)]

    def company(self, deal: dict[str, Any]) -> dict[str, Any] | None:
        return self.by_id["company"].get(deal["company_id"])

    def owner(self, deal: dict[str, Any]) -> dict[str, Any] | None:
        return self.by_id["seller"].get(deal["owner_id"])

    def promises(self, deal: dict[str, Any]) -> list[dict[str, Any]]:
        void = deal["outcome"] == "lost"
        found = [
            row
            for row in self.live("follow_up", deal)
            if row["done_at"] is None and row["dropped_at"] is None
            and not (void and row["created_at"] <= deal["closed_at"])
        ]  # fmt: skip
        return sorted(found, key=lambda row: (row["due"], row["id"]))

    def due(self, deal: dict[str, Any]) -> date | None:
        return date.fromisoformat(self.promises(deal)[0]["due"]) if self.promises(deal) else None

    def touched(self, deal: dict[str, Any]) -> int:
        told = [row["at"] for table in ("note", "stage_change") for row in self.live(table, deal)]
        done = [row["done_at"] or 0 for row in self.live("follow_up", deal)]
        objected = [row["resolved_at"] or row["raised_at"] for row in self.live("objection", deal)]
        return int(max([deal["created_at"], *told, *done, *objected]))

    def score(self, deal: dict[str, Any]) -> int | None:
        if deal["outcome"] is not None:
            return None
        people = self.contacts(deal)
        asked = [deal[name] for name in ("market", "means", "authority")]
        evaluated = [deal[name] for name in ("need", "willing")]
        recent = [row["at"] for row in self.live("note", deal)]
        recent += [row["done_at"] for row in self.live("follow_up", deal) if row["done_at"] is not None]
        reached = [person for person in people if person["may_contact"]]
        return total(
            Facts(
                qualified=asked.count("yes"),
                unqualified=asked.count("no"),
                evaluated=evaluated.count("yes") + (deal["amount"] is not None) + (deal["expected_close"] is not None),
                unevaluated=evaluated.count("no"),
                source=deal["source"],
                touches=sum(at >= engaged_since(NOW) for at in recent),
                email=any(person["email"] for person in reached),
                phone=any(person["phone"] for person in reached),
                last_touch=self.touched(deal),
            ),
            NOW,
        )

    def searched(self, deal: dict[str, Any]) -> str:
        company = self.company(deal)
        words = [deal["title"], company["name"] if company else ""]
        for contact in self.contacts(deal):
            words += [contact["name"], contact["email"], contact["phone"]]
        return "\n".join(filter(None, words)).casefold()

    def worth(self, deal: dict[str, Any]) -> Fraction | None:
        """In the board's currency; None without a rate into it."""
        rates = {"EUR": "1", **{row["currency"]: row["per_unit"] for row in self.rows["rate"]}}
        if len(rates) == 1 or deal["currency"] not in rates:
            return None
        return Fraction(Money(deal["amount"], deal["currency"]).major) * Fraction(rates[deal["currency"]])

    def compared(self, deal: dict[str, Any], limits: Range) -> Any:
        if deal["amount"] is None or (self.rows["rate"] and not limits.currency):
            return self.worth(deal)
        return Money(deal["amount"], deal["currency"]).major

    def probability(self, deal: dict[str, Any]) -> int:
        if deal["outcome"] is None and deal["probability"] is not None:
            return int(deal["probability"])
        return default_probability(Stage(deal["stage"]), Outcome(deal["outcome"]) if deal["outcome"] else None)

    def shows(self, query: Query, deal: dict[str, Any]) -> bool:
        parked_too = any(term.field == "is" and "parked" in values(term) for group in query.groups for term in group)
        if deal["deleted_at"] is not None or (deal["parked_until"] is not None and not parked_too):
            return False
        groups = [all(self.holds(term, deal) != term.negated for term in group) for group in query.groups]
        return any(groups) or not groups

    def holds(self, term: Term, deal: dict[str, Any]) -> bool:
        if isinstance(term.value, Range):
            amount = term.field == "amount"
            found = self.compared(deal, term.value) if amount else self.measure(term.field, deal)
            return inside(found, term.value)
        if term.field == "field":
            return any(self.has(term.name, value, deal) for value in values(term))
        return any(self.means(term.field, value, deal) for value in values(term))

    def own(self, deal: dict[str, Any]) -> dict[str, str]:
        return {
            self.by_id["own_field"][row["own_field_id"]]["folded"]: row["text"].casefold()
            for row in self.live("deal_field", deal)
        }

    def has(self, name: str, value: str, deal: dict[str, Any]) -> bool:
        found = self.own(deal).get(name)
        return found is None if value == "none" else found is not None and value in found

    def measure(self, field: str, deal: dict[str, Any]) -> Any:
        return {
            "prob": lambda: self.probability(deal),
            "score": lambda: self.score(deal),
            "due": lambda: self.due(deal),
            "close": lambda: day(deal["expected_close"]),
            "created": lambda: local_day(deal["created_at"]),
            "closed": lambda: local_day(deal["closed_at"]),
            "in-stage": lambda: (NOW - deal["stage_since"]) // MICROSECONDS_A_DAY,
        }[field]()

    def means(self, field: str, value: str, deal: dict[str, Any]) -> bool:
        company, owner = self.company(deal), self.owner(deal)
        match field:
            case "text":
                texts = [self.searched(deal), *(note["text"].casefold() for note in self.live("note", deal))]
                texts += self.own(deal).values()
                return any(value in text for text in texts)
            case "stage" | "outcome":
                return bool(deal[field] == value)
            case "owner":
                if value in ("none", "me"):
                    return bool(deal["owner_id"] == {"none": None, "me": ME}[value])
                return owner is not None and value in f"{owner['name']}\n{owner['login'] or ''}".casefold()
            case "source":
                return bool(deal["source"] == ("" if value == "none" else value))
            case "currency":
                return bool(deal["currency"] == value)
            case "tag":
                tags = [self.by_id["tag"][link["tag_id"]]["name"] for link in self.live("deal_tag", deal)]
                return value in [tag.casefold() for tag in tags]
            case "company":
                return company is not None and value in company["name"].casefold()
            case "contact":
                return any(value in contact["name"].casefold() for contact in self.contacts(deal))
            case "due":
                due = self.due(deal)
                if due is None or value == "none":
                    return due is None and value == "none"
                week = TODAY + timedelta(days=6)
                return {"today": due == TODAY, "overdue": due < TODAY, "week": due <= week}[value]
            case "is":
                return self.is_(value, deal)
            case "missing":
                return self.misses(value, deal)
        raise AssertionError(f"the reference does not know {field}")

    def is_(self, state: str, deal: dict[str, Any]) -> bool:
        company = self.company(deal)
        parked = deal["parked_until"] is not None
        week = {(TODAY + timedelta(days=ahead)).isoformat()[5:] for ahead in range(8)}
        return {
            "stale": lambda: is_stale(
                Stage(deal["stage"]), self.touched(deal), self.due(deal), parked, NOW, TODAY
            ),
            "adrift": lambda: deal["outcome"] is None and not self.promises(deal),
            "parked": lambda: parked,
            "won": lambda: deal["outcome"] == "won",
            "lost": lambda: deal["outcome"] == "lost",
            "open": lambda: deal["outcome"] is None,
            "closed": lambda: deal["stage"] == "closed",
            "mine": lambda: deal["owner_id"] == ME,
            "repeat": lambda: bool(company and (company["customer_since"] or NOW * 2) < deal["created_at"]),
            "birthday": lambda: any(
                contact["may_contact"] and (contact["birthday"] or "")[5:] in week for contact in self.contacts(deal)
            ),
        }[state]()  # fmt: skip

    def misses(self, part: str, deal: dict[str, Any]) -> bool:
        match part:
            case "contact":
                return not self.contacts(deal)
            case "follow-up":
                return not self.promises(deal)
            case "owner" | "company":
                return deal[f"{part}_id"] is None
            case "amount":
                return deal["amount"] is None
            case "close":
                return deal["expected_close"] is None
        return bool(deal[part] != "yes")

    def order(self, query: Query, sort: Sort, stage: Stage) -> list[int]:
        def key(deal: dict[str, Any]) -> Any:
            return {
                Sort.RANK: lambda: deal["rank"],
                Sort.AMOUNT: lambda: (
                    -1 if self.worth(deal) is None else self.worth(deal),
                    -1 if deal["amount"] is None else deal["amount"],
                    deal["id"],
                ),
                Sort.FOLLOW_UP: lambda: (self.due(deal) or date.max, deal["id"]),
                Sort.EXPECTED_CLOSE: lambda: (day(deal["expected_close"]) or date.max, deal["id"]),
                Sort.LAST_TOUCH: lambda: (self.touched(deal), deal["id"]),
                Sort.IN_STAGE: lambda: (deal["stage_since"], deal["id"]),
                Sort.TITLE: lambda: (self.searched(deal), deal["id"]),
                Sort.NEWEST: lambda: deal["id"],
                Sort.SCORE: lambda: (-1 if self.score(deal) is None else self.score(deal), deal["id"]),
            }[sort]()

        shown = [deal for deal in self.rows["deal"] if deal["stage"] == stage.value and self.shows(query, deal)]
        greatest_first = sort in (Sort.AMOUNT, Sort.LAST_TOUCH, Sort.NEWEST, Sort.SCORE)
        return [deal["id"] for deal in sorted(shown, key=key, reverse=greatest_first)]

    def totals(self, ids: list[int]) -> dict[tuple[str | None, str | None], tuple[int, ...]]:
        found: dict[tuple[str | None, str | None], tuple[int, ...]] = {}
        for deal_id in ids:
            deal = self.by_id["deal"][deal_id]
            count, amount, weighted, year = found.get((deal["outcome"], deal["currency"]), (0, 0, 0, 0))
            minor = deal["amount"] or 0
            sums = (count + 1, amount + minor, weighted + minor * self.probability(deal))
            won = deal["outcome"] == "won" and local_day(deal["closed_at"]).year == TODAY.year  # type: ignore[union-attr]
            found[deal["outcome"], deal["currency"]] = (*sums, year + minor * won)
        return found


def values(term: Term) -> tuple[str, ...]:
    assert not isinstance(term.value, Range)
    return (term.value,) if isinstance(term.value, str) else term.value


def inside(value: Any, limits: Range) -> bool:
    if value is None or value is False:
        return False
    above = limits.low is None or (value > limits.low if limits.low_open else value >= limits.low)
    below = limits.high is None or (value < limits.high if limits.high_open else value <= limits.high)
    return bool(above and below)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def local_day(instant: int | None) -> date | None:
    return None if instant is None else datetime.fromtimestamp(instant / 1_000_000).date()


def fill(database: Database, seed: int) -> None:
    """A board with everything the query language can ask for."""
    pick = random.Random(seed)

    def ago(days: int) -> int:
        return NOW - pick.randrange(days * MICROSECONDS_A_DAY)

    def perhaps(value: Any, chance: float = 0.5) -> Any:
        return value if pick.random() < chance else None

    def named(change: Change, entity: str, rows: list[dict[str, Any]]) -> list[int]:
        return change.insert_many(entity, [{**row, "folded": fold(row["name"])} for row in rows])

    with database.writing():
        me = {"login": "kari", "name": "Kari Nordmann", "folded": fold("Kari Nordmann\nkari"), "version": 1}
        database.insert_rows("seller", tuple(me), [tuple(me.values())])
    with change(database, "import", ME, NOW) as filling:
        ola = filling.insert("seller", {"login": None, "name": "Ola Moe", "folded": fold("Ola Moe\n")})
        companies = named(
            filling,
            "company",
            [
                {"name": name, "customer_since": perhaps(ago(90))}
                for name in ("Acme Oy", "ACME Nord", "Ärztehaus", "100% Sure", "Straße & Søn")
            ],
        )
        contacts = named(
            filling,
            "contact",
            [
                {
                    "name": name,
                    "email": perhaps(f"{number}@example.com") or "",
                    "phone": perhaps(f"+47 555 {number}") or "",
                    "birthday": perhaps(f"1980-{TODAY + timedelta(days=pick.randrange(-3, 12)):%m-%d}"),
                    "may_contact": int(pick.random() < 0.7),
                }
                for number, name in enumerate(("Kari Nordmann", "Per Lie", "ÅSE Øye", "Ærlig Lie", "Bo", "Kari Lie"))
            ],
        )
        tags = named(filling, "tag", [{"name": name} for name in ("expo", "År", "hot", "none")])
        own_fields = own_field_store.ensure(filling, ("Renewal", "Region", "Contract no")).values()
        places = {stage: ranks.spread(DEALS) for stage in STAGES}
        rows = []
        for number in range(DEALS):
            stage = pick.choice(STAGES)
            outcome = pick.choice(list(Outcome)) if stage is Stage.CLOSED else None
            money = pick.choice([None, "EUR", "EUR", "NOK", "JPY", "KWD"])
            created = ago(90)
            rows.append(
                {
                    "title": pick.choice(["Acme: pilot", "ärzte", "100% under_score", "“quoted” ẞ", f"deal {number}"]),
                    "stage": stage.value,
                    "outcome": outcome and outcome.value,
                    "rank": places[stage].pop(pick.randrange(len(places[stage]))),
                    "amount": money and pick.choice([0, 1, 150, 2_345, 1_000_000, 10**12, pick.randrange(10**7)]),
                    "currency": money,
                    "probability": perhaps(pick.randrange(101), 0.3),
                    "owner_id": pick.choice([None, ME, ola]),
                    "source": pick.choice(["", *SOURCES]),
                    "company_id": perhaps(pick.choice(companies), 0.7),
                    **{part: pick.choice(["unknown", "yes", "no"]) for part in ("market", "means", "authority")},
                    **{part: pick.choice(["unknown", "yes", "no"]) for part in ("need", "willing")},
                    "expected_close": perhaps((TODAY + timedelta(days=pick.randrange(-40, 90))).isoformat()),
                    "lost_reason": LostReason.PRICE.value if outcome is Outcome.LOST else None,
                    "parked_until": perhaps("2027-01-01", 0.1),
                    "created_at": created,
                    "stage_since": pick.randrange(created, NOW),
                    "closed_at": ago(600) if outcome else None,
                }
            )
        ids = filling.insert_many("deal", rows)
        for deal_id in ids:
            for number, contact_id in enumerate(pick.sample(contacts, pick.choice([0, 1, 1, 2, 3]))):
                link = {"deal_id": deal_id, "contact_id": contact_id, "role": "other", "is_primary": int(number == 0)}
                filling.insert("deal_contact", {**link, "deleted_at": perhaps(NOW, 0.2)})
            for tag_id in pick.sample(tags, pick.choice([0, 0, 1, 2])):
                filling.insert("deal_tag", {"deal_id": deal_id, "tag_id": tag_id, "deleted_at": perhaps(NOW, 0.2)})
            for own_field, words in zip(own_fields, ("2027-03 2028", "Nord Nordøst", "K-1 k-2"), strict=True):
                if said := pick.choice(["", "", *words.split()]):
                    own = {"deal_id": deal_id, "own_field_id": own_field, "text": said, "folded": fold(said)}
                    filling.insert("deal_field", {**own, "deleted_at": perhaps(NOW, 0.2)})
            for text in pick.sample(["asked for the PRICE", "rang twice\nno answer", "ärzte"], pick.choice([0, 1, 2])):
                note = {"deal_id": deal_id, "kind": "call", "text": text, "folded": fold(text), "seller_id": ME}
                filling.insert("note", {**note, "at": ago(40), "deleted_at": perhaps(NOW, 0.2)})
            for _ in range(pick.choice([0, 1, 1, 2])):
                ended = pick.choice(["", "", "done_at", "dropped_at", "deleted_at"])
                filling.insert(
                    "follow_up",
                    {
                        "deal_id": deal_id,
                        "due": (TODAY + timedelta(days=pick.randrange(-6, 20))).isoformat(),
                        "kind": pick.choice(["call", "email"]),
                        "what": "",
                        "seller_id": ME,
                        "created_at": ago(20),
                        **({ended: ago(20)} if ended else {}),
                    },
                )
            if pick.random() < 0.1:
                filling.delete("deal", deal_id)
            if pick.random() < 0.2:
                filling.insert("objection", {"deal_id": deal_id, "text": "no", "raised_at": ago(9), "seller_id": ME})


@pytest.fixture(scope="module", params=[1, 2])
def board(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A full board that tests only read."""
    path = tmp_path_factory.mktemp("board") / "funnel.db"
    create_database(path, NOW)
    database = open_database(path)
    fill(database, request.param)
    if request.param == 2:
        with change(database, "setting", ME, NOW) as rated:
            set_setting(rated, "currency", "EUR")
            for code, worth in (("NOK", "0.0862"), ("JPY", "0.0057")):
                set_rate(rated, Rate(code, Decimal(worth), "EUR", TODAY))
    assert list(check.problems(database, LONGEST_TEXT)) == []
    yield database
    database.close()


@pytest.fixture(scope="module")
def reference(board: Database) -> Reference:
    """The same board, as plain rows."""
    rows = {}
    for table in (
        "deal", "company", "contact", "deal_contact", "note", "follow_up", "tag", "deal_tag", "stage_change", "seller",
        "objection", "rate", "own_field", "deal_field",
    ):  # fmt: skip
        cursor = board.peewee.execute_sql(f'SELECT * FROM "{table}"')
        names = [column[0] for column in cursor.description]
        rows[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return Reference(rows)


def asker(board: Database) -> Asker:
    return Asker(ME, NOW, TODAY, shared.current(board))


def parsed(text: str) -> Query:
    return parse_query(text, TODAY, "EUR")


QUERIES = st.lists(
    st.lists(st.tuples(st.sampled_from(["", "", "not "]), st.sampled_from(TERMS)).map("".join), min_size=1, max_size=3),
    max_size=2,
).map(lambda groups: " or ".join(" ".join(group) for group in groups))
SORTS = st.sampled_from(list(Sort))
WINDOWS = st.tuples(st.integers(0, 60), st.integers(0, 50))
FEW = (0, 4, 30, matching.FEW)
"""So many deals that are asked for by number: all ways to answer, though this board has few deals."""


def test_the_terms_tried_here_are_all_there_are() -> None:
    tried = {term.field for text in TERMS for group in parsed(text).groups for term in group}
    assert tried == FIELDS.keys()


@pytest.mark.parametrize("negation", ["", "not "])
def test_each_term_shows_the_right_deals(board: Database, reference: Reference, negation: str) -> None:
    everything = sum(len(reference.order(Query(), Sort.RANK, stage)) for stage in STAGES)
    telling = []
    for text in TERMS:
        query = parsed(negation + text)
        expected = [deal_id for stage in STAGES for deal_id in reference.order(query, Sort.RANK, stage)]
        assert [*board_reader.matching_ids(board, query, Sort.RANK, asker(board), None)] == expected, text
        telling.append(0 < len(expected) < everything)
    assert sum(telling) > 0.85 * len(TERMS), "most terms should match some deals and not others"


def test_what_wants_attention_is_counted_as_the_queries_find_it(board: Database) -> None:
    counted = board_reader.load(
        board, parsed("owner:none"), Sort.RANK, dict.fromkeys(STAGES, (0, 1)), asker(board), None
    )
    found = [
        len(board_reader.matching_ids(board, parsed(text), Sort.RANK, asker(board), None))
        for text in ("due:overdue", "due:today", "is:adrift")
    ]
    assert counted.attention == Attention(*found)
    assert all(found)


@settings(max_examples=60)
@given(text=QUERIES, sort=SORTS, windows=st.tuples(WINDOWS, WINDOWS, WINDOWS, WINDOWS), few=st.sampled_from(FEW))
def test_columns_and_totals(
    board: Database, reference: Reference, text: str, sort: Sort, windows: tuple[tuple[int, int], ...], few: int
) -> None:
    query = parsed(text)
    wanted = dict(zip(STAGES, windows, strict=True))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "FEW", few)
        loaded = board_reader.load(board, query, sort, wanted, asker(board), None)
    assert loaded.deals == sum(len(reference.order(Query(), sort, stage)) for stage in STAGES)
    for column in loaded.columns:
        order = reference.order(query, sort, column.stage)
        start, size = wanted[column.stage]
        start = max(0, min(start, len(order) - size))
        assert [card.id for card in column.cards] == order[start : start + size]
        assert column.start == (start if column.cards else 0)
        assert column.count == len(order)
        shown = {
            (total.outcome, total.currency): (
                *(total.count, total.amount, total.weighted),
                total.this_year,
            )
            for total in column.totals
        }
        assert shown == reference.totals(order)
        assert len(shown) == len(column.totals)
        alone = board_reader.window(board, column.stage, wanted[column.stage], query, sort, asker(board))
        assert alone == column


@settings(max_examples=60)
@given(
    text=QUERIES, sort=SORTS, deal_id=st.integers(1, DEALS), size=st.integers(1, 30), few=st.sampled_from(FEW)
)  # fmt: skip
def test_a_deal_is_where_the_board_shows_it(
    board: Database, reference: Reference, text: str, sort: Sort, deal_id: int, size: int, few: int
) -> None:
    query = parsed(text)
    stage = Stage(reference.by_id["deal"][deal_id]["stage"])
    order = reference.order(query, sort, stage)
    place = (stage, order.index(deal_id)) if deal_id in order else None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "FEW", few)
        assert board_reader.locate(board, deal_id, query, sort, asker(board)) == place
        followed = board_reader.load(board, query, sort, dict.fromkeys(STAGES, (0, size)), asker(board), deal_id)
    assert followed.find(deal_id) == place


def test_a_deal_that_is_not_there_is_nowhere(board: Database) -> None:
    assert board_reader.locate(board, 10_000, Query(), Sort.RANK, asker(board)) is None
    windows = dict.fromkeys(STAGES, (0, 5))
    followed = board_reader.load(board, Query(), Sort.RANK, windows, asker(board), 10_000)
    assert followed == board_reader.load(board, Query(), Sort.RANK, windows, asker(board), None)


@settings(max_examples=40)
@given(text=QUERIES, sort=SORTS, limit=st.integers(0, 40))
def test_a_limit_keeps_the_first(board: Database, text: str, sort: Sort, limit: int) -> None:
    everything = [*board_reader.matching_ids(board, parsed(text), sort, asker(board), None)]
    assert [*board_reader.matching_ids(board, parsed(text), sort, asker(board), limit)] == everything[:limit]


def test_a_card_shows_what_the_deal_says(board: Database, reference: Reference) -> None:
    loaded = board_reader.load(board, Query(), Sort.RANK, dict.fromkeys(STAGES, (0, DEALS)), asker(board), None)
    cards = [card for column in loaded.columns for card in column.cards]
    found = {deal.id: deal for deal in deals.read(board, [card.id for card in cards])}
    for card in cards:
        deal, row = found[card.id], reference.by_id["deal"][card.id]
        evaluated = (row["need"] == "yes", row["willing"] == "yes", deal.amount is not None, bool(deal.expected_close))
        promises = reference.promises(row)
        assert (card.title, card.stage, card.outcome, card.version) == (
            deal.title, deal.stage, deal.outcome, deal.version,
        )  # fmt: skip
        assert (card.amount, card.currency) == (
            (deal.amount.minor, deal.amount.currency) if deal.amount else (None, None)
        )
        assert card.company == (deal.company.name if deal.company else "")
        assert card.contact == next((link.contact.name for link in deal.contacts if link.primary), "")
        assert card.owner == (initials(deal.owner.name) if deal.owner else "")
        assert (card.market, card.means, card.authority) == (deal.market, deal.means, deal.authority)
        assert card.evaluated == sum(evaluated)
        assert (card.next_due, card.next_kind) == (
            reference.due(row), promises[0]["kind"] if promises else "",
        )  # fmt: skip
        assert (card.stage_since, card.closed_at) == (deal.stage_since, deal.closed_at)
        assert card.score == deal.score == reference.score(row)
        assert card.suggested is suggested_stage(deal)
        assert card.last_touch == deal.last_touch == reference.touched(row)
        assert card.open_objections == len(reference.live("objection", row))
        assert card.tags == deal.tags


def test_nothing_of_a_query_reaches_the_database_as_a_statement(board: Database) -> None:
    for text in ("'", '"%', "%", "\\", "x' OR 1=1 --", "tag:'", "owner:';DROP", 'company:"a\'b"', "\0", "\ud800"):
        board_reader.matching_ids(board, parsed(text), Sort.RANK, asker(board), None)
    assert list(check.problems(board, LONGEST_TEXT)) == []
