"""The side panel of the board, and the way to the database that it is filled by."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import on

from funnelboard.ui.actions import notes
from funnelboard.ui.geometry import WIDE
from funnelboard.ui.screens.board_talking import BoardTalking
from funnelboard.ui.widgets.side_panel import SidePanel

if TYPE_CHECKING:
    from funnelboard.errors import FunnelBoardError
    from funnelboard.services.board_reading import DealDetail
    from funnelboard.services.done import Done
    from funnelboard.services.workspace import Workspace
    from funnelboard.ui.database_link import DatabaseLink


class BoardPanel(BoardTalking, inherit_bindings=False):
    """The side panel follows the cursor; the seller enters and leaves it, and writes notes in it.

    Attributes:
        link: The way to the database, from when it is open.
    """

    link: DatabaseLink
    is_open = False
    """Whether the database is open."""

    @property
    def workspace(self) -> Workspace:
        """The open workspace."""
        return self.link.workspace

    def write(
        self,
        deed: Callable[[], Done],
        then: Callable[[Done], None] | None = None,
        refused: Callable[[FunnelBoardError], None] | None = None,
        *,
        to_result: bool = False,
    ) -> None:
        """Do any other write, and show what came of it; with ``to_result`` the cursor goes to the deal changed."""
        self.link.write(deed, then, refused, to_result)

    def show_detail(self, detail: DealDetail | None) -> None:
        """Show a deal in the side panel."""
        self.panel.preset = self.state.settings.preset
        self.panel.show(detail, self.moment.now, self.moment.today)
        self.draw_panel()

    def refresh_detail(self) -> None:
        """Let the side panel follow the cursor, if there is one on screen."""
        if self.geometry.panel is not None and self.is_open:
            self.link.show_detail(self.state.here.deal_id)

    def toggle_panel(self) -> None:
        """Show or hide the side panel."""
        if self.geometry.foot.width >= WIDE:
            self.panel_beside = not self.panel_beside
        else:
            self.panel_over = not self.panel_over
        self.arrange_again()

    def enter_panel(self) -> None:
        """Give the keys to the side panel; Esc brings them back."""
        if self.geometry.panel is None:
            self.toggle_panel()
        self.panel.focus()

    @on(SidePanel.PanelLeft)
    def panel_was_left(self) -> None:
        """Take the keys back; a panel that covers columns goes."""
        self.set_focus(None)
        if self.geometry.over:
            self.toggle_panel()

    @on(SidePanel.KindChosen)
    def kind_was_chosen(self) -> None:
        """Read more entries of the kind the panel now shows."""
        self.refresh_detail()

    @on(SidePanel.NoteTyped)
    def note_was_typed(self, message: SidePanel.NoteTyped) -> None:
        """Keep the note as a draft."""
        card = self.state.card
        if self.memory is not None:
            title = card.title if card is not None and card.id == message.deal_id else ""
            self.memory.keep_draft("write-note", message.text, message.deal_id, title)

    @on(SidePanel.NoteSubmitted)
    def note_was_submitted(self, message: SidePanel.NoteSubmitted) -> None:
        """Add the note to its deal."""
        notes.add_note(self, message.deal_id, message.text, message.kind)

    @on(SidePanel.NotesAsked)
    def notes_were_asked(self, message: SidePanel.NotesAsked) -> None:
        """Let a note of the deal be edited or deleted."""
        notes.edit_notes(self, message.deal_id)
