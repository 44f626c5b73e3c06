"""Text from anywhere is kept as harmless text, wherever it is typed."""

from __future__ import annotations

import unicodedata
from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from funnelboard.domain.board import Sort
from funnelboard.domain.deal import Deal
from funnelboard.domain.follow_up_line import FollowUpLine
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.errors import FunnelBoardError
from funnelboard.exchange.mail import read_message
from funnelboard.services import maintenance
from funnelboard.services.workspace import Workspace

HOSTILE = {
    "escape": "a\x1b[2J\x1b]0;title\x07b",
    "clipboard": "\x1b]52;c;aGk=\x07paste",
    "c1": "a\x9b31mb\x85c",
    "bidi": "abc\u202etxt.exe",
    "invisible": "a\u200b\ufeff\u00adb",
    "surrogate": "bad \udcff byte",
    "private": "\ue000\U0010fffe",
    "nul": "a\0b",
    "marks": "z" + "\u0301" * 400,
    "markup": "[bold red]a[/] [@click=app.quit]b[/nope]",
    "sql": "'; DROP TABLE deal; --",
    "format": "{0.__class__} %s %(x)s",
    "lines": "one\r\ntwo\u2028three\x0bfour\tfive",
    "formula": "=HYPERLINK(1)",
}
DANGEROUS = {"Cc", "Cf", "Cs", "Co", "Cn"}


def stored_texts(dump: dict[str, list[Any]]) -> Iterator[str]:
    for rows in dump.values():
        for row in rows:
            yield from (value for value in row if isinstance(value, str))


def type_everywhere(workspace: Workspace, text: str) -> None:
    """Put the text wherever a seller can type one."""
    pipeline, activity, people = workspace.pipeline, workspace.activity, workspace.people
    (deal_id,) = pipeline.create(
        title=f"x{text}", company=f"x{text}", contact=f"x{text}", email=text, phone=text, tags=(f"x{text}",),
        owner=f"x{text}", note=f"x{text}", follow_up=FollowUpLine(date(2026, 12, 1), "call", text),
    ).deal_ids  # fmt: skip
    pipeline.edit(deal_id, {"pain_point": text, "job_title": text})
    pipeline.set_tags((deal_id,), add=(f"y{text}",), remove=(f"x{text}",))
    pipeline.set_owner((deal_id,), f"y{text}")
    activity.edit_note(1, f"y{text}")
    activity.edit_follow_up(1, what=f"y{text}")
    activity.finish_follow_up(1, text)
    people.add_contact(deal_id, f"y{text}", email=text, phone=text, job_title=text)
    people.edit_contact(1, {"name": f"z{text}"})
    people.edit_company(1, {"name": f"z{text}", "website": text, "address": text})
    raw = text.encode("utf-8", "surrogatepass")
    word = b"=?utf-8?b?" + b64encode(raw) + b"?="
    head = b"From: x" + word + b" <x@y.example>\nMessage-ID: <" + word + b">\nSubject: " + word + b"\n\n"
    workspace.correspondence.keep(read_message(head + raw), lead=True)
    workspace.views.save(f"x{text}", text, Sort.RANK)
    pipeline.move((deal_id,), Stage.PROSPECT, because=text)
    ending = {"outcome": Outcome.LOST, "lost_reason": LostReason.OTHER, "lost_detail": f"x{text}"}
    pipeline.move((deal_id,), Stage.CLOSED, **ending)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_a_terminal_would_obey_is_kept(
    text: str, workspace: Workspace, dump: Callable[[Workspace], dict[str, list[Any]]]
) -> None:
    type_everywhere(workspace, text)
    for stored in stored_texts(dump(workspace)):
        controls = {character for character in stored if unicodedata.category(character) in DANGEROUS}
        assert controls <= {"\n", "\u200c", "\u200d"}, repr(stored)
        assert "\u0301" * 5 not in stored
    assert maintenance.check(workspace) == ()
    while workspace.undoing.undo().change:
        pass
    assert maintenance.check(workspace) == ()


@pytest.mark.parametrize("name", ["markup", "sql", "format", "formula"])
def test_plain_words_are_kept_to_the_letter(name: str, add_deal: Callable[..., Deal], workspace: Workspace) -> None:
    deal = add_deal(title=HOSTILE[name], company=HOSTILE[name], note=HOSTILE[name])
    assert (deal.title, deal.company and deal.company.name) == (HOSTILE[name], HOSTILE[name])
    assert workspace.activity.note(1).text == HOSTILE[name]


def test_line_breaks_are_kept_in_notes_alone(add_deal: Callable[..., Deal], workspace: Workspace) -> None:
    deal = add_deal(title=HOSTILE["lines"], note=HOSTILE["lines"])
    assert deal.title == "one two three␋four five"
    assert workspace.activity.note(1).text == "one\ntwo\nthree␋four five"


@given(title=st.text(max_size=60), note=st.text(max_size=60))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_stored_as_it_is_shown_or_refused(workspace: Workspace, title: str, note: str) -> None:
    try:
        done = workspace.pipeline.create(title=title, note=note)
    except FunnelBoardError:
        return
    deal = workspace.board.deal(done.deal_ids[0])
    again = workspace.board.deal(workspace.pipeline.create(title=deal.title).deal_ids[0])
    assert again.title == deal.title
    assert deal.title == deal.title.strip() != ""
