"""Saved views: a filter and an order under a name, each seller's own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from funnelboard.domain.board import Sort
from funnelboard.errors import BadInput
from funnelboard.services.workspace import Workspace


def test_kept_by_name(workspace: Workspace, make_workspace: Callable[..., Workspace]) -> None:
    workspace.views.save(" this week ", "due:week owner:me", Sort.FOLLOW_UP)
    workspace.views.save("big", "amount>50k", Sort.AMOUNT)
    again = make_workspace().views.all()
    assert [(view.name, view.query, view.sort) for view in again] == [
        ("big", "amount>50k", Sort.AMOUNT),
        ("this week", "due:week owner:me", Sort.FOLLOW_UP),
    ]


def test_one_of_the_same_name_is_replaced(workspace: Workspace) -> None:
    first = workspace.views.save("Big", "amount>50k", Sort.AMOUNT).row_id
    assert workspace.views.save("big", "amount>90k", Sort.AMOUNT).row_id == first
    assert [(view.name, view.query) for view in workspace.views.all()] == [("big", "amount>90k")]
    assert workspace.views.save("big", "amount>90k", Sort.AMOUNT).change == 0


def test_each_seller_has_their_own(workspace: Workspace, make_workspace: Callable[..., Workspace]) -> None:
    other = make_workspace(login="ola")
    mine = workspace.views.save("big", "amount>50k", Sort.AMOUNT).row_id
    other.views.save("big", "amount>1k", Sort.RANK)
    assert [view.query for view in workspace.views.all()] == ["amount>50k"]
    assert mine is not None
    assert other.views.delete(mine).change == 0
    assert len(workspace.views.all()) == 1


def test_deleted_and_saved_again(workspace: Workspace) -> None:
    view = workspace.views.save("big", "amount>50k", Sort.AMOUNT).row_id
    assert view is not None
    assert workspace.views.delete(view).summary == "deleted a saved view"
    assert workspace.views.delete(view).summary == "the view is gone already"
    workspace.views.save("big", "amount>90k", Sort.AMOUNT)
    assert [view.query for view in workspace.views.all()] == ["amount>90k"]


@pytest.mark.parametrize("query", ["stage:foo", "ownr:me", "amount>", "acme or", " ".join(["x"] * 51), "x" * 501])
def test_what_cannot_be_looked_for_is_not_kept(workspace: Workspace, query: str) -> None:
    workspace.views.save("big", "amount>50k", Sort.AMOUNT)
    with pytest.raises(BadInput):
        workspace.views.save("big", query, Sort.AMOUNT)
    assert [view.query for view in workspace.views.all()] == ["amount>50k"]
