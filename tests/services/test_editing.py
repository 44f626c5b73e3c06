"""Fields of a deal, and what happens when somebody else has changed them meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from funnelboard.domain.contact import Role
from funnelboard.domain.deal import Deal
from funnelboard.domain.money import Money
from funnelboard.errors import Conflict
from funnelboard.services.editing import EDITABLE, field_value
from funnelboard.services.workspace import Workspace

VALUES: dict[str, tuple[Any, Any]] = {
    "title": ("a new title", "another"),
    "amount": (Money(12_345, "NOK"), None),
    "probability": (0, None),
    "expected_close": (date(2027, 2, 28), None),
    "source": ("event", ""),
    "owner": ("Ola Moe", None),
    "company": ("Nordlys AS", ""),
    "contact": ("Per Lie", "Ane Berg"),
    "role": (Role.DECISION_MAKER, Role.ADVISER),
    "email": ("per@example.com", ""),
    "phone": ("+47 555", ""),
    "job_title": ("buyer", ""),
    "tags": (("expo", "hot"), ()),
    "pain_point": ("everything by hand", ""),
    "current_supplier": ("Globex", ""),
    "competitor": ("Initech", ""),
    "decision_process": ("the board votes", ""),
    "buyer_next_step": ("asks the board", ""),
    "referred_by": ("Fjord Data", ""),
}


@pytest.fixture
def deal(add_deal: Callable[..., Deal]) -> Deal:
    return add_deal(company="Acme", contact="Kari")


def test_every_field_is_tried_here() -> None:
    assert VALUES.keys() == set(EDITABLE)


@pytest.mark.parametrize("name", EDITABLE)
def test_each_field_can_be_set_and_changed_again_and_undone(name: str, deal: Deal, workspace: Workspace) -> None:
    before = field_value(deal, name)
    for value in VALUES[name]:
        done = workspace.pipeline.edit(deal.id, {name: value})
        assert done.summary == f"changed {name.replace('_', ' ')} of “{deal.title}”"
        assert done.deal_ids == (deal.id,)
        changed = workspace.board.deal(deal.id)
        assert field_value(changed, name) == value
        untouched = [
            other
            for other in EDITABLE
            if other not in (name, "contact", "email", "phone", "job_title", "role")
            and (name, other) != ("referred_by", "source")
        ]
        if name == "title":
            deal = changed
        assert [field_value(changed, other) for other in untouched] == [field_value(deal, other) for other in untouched]
    workspace.undoing.undo()
    workspace.undoing.undo()
    assert field_value(workspace.board.deal(deal.id), name) == before


def test_all_fields_at_once_are_one_change(deal: Deal, workspace: Workspace) -> None:
    changes = {name: values[0] for name, values in VALUES.items()}
    workspace.pipeline.edit(deal.id, changes)
    after = workspace.board.deal(deal.id)
    assert {name: field_value(after, name) for name in EDITABLE} == changes | {"source": "referral"}
    assert after.primary is not None
    assert after.company is not None
    assert after.primary.contact.company_id == after.company.id, "a new contact works for the new company"
    assert len(workspace.undoing.log(limit=None)) == 2
    workspace.undoing.undo()
    restored = workspace.board.deal(deal.id)
    assert {name: field_value(restored, name) for name in EDITABLE} == {
        name: field_value(deal, name) for name in EDITABLE
    }


def test_another_contact_leaves_the_first_one_on_the_deal(deal: Deal, workspace: Workspace) -> None:
    workspace.pipeline.edit(deal.id, {"contact": "Per Lie"})
    assert [(link.contact.name, link.primary) for link in workspace.board.deal(deal.id).contacts] == [
        ("Per Lie", True), ("Kari", False),
    ]  # fmt: skip
    workspace.pipeline.edit(deal.id, {"contact": ""})
    assert [(link.contact.name, link.primary) for link in workspace.board.deal(deal.id).contacts] == [("Kari", True)]
    workspace.pipeline.edit(deal.id, {"contact": ""})
    assert workspace.board.deal(deal.id).contacts == ()
    workspace.pipeline.edit(deal.id, {"contact": "kari"})
    assert [link.contact.name for link in workspace.board.deal(deal.id).contacts] == ["Kari"]


def test_a_contact_keeps_its_role_when_it_becomes_the_first(deal: Deal, workspace: Workspace) -> None:
    workspace.people.add_contact(deal.id, "Per Lie", Role.ADVISER)
    workspace.pipeline.edit(deal.id, {"contact": "Per Lie"})
    after = workspace.board.deal(deal.id)
    assert after.primary is not None
    assert (after.primary.contact.name, after.primary.role) == ("Per Lie", Role.ADVISER)


def test_tags_are_compared_whatever_their_case_and_order(deal: Deal, workspace: Workspace) -> None:
    workspace.pipeline.edit(deal.id, {"tags": ("Expo", "hot")})
    before = len(workspace.undoing.log(limit=None))
    assert workspace.pipeline.edit(deal.id, {"tags": (" hot", "EXPO", "expo")}).change == 0
    assert len(workspace.undoing.log(limit=None)) == before
    workspace.pipeline.edit(deal.id, {"tags": ("HOT", "new")})
    assert workspace.board.deal(deal.id).tags == ("hot", "new")


class TestTwoSellers:
    @pytest.fixture
    def other(self, make_workspace: Callable[..., Workspace], workspace: Workspace) -> Workspace:
        return make_workspace(login="ola")

    @pytest.mark.parametrize("name", [name for name in EDITABLE if name not in ("email", "phone", "job_title", "role")])
    def test_the_same_field_is_never_overwritten_unseen(
        self, name: str, deal: Deal, workspace: Workspace, other: Workspace
    ) -> None:
        theirs, mine = VALUES[name]
        other.pipeline.edit(deal.id, {name: theirs})
        with pytest.raises(Conflict) as refused:
            workspace.pipeline.edit(deal.id, {name: mine, "title": "mine"}, seen=deal)
        assert str(refused.value).startswith("ola has changed ")
        assert name.replace("_", " ") in str(refused.value)
        difference = next(each for each in refused.value.differences if each.field == name)
        assert (difference.theirs, difference.mine) == (theirs, "mine" if name == "title" else mine)
        assert field_value(workspace.board.deal(deal.id), name) == theirs

    def test_different_fields_are_both_kept(self, deal: Deal, workspace: Workspace, other: Workspace) -> None:
        other.pipeline.edit(deal.id, {"amount": Money(500, "EUR"), "tags": ("expo",)})
        workspace.pipeline.edit(deal.id, {"title": "mine", "owner": "me"}, seen=deal)
        after = workspace.board.deal(deal.id)
        assert (after.title, after.amount, after.tags) == ("mine", Money(500, "EUR"), ("expo",))

    def test_both_wanted_the_same(self, deal: Deal, workspace: Workspace, other: Workspace) -> None:
        other.pipeline.edit(deal.id, {"title": "ours"})
        assert workspace.pipeline.edit(deal.id, {"title": "ours"}, seen=deal).change == 0

    def test_looking_again_settles_it(self, deal: Deal, workspace: Workspace, other: Workspace) -> None:
        other.pipeline.edit(deal.id, {"title": "theirs"})
        workspace.pipeline.edit(deal.id, {"title": "mine"}, seen=workspace.board.deal(deal.id))
        assert other.board.deal(deal.id).title == "mine"
