"""The contacts of a deal: listed, added, edited, taken off, and which of them decides."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from funnelboard.domain.calendar_days import MONTHS
from funnelboard.domain.contact import DealContact, Role
from funnelboard.domain.deal import Deal
from funnelboard.domain.staleness import days_since
from funnelboard.services.workspace import Workspace
from funnelboard.ui.actions.conflicts import write_over
from funnelboard.ui.desk import Desk
from funnelboard.ui.dispatcher import Left
from funnelboard.ui.drawing.lines import Line, Span
from funnelboard.ui.forms.contact_fields import contact_fields
from funnelboard.ui.sheet.asked import Form
from funnelboard.ui.sheet.choices import Deed, Row


async def list_contacts(desk: Desk) -> None:
    """List the deal's contacts, to add, edit or take one off, or to say who decides or stands on the card."""
    deal_id, people = desk.deal_id, desk.workspace.people
    deal, touches = await desk.read(_read, desk.workspace, deal_id)
    rows = [Row(_lines(desk, link, touches[link.contact.id]), link) for link in deal.contacts]
    deeds = (
        Deed("e", "edit", lambda link: _edit(desk, deal_id, link)),
        Deed("d", "decides", lambda link: desk.write(people.set_decides, deal_id, link.id)),
        Deed("p", "first on the card", lambda link: desk.write(people.make_primary, deal_id, link.id)),
        Deed("x", "remove", lambda link: desk.write(people.remove_contact, deal_id, link.id)),
        Deed("a", "add", lambda _: add_contact(desk, deal_id), alone=True),
    )
    await desk.pick(f"Contacts of {deal.title}", rows, deeds, empty="No contacts yet. a adds one.")


async def add_contact(desk: Desk, deal_id: int, *, title: str = "", **known: Any) -> None:
    """Ask for a new contact of a deal, and add it.

    Args:
        title: Of the form.
        known: Fields that ``people.add_contact`` takes and that are known before; the form shows those it has.
    """
    fields = [
        replace(field, text=_as_typed(known[field.name])) if field.name in known else field
        for field in contact_fields(None, desk.today, day_first=desk.workspace.day_first)
    ]
    form = Form(
        title or "New contact",
        fields,
        enter="add",
        check=lambda values: None if {**known, **values}.get("name") else ("name", "A contact needs a name."),
    )
    answers = await desk.form(form, about=(deal_id,), command="add-contact")
    await desk.write(desk.workspace.people.add_contact, deal_id, **{**known, **answers.values})


async def _edit(desk: Desk, deal_id: int, link: DealContact) -> None:
    form = Form(link.contact.name, contact_fields(link, desk.today, day_first=desk.workspace.day_first))
    answers = await desk.form(form, about=(deal_id,), command=f"edit-contact-{link.id}")
    if not answers.values:
        raise Left("Nothing was changed.")
    change = partial(desk.workspace.people.change_contact, deal_id, link.id)
    await write_over(desk, link.contact.name, answers.values, change, partial(_edit, desk, deal_id, link))


def _read(workspace: Workspace, deal_id: int) -> tuple[Deal, dict[int, int | None]]:
    """A deal, and when each of its contacts was last in touch, by the contact's id."""
    deal = workspace.board.deal(deal_id)
    ids = [link.contact.id for link in deal.contacts]
    return deal, {contact_id: workspace.people.contact(contact_id).last_touch for contact_id in ids}


def _as_typed(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _lines(desk: Desk, link: DealContact, last_touch: int | None) -> tuple[Line, Line]:
    """Name, job title, role, who decides; below it how to reach them, birthday, last touch."""
    styles, person = desk.styles, link.contact
    dot, shown = f" {styles.glyphs.dot} ", styles.cells
    role = link.role.value if link.role is not Role.OTHER else ""
    facts = filter(None, (person.job_title, role, "first on the card" if link.primary else ""))
    head: list[Span] = [(shown(person.name), "title")]
    for fact in facts:
        head += [(dot, "dim"), (shown(fact), "text")]
    if link.decides:
        head += [(dot, "dim"), ("decides", "key")]
    if not person.may_contact:
        return tuple(head), (("  does not want to be contacted", "error"),)
    only = f"only by {', '.join(person.contact_by)}" if person.contact_by else ""
    born = f"born {person.birthday.day} {MONTHS[person.birthday.month - 1]}" if person.birthday else ""
    days = days_since(last_touch, desk.board.now) if last_touch is not None else None
    touched = "" if days is None else f"touched {days} d ago" if days else "touched today"
    reach = [shown(way) for way in (person.email, person.phone, only, born, touched) if way]
    first, *others = reach or ["no way to reach them yet"]
    below: list[Span] = [(f"  {first}", "dim")]
    for way in others:
        below += [(dot, "dim"), (way, "dim")]
    return tuple(head), tuple(below)
