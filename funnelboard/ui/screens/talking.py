"""What a screen says and asks: the status line, the prompt, and keys that choose."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from textual import events

from funnelboard.ui.widgets.foot import Hint, Status
from funnelboard.ui.widgets.prompt import Echo, Prompt

if TYPE_CHECKING:
    from funnelboard.errors import FunnelBoardError
    from funnelboard.services.done import Done
    from funnelboard.ui.look import Look
    from funnelboard.ui.memory import Memory


class Talking:
    """The last lines of a screen at work; the screen itself draws them and does the writing.

    Attributes:
        look: Colours and signs.
        memory: Drafts and what was last looked at; None until the database is open.
        prompt: The question on the bottom line, or None.
        status: What was last said.
        echo: What was understood of the prompt's text.
        hints: The keys shown instead of the screen's own, while one of them has to be chosen.
    """

    look: Look
    memory: Memory | None = None
    prompt: Prompt | None = None
    status = Status()
    echo = Echo()
    hints: Sequence[Hint] = ()
    _choices: Mapping[str, Callable[[], None]] | None = None
    _otherwise: Callable[[], None]

    def draw_foot(self) -> None:
        """Draw the last lines again."""
        raise NotImplementedError

    def write(
        self,
        deed: Callable[[], Done],
        then: Callable[[Done], None] | None = None,
        refused: Callable[[FunnelBoardError], None] | None = None,
        *,
        to_result: bool = False,
    ) -> None:
        """Do a write on the database thread, and show what came of it.

        Args:
            then: Called when it is done.
            refused: Called when it is not, instead of saying why.
            to_result: Put the board's cursor on the deal that was changed.
        """
        raise NotImplementedError

    def ask(self, prompt: Prompt) -> None:
        """Ask for a line of text."""
        self.prompt = prompt
        self.status = Status()
        self.echo = prompt.echo(prompt.edit.text)
        self.draw_foot()

    def choose_key(
        self,
        choices: Mapping[str, Callable[[], None]],
        hints: Sequence[Hint],
        otherwise: Callable[[], None] = lambda: None,
    ) -> None:
        """Let the next key choose; any other key means none of them, and ``otherwise`` is done."""
        self._choices, self._otherwise, self.hints = choices, otherwise, hints
        self.draw_foot()

    def say(self, text: str, *, after: str = "") -> None:
        """Show a sentence in the status line."""
        self.status = Status(text, after=after)
        self.draw_foot()

    def say_done(self, done: Done, *, hidden: bool = False) -> None:
        """Show what a write has done, and whether the filter hides the deal it was done to."""
        can_undo = done.change and not done.summary.startswith("undid")
        notes = ("the filter hides it" if hidden else "", "u undoes it" if can_undo else "")
        self.say(done.summary, after=f" {self.look.glyphs.dot} ".join(filter(None, notes)))

    def refuse(self, error: FunnelBoardError) -> None:
        """Show why something could not be done."""
        self.status = Status(str(error), wrong=True)
        self.draw_foot()

    def show_echo(self, echo: Echo) -> None:
        """Say something below the prompt that was only found out later."""
        self.echo = echo
        self.draw_foot()

    def echo_again(self) -> None:
        """Say anew what comes of the prompt's text, if it acts on the board while it is typed."""
        if self.prompt is not None and self.prompt.changed is not None:
            self.show_echo(self.prompt.echo(self.prompt.edit.text))

    def takes_key(self, key: str, character: str | None) -> bool:
        """Give a key to what was asked; False when nothing was."""
        if self.prompt is not None:
            self._type(self.prompt, key, character)
        elif self._choices is not None:
            choices, self._choices, self.hints = self._choices, None, ()
            self.draw_foot()
            choices.get(key, self._otherwise)()
        else:
            return False
        return True

    def on_paste(self, event: events.Paste) -> None:
        """Put pasted text into the prompt."""
        if self.prompt is not None:
            event.stop()
            self.prompt.edit.insert(event.text)
            self._typed(self.prompt)

    def _type(self, prompt: Prompt, key: str, character: str | None) -> None:
        if key == "enter":
            self._close_prompt()
            prompt.submit(prompt.edit.text)
        elif key == "escape":
            self._close_prompt()
            if prompt.command and self.memory is not None:
                self.memory.forget_draft()
            if prompt.cancel is not None:
                prompt.cancel()
        elif prompt.edit.press(key, character):
            self._typed(prompt)

    def _typed(self, prompt: Prompt) -> None:
        self.echo = prompt.echo(prompt.edit.text)
        self.draw_foot()
        if prompt.changed is not None:
            prompt.changed(prompt.edit.text)
        if prompt.command and self.memory is not None:
            self.memory.keep_draft(prompt.command, prompt.edit.text, prompt.about, prompt.title)

    def _close_prompt(self) -> None:
        self.prompt = None
        self.echo = Echo()
        self.draw_foot()
