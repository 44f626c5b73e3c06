"""Own fields of a deal: edited, found, told, undone and in conflict like its other fields."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import parse_query
from funnelboard.domain.own_fields import LONGEST_NAME, MOST_FIELDS
from funnelboard.domain.timeline import EntryKind
from funnelboard.errors import BadInput, Conflict, NotFound
from funnelboard.exchange.safe_text import LONGEST_TEXT
from funnelboard.services import maintenance
from funnelboard.services.workspace import Workspace

AddDeal = Callable[..., Deal]


@pytest.fixture
def ola(make_workspace: Callable[..., Workspace]) -> Workspace:
    return make_workspace(login="ola")


def fields(workspace: Workspace, deal_id: int = 1) -> dict[str, str]:
    return dict(workspace.board.deal(deal_id).own_fields)


def matching(workspace: Workspace, text: str) -> list[int]:
    return [deal.id for deal in workspace.board.deals(parse_query(text, date(2026, 11, 18)))]


def test_a_text_is_set_changed_and_taken_away(workspace: Workspace, add_deal: AddDeal) -> None:
    add_deal(title="Pilot")
    done = workspace.pipeline.edit(1, {"field.Renewal": " 2027-03\u202e ", "field.Größe (cm)": "4"})
    assert done.summary == "changed Renewal (a new own field), Größe (cm) (a new own field) of “Pilot”"
    assert fields(workspace) == {"Renewal": "2027-03", "Größe (cm)": "4"}
    done = workspace.pipeline.edit(1, {"field.renewal": "2028", "title": "Rollout"})
    assert done.summary == "changed title, Renewal of “Pilot”"
    assert workspace.pipeline.edit(1, {"field.RENEWAL": "2028"}).change == 0
    workspace.pipeline.edit(1, {"field.renewal": ""})
    assert fields(workspace) == {"Größe (cm)": "4"}
    assert workspace.pipeline.edit(1, {"field.renewal": "", "field.never": " "}).change == 0
    assert workspace.board.own_fields() == ("Größe (cm)",)
    workspace.pipeline.edit(1, {"field.renewal": "2029\n2030"})
    assert fields(workspace) == {"Renewal": "2029\n2030", "Größe (cm)": "4"}, "in the order they came to the board"
    assert list(maintenance.check(workspace)) == []


def test_what_cannot_be_is_refused_and_changes_nothing(workspace: Workspace, add_deal: AddDeal) -> None:
    add_deal()
    for changes, sentence in (
        ({"field.x": "y" * (LONGEST_TEXT + 1)}, "The x has 20,001 characters"),
        ({"field." + "x" * (LONGEST_NAME + 1): "y"}, "at most 100 characters"),
        ({"field.": "y"}, "names no own field"),
        ({"colour": "y"}, "and field.NAME"),
    ):
        with pytest.raises(BadInput, match=sentence):
            workspace.pipeline.edit(1, {"title": "Changed", **changes})
    assert (workspace.board.deal(1).title, workspace.board.own_fields()) == ("Acme: pilot", ())


def test_a_deal_has_so_many_at_most(workspace: Workspace, add_deal: AddDeal) -> None:
    add_deal()
    workspace.pipeline.edit(1, {f"field.f{number}": "x" for number in range(MOST_FIELDS)})
    with pytest.raises(BadInput, match="at most 500 own fields"):
        workspace.pipeline.edit(1, {"field.one more": "x"})
    workspace.pipeline.edit(1, {"field.f0": "", "field.one more": "x"})
    assert len(fields(workspace)) == MOST_FIELDS


def test_deals_are_found_by_words_and_by_the_field(workspace: Workspace, add_deal: AddDeal) -> None:
    for title in ("A", "B", "C"):
        add_deal(title=title)
    workspace.pipeline.edit(1, {"field.Contract no": "ÄRZTE 4711"})
    workspace.pipeline.edit(2, {"field.Contract no": "4712", "field.region": "north"})
    for text, ids in (
        ("ärzte", [1]), ("471", [2, 1]), ("471 north", [2]), ("field.contract-no:4711", [1]),
        ("field.contractno:471", [2, 1]), ('field."contract no":"ärzte 4"', [1]), ("field.region:471", []),
        ("field.region:none", [3, 1]), ("-field.region:none", [2]), ("-field.contract-no:4711", [3, 2]),
        ("field.region:south,north", [2]), ("field.nothing:x", []), ("field.nothing:none", [3, 2, 1]),
    ):  # fmt: skip
        assert matching(workspace, text) == ids, text
    workspace.pipeline.edit(1, {"field.contract no": ""})
    assert (matching(workspace, "ärzte"), matching(workspace, "field.contract-no:4711")) == ([], [])


def test_a_field_that_no_deal_has_is_named_with_the_nearest(workspace: Workspace, add_deal: AddDeal) -> None:
    def refusal(text: str) -> str:
        with pytest.raises(NotFound) as refused:
            workspace.board.require_own_fields(parse_query(text, date(2026, 11, 18)))
        return str(refused.value)

    add_deal()
    assert refusal("field.renewal:x") == "There is no own field “renewal”: no deal has any."
    workspace.pipeline.edit(1, {"field.Contract no": "1"})
    workspace.board.require_own_fields(parse_query("acme field.contract-no:1", date(2026, 11, 18)))
    assert refusal("field.contrakt:1").endswith("did you mean field.contract-no?")
    assert refusal("field.xyz:1").endswith("There are field.contract-no.")


def test_undo_and_redo(workspace: Workspace, add_deal: AddDeal) -> None:
    add_deal()
    workspace.pipeline.edit(1, {"field.renewal": "2027"})
    workspace.pipeline.edit(1, {"field.renewal": "2028"})
    workspace.pipeline.edit(1, {"field.renewal": ""})
    seen = []
    for step in (*[workspace.undoing.undo] * 3, *[workspace.undoing.redo] * 3):
        step()
        seen.append(fields(workspace))
    assert seen == [{"renewal": "2028"}, {"renewal": "2027"}, {}, {"renewal": "2027"}, {"renewal": "2028"}, {}]
    assert list(maintenance.check(workspace)) == []


def test_two_sellers_with_the_same_field_see_both_values_and_different_ones_are_kept(
    workspace: Workspace, ola: Workspace, add_deal: AddDeal
) -> None:
    seen = add_deal()
    ola.pipeline.edit(1, {"field.Renewal": "theirs", "field.region": "north"})
    workspace.pipeline.edit(1, {"field.colour": "red"}, seen)
    with pytest.raises(Conflict) as refused:
        workspace.pipeline.edit(1, {"field.renewal": "mine", "title": "Changed"}, seen)
    assert str(refused.value) == "ola has changed renewal of “Acme: pilot” meanwhile."
    assert [(one.field, one.theirs, one.mine, one.who) for one in refused.value.differences] == [
        ("field.renewal", "theirs", "mine", "ola")
    ]
    assert fields(workspace) == {"Renewal": "theirs", "region": "north", "colour": "red"}
    workspace.pipeline.edit(1, {"field.renewal": "theirs"}, seen)
    assert workspace.pipeline.last_writers(1, ["field.renewal", "field.colour"]) == {
        "field.renewal": ("ola", workspace.clock.now())
    }


def test_an_undo_that_others_have_overtaken_is_told_by_the_field(
    workspace: Workspace, ola: Workspace, add_deal: AddDeal
) -> None:
    add_deal()
    ola.pipeline.edit(1, {"field.Renewal": "2027"})
    mine = workspace.pipeline.edit(1, {"field.renewal": "2028"})
    ola.pipeline.edit(1, {"field.renewal": "2029"})
    with pytest.raises(Conflict) as refused:
        workspace.undoing.undo(mine.change)
    assert "ola has changed text of own field “Renewal” since: it was “2027” and has become “2029”" in str(
        refused.value
    )


def test_the_timeline_tells_the_field_by_its_name(workspace: Workspace, add_deal: AddDeal) -> None:
    add_deal()
    workspace.pipeline.edit(1, {"field.rank": "2027", "field.Region": "north", "pain_point": "slow"})
    workspace.pipeline.edit(1, {"field.region": ""})
    told = [entry.text for entry in workspace.board.detail(1, EntryKind.CHANGE).timeline]
    assert told == ["Region", "pain point, rank, Region"]
    workspace.undoing.undo()
    assert next(entry.text for entry in workspace.board.detail(1).timeline) == "pain point, rank, Region"
    (newest,) = workspace.undoing.log(1, limit=1)
    assert {each.entity for each in workspace.undoing.differences(newest.id)} == {"deal_field"}
