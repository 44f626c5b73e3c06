"""The form with every field of a deal, and the one of a contact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from funnelboard.domain.contact import DealContact
from funnelboard.domain.deal import SOURCES, Deal
from funnelboard.domain.seller import Seller
from funnelboard.ui.modals.contact_fields import contact_fields
from funnelboard.ui.modals.deal_fields import deal_fields
from funnelboard.ui.modals.form import FormDialog


class EditDealModal(FormDialog):
    """Returns the changed fields as ``pipeline.edit`` takes them; empty if nothing was changed, None for Esc."""

    def __init__(
        self,
        deal: Deal,
        sellers: Sequence[Seller] = (),
        tags: Sequence[str] = (),
        *,
        today: date | None = None,
        default_currency: str = "EUR",
        sources: Sequence[str] = SOURCES,
        typed: dict[str, str] | None = None,
        problem: str = "",
        on_typed: Callable[[dict[str, str]], None] | None = None,
    ) -> None:
        """Show the form.

        Args:
            deal: As it was read.
            sellers, tags: For completion.
            today: The seller's local date; by default the system's.
            default_currency: For an amount without a currency, on a deal that has none yet.
            sources: Where a lead can come from.
            typed: Texts of a form that could not be kept, as its ``typed`` had them.
            problem: Why they could not.
            on_typed: Called with all changed texts after each key, for a draft.
        """
        fields = deal_fields(
            deal,
            sellers=sellers,
            tags=tags,
            today=today or date.today(),
            default_currency=default_currency,
            sources=sources,
        )
        super().__init__(f"#{deal.id} {deal.title}", fields, typed=typed, problem=problem, on_typed=on_typed)


class ContactModal(FormDialog):
    """A contact of a deal, or a new one; returns the changed fields as ``people.change_contact`` takes them."""

    def __init__(self, link: DealContact | None = None, *, today: date | None = None) -> None:
        """Show the form.

        Args:
            link: None for a new contact.
            today: The seller's local date; by default the system's.
        """
        fields = contact_fields(link, today or date.today())
        super().__init__(link.contact.name if link else "New contact", fields)
