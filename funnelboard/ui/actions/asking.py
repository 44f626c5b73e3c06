"""Asking for a line of text and writing what it says; the text survives a refusal and a killed program."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from funnelboard.errors import BadInput, FunnelBoardError
from funnelboard.ui.line_edit import LineEdit
from funnelboard.ui.widgets.prompt import Echo, Prompt

if TYPE_CHECKING:
    from funnelboard.domain.board import Card
    from funnelboard.services.done import Done
    from funnelboard.ui.screens.talking import Talking


def ask_and_write(
    board: Talking,
    label: str,
    deed: Callable[[str], Callable[[], Done]],
    *,
    command: str = "",
    about: Card | None = None,
    echo: Callable[[str], Echo] = lambda _: Echo(),
    placeholder: str = "",
    text: str = "",
    multiline: bool = False,
    to_result: bool = False,
    then: Callable[[Done], None] | None = None,
) -> None:
    """Ask for a line and write what it says. A line that is refused is put back with the reason below it.

    Args:
        board: The screen that asks: the board, or a page over it.
        deed: The write that a text asks for; it may refuse the text at once.
        command: Id of the command to take up a draft again; without one no draft is kept.
        about: The deal the text is about.
        then: Called when it is written.
    """

    def submit(written: str) -> None:
        if not written.strip():
            if command and board.memory is not None:
                board.memory.forget_draft()
            return
        try:
            doing = deed(written)
        except BadInput as error:
            refused(error)
        else:
            board.write(doing, kept, refused, to_result=to_result)

    def kept(done: Done) -> None:
        if command and board.memory is not None:
            board.memory.forget_draft()
        if then is not None:
            then(done)

    def refused(error: FunnelBoardError) -> None:
        if board.prompt is None:
            board.ask(prompt)
            board.show_echo(Echo(str(error), wrong=True))
        else:
            board.refuse(error)

    prompt = Prompt(
        command=command,
        label=label,
        submit=submit,
        edit=LineEdit(text, multiline=multiline),
        echo=echo,
        about=about.id if about is not None else None,
        title=about.title if about is not None else "",
        placeholder=placeholder,
    )
    board.ask(prompt)


def refusing(understand: Callable[[str], str]) -> Callable[[str], Echo]:
    """An echo that says what was understood of a text, or why nothing was; nothing at all for no text."""

    def echo(text: str) -> Echo:
        if not text.strip():
            return Echo()
        try:
            return Echo(understand(text))
        except BadInput as error:
            return Echo(str(error), wrong=True)

    return echo
