"""``contact``: who takes part in the purchase, in which role, and who decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

import click

from funnelboard.cli import output
from funnelboard.cli.choices import choose, number_of, one_of
from funnelboard.cli.command import Request, command, sentence
from funnelboard.cli.fields import named_values
from funnelboard.cli.table import write_table
from funnelboard.domain.contact import CHANNELS, DealContact, Role, read_birthday
from funnelboard.domain.deal import Deal
from funnelboard.errors import BadInput, NotFound

if TYPE_CHECKING:
    from funnelboard.services.workspace import Workspace
    from funnelboard.services.written import Written

_OF_A_NEW_ONE = ("role", "email", "phone", "job-title", "decides")
_OF_A_KNOWN_ONE = ("name", "email", "phone", "job-title", "birthday", "contact-by", "may-contact")

ACTIONS = ("add", "role", "decides", "first", "edit", "remove")


@command(
    "contact",
    "contact 63",
    "contact 63 add 'Kari Nordmann' role=user email=kari@acme.example decides=yes",
    "contact 63 role Kalle adviser",
    "contact 63 decides Kalle",
    "contact 63 first Kalle",
    "contact 63 edit Kalle birthday='12 may' contact-by='email phone' phone=",
    "contact 63 edit Kalle may-contact=no",
    "contact 63 remove Kalle",
)
@click.argument("deal", type=number_of("deal"), metavar="DEAL")
@click.argument("action", type=one_of(ACTIONS, "action"), required=False, metavar="[ACTION")
@click.argument("words", nargs=-1, metavar="NAME…]")
def contact(request: Request, deal: int, action: str | None, words: tuple[str, ...]) -> None:
    """List the contacts of DEAL, or change them.

    NAME is the beginning of a contact's name, in quotes if there is a blank in it, or its number.

    ACTION is add, role, decides, first, edit or remove: "decides" marks the one who decides, "first" the one named on
    the card.
    """
    if action and not words:
        raise click.UsageError(f"Say whom, for example: contact {deal} {action} Kari.")
    with request.workspace() as workspace:
        found = workspace.board.deal(deal)
        if action:
            output.say(sentence(_ACTIONS[action](workspace, found, words).summary))
        _write_contacts(request, workspace, workspace.board.deal(deal))


def contact_named(deal: Deal, typed: str) -> DealContact:
    """The contact of a deal that is meant by its number or by the beginning of its name.

    Raises:
        NotFound: None of them is.
        BadInput: Several are.
    """
    wanted = " ".join(typed.casefold().split())
    links = [link for link in deal.contacts if str(link.id) == wanted.removeprefix("#")]
    links = links or [link for link in deal.contacts if link.contact.name.casefold() == wanted]
    links = links or [link for link in deal.contacts if wanted and link.contact.name.casefold().startswith(wanted)]
    if len(links) == 1:
        return links[0]
    if links:
        known = " or ".join(f"{link.id} ({link.contact.name})" for link in links)
        raise BadInput(f"“{typed}” could be contact {known}. Use the number.")
    known = ", ".join(link.contact.name for link in deal.contacts) or "nobody yet"
    raise NotFound(f"“{typed}” is no contact of “{deal.title}”. On it are: {known}.")


def _add(workspace: Workspace, deal: Deal, words: tuple[str, ...]) -> Written:
    values = _assigned((word for word in words if "=" in word), _OF_A_NEW_ONE)
    role = choose(values["role"], Role, "role") if values.get("role") else Role.OTHER
    decides = _yes(values["decides"]) if "decides" in values else False
    name = " ".join(word for word in words if "=" not in word)
    details = {field: values.get(field, "") for field in ("email", "phone", "job_title")}
    return workspace.people.add_contact(deal.id, name, role, **details, decides=decides)


def _set_role(workspace: Workspace, deal: Deal, words: tuple[str, ...]) -> Written:
    name, *role = words
    if not role:
        raise click.UsageError(f"Say in which role: {', '.join(Role)}.")
    return workspace.people.set_role(contact_named(deal, name).id, choose(" ".join(role), Role, "role"))


def _set_decides(workspace: Workspace, deal: Deal, words: tuple[str, ...]) -> Written:
    return workspace.people.set_decides(deal.id, contact_named(deal, " ".join(words)).id)


def _make_first(workspace: Workspace, deal: Deal, words: tuple[str, ...]) -> Written:
    return workspace.people.make_primary(deal.id, contact_named(deal, " ".join(words)).id)


def _edit(workspace: Workspace, deal: Deal, words: tuple[str, ...]) -> Written:
    name = " ".join(word for word in words if "=" not in word)
    typed = _assigned((word for word in words if "=" in word), _OF_A_KNOWN_ONE)
    if not typed:
        raise click.UsageError(f"Say what to change, for example: contact {deal.id} edit Kari birthday='12 may'.")
    today, day_first = workspace.clock.today(), workspace.day_first
    changes = {field: _value(field, text, today, day_first=day_first) for field, text in typed.items()}
    return workspace.people.edit_contact(contact_named(deal, name).contact.id, changes)


def _remove(workspace: Workspace, deal: Deal, words: tuple[str, ...]) -> Written:
    return workspace.people.remove_contact(deal.id, contact_named(deal, " ".join(words)).id)


_ACTIONS: Mapping[str, Callable[[Workspace, Deal, tuple[str, ...]], Written]] = {
    "add": _add,
    "role": _set_role,
    "decides": _set_decides,
    "first": _make_first,
    "edit": _edit,
    "remove": _remove,
}


def _assigned(words: Iterable[str], fields: tuple[str, ...]) -> dict[str, str]:
    return named_values(words, {name: name.replace("-", "_") for name in fields}, "field")


def _value(field: str, text: str, today: date, *, day_first: bool) -> object:
    match field:
        case "birthday":
            return read_birthday(text, today, day_first=day_first) if text else None
        case "contact_by":
            channels = (choose(word, CHANNELS, "way") for word in text.replace(",", " ").split())
            return ", ".join(channels)
        case "may_contact":
            return _yes(text)
        case _:
            return text


def _yes(text: str) -> bool:
    return choose(text, ("yes", "no"), "answer") == "yes"


def _write_contacts(request: Request, workspace: Workspace, deal: Deal) -> None:
    touched = {link.id: workspace.people.contact(link.contact.id).last_touch for link in deal.contacts}
    if request.json:
        from funnelboard.exchange.deal_json import contact_to_json, instant_to_json

        output.write_json(
            [{**contact_to_json(link), "last_touch": instant_to_json(touched[link.id])} for link in deal.contacts]
        )
        return
    if deal.contacts:
        from funnelboard.cli.contact_text import CONTACT_COLUMNS, contact_row

        today = workspace.clock.today()
        write_table(CONTACT_COLUMNS, [contact_row(link, today, touched[link.id]) for link in deal.contacts])
    else:
        output.say(f"#{deal.id} “{deal.title}” has no contacts. “funnelboard contact {deal.id} add NAME” adds one.")
