"""Who has the keys: one queue of what is typed, pasted and pointed at, one stack of modes, and when the queue flows.

A mode takes a key there and then. A conversation (a coroutine) holds the queue from its first step to its last, except
while it waits for keys itself: then the mode it has opened is on top of the stack and the queue flows into that. So
what is typed after a key always reaches what that key opened, however late it comes to stand there, and nothing typed
for it is taken for a command. Where a command is refused that was to ask for something, nothing typed for that is
obeyed, be it typed ahead or still being typed; and nothing typed ahead of what others or the database have refused.
"""

from __future__ import annotations

import asyncio
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from funnelboard.errors import Conflict, DatabaseError, DealGone, FunnelBoardError

Value = TypeVar("Value")

PAUSE = 1.0
"""Seconds without a key after which a seller who was refused is taken to have read why."""

_STOPS = ("escape", "ctrl+c")

_ENDS = ("enter", "escape")
"""Keys after which nothing more is typed for what was to be asked."""


class Key(NamedTuple):
    """A key by Textual's name, and the character it types, if any."""

    name: str
    character: str | None = None

    @property
    def printable(self) -> str:
        """The character, if it is one that can be seen; else nothing."""
        return self.character if self.character is not None and self.character.isprintable() else ""

    @property
    def without_alt(self) -> Key | None:
        """The key that came with Alt, or in one piece with an Esc before it: a terminal sends both alike."""
        if not self.name.startswith("alt+") or self.character is None:
            return None
        return Key(self.character if self.character.isalnum() else self.name.removeprefix("alt+"), self.character)


class Paste(NamedTuple):
    """Text that came in one piece."""

    text: str


class Pointed(NamedTuple):
    """The mouse: ``down``, ``move``, ``up``, ``double`` or ``wheel`` (``by`` lines) at a cell of the terminal."""

    deed: str
    x: int
    y: int
    by: int = 0


Typed = Key | Paste | Pointed


class Left(Exception):
    """The seller left what was asked, by Esc or a click elsewhere; the sentence says what that means, if anything."""


class Over(NamedTuple, Generic[Value]):
    """A mode is over: whoever waits for it goes on with the value, or with what was left."""

    value: Value | None = None
    left: Left | None = None


class Mode(ABC):
    """Something that can have the keys: the board, the side panel, a page, a sheet."""

    @property
    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys it takes, as printed, and what they do."""
        return ()

    @property
    def badge(self) -> str:
        """What is said of who has the keys, where that is not plain to see."""
        return ""

    @abstractmethod
    def take(self, typed: Typed) -> Over[Any] | None:
        """Obey what was typed; say when that ends the mode."""

    def knows_alt(self, name: str) -> bool:
        """Whether a key with Alt, by its name, means something here; else it is Esc and that key."""
        return False

    def take_meanwhile(self, typed: Typed) -> bool:
        """Obey what needs no waiting for what is under way; whether it was such a thing."""
        return False


class Dispatcher:
    """The queue and the stack of one running board.

    Attributes:
        modes: From the board at the bottom to what has the keys.
        always: Keys that no mode can change the meaning of, and what they do.
    """

    def __init__(
        self,
        board: Mode,
        *,
        always: Mapping[str, Callable[[], None]],
        refused: Callable[[Exception], None],
        broken: Callable[[BaseException], None],
        settled: Callable[[], None],
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        """Give the keys to the board.

        Args:
            always: Keys that no mode can change the meaning of, and what they do.
            refused: Told of every refusal and of everything that was left.
            broken: Told of an exception that is a defect.
            settled: Called whenever there is nothing left to do for now.
            stop: What Esc and Ctrl-C do first while the queue is held: stop what is waited for, if that takes long.
        """
        self.modes: list[Mode] = [board]
        self._waiting: list[asyncio.Future[Any]] = []
        self._queue: deque[Typed] = deque()
        self._holds = 0
        self._flowing = False
        self._closed = False
        self.always = always
        self._refused = refused
        self._broken = broken
        self._settled = settled
        self._stop = stop
        self._tasks: set[asyncio.Task[None]] = set()
        self._pointed = False
        self._to_ask = False
        self._deaf_until = 0.0
        self._said = ""

    @property
    def top(self) -> Mode:
        """The mode that has the keys, or will have those that are typed now."""
        return self.modes[-1]

    @property
    def idle(self) -> bool:
        """Whether nothing is queued and no conversation is at work."""
        return not self._queue and not self._holds

    def put(self, typed: Typed) -> None:
        """Take in what was typed; it is obeyed in its turn."""
        if self._closed or self._is_for_nobody(typed):
            return
        if self._holds and isinstance(typed, Key) and typed.name in _STOPS and self._stop():
            return
        at_once = self._holds and not self._queue
        if at_once and isinstance(typed, Key) and typed.name in self.always:
            self.always[typed.name]()
        elif not (at_once and self.top.take_meanwhile(typed)):
            self._queue.append(typed)
        self.flow()

    def flow(self) -> None:
        """Hand on what is queued for as long as nothing holds it."""
        if self._flowing:
            return
        self._flowing = True
        try:
            while self._queue and not self._holds:
                self._hand_on(self._queue.popleft())
        finally:
            self._flowing = False
        self._settled()

    def converse(self, conversation: Coroutine[Any, Any, None], *, asks: bool = False) -> None:
        """Begin a conversation; the queue is held until it waits for keys or ends.

        Args:
            asks: Whether what is typed next is meant for what it is going to ask.
        """
        self._to_ask = asks and not self._pointed
        self.hold()
        task = asyncio.get_running_loop().create_task(self._whole(conversation))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def keys_to(self, mode: Mode, *, foreseen: bool = True) -> Any:
        """Give the keys to a mode until it is over; for a conversation, which has held them and will again.

        Args:
            foreseen: Whether the seller may know that it comes; else nothing typed before it is shown is meant for it.

        Raises:
            Left: The seller left it.
        """
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._to_ask = False
        if not foreseen:
            self._queue.clear()
        self.modes.append(mode)
        self._waiting.append(answer)
        self.release()
        return await answer

    def hold(self) -> None:
        """Let what is typed wait, until it is released."""
        self._holds += 1

    def release(self) -> None:
        """Let it flow on, unless something else holds it."""
        self._holds -= 1
        self.flow()

    def close(self) -> None:
        """The program ends: nothing that was typed after that is obeyed."""
        self._queue.clear()
        self._closed = True

    def _hand_on(self, typed: Typed) -> None:
        if isinstance(typed, Key) and (key := typed.without_alt) is not None and not self.top.knows_alt(typed.name):
            self._queue.appendleft(key)
            typed = Key("escape", "\x1b")
        if isinstance(typed, Key) and typed.name in self.always:
            self.always[typed.name]()
            return
        self._pointed = isinstance(typed, Pointed)
        try:
            over = self.top.take(typed)
        except FunnelBoardError as error:
            self._refused(error)
        except Exception as error:
            self._broken(error)
        else:
            if over is not None and over.left is not None and isinstance(typed, Pointed):
                self._queue.appendleft(typed)  # a click elsewhere leaves what is asked, and then is what it is
            if over is not None:
                self._end(over)

    def _end(self, over: Over[Any]) -> None:
        """Take the topmost mode away; the queue is held from this moment until its conversation goes on."""
        self.modes.pop()
        answer = self._waiting.pop()
        self.hold()
        if over.left is not None:
            answer.set_exception(over.left)
        else:
            answer.set_result(over.value)

    async def _whole(self, conversation: Coroutine[Any, Any, None]) -> None:
        try:
            await conversation
        except FunnelBoardError as error:
            self._refuse(error)
        except Left as left:
            self._refused(left)
        except Exception as error:
            self._broken(error)
        finally:
            self.release()

    def _refuse(self, error: FunnelBoardError) -> None:
        """Say why, and obey nothing that was typed for what is not so."""
        self._said = str(error)
        self._refused(error)
        if self._to_ask:
            self._deaf_until = time.monotonic() + PAUSE
        if self._to_ask or isinstance(error, Conflict | DealGone | DatabaseError):
            behind = [typed for typed in self._queue if not isinstance(typed, Pointed)]
            self._queue.clear()
            for typed in behind:
                self._let_go(typed)

    def _is_for_nobody(self, typed: Typed) -> bool:
        """Whether it is still typed for what was to be asked, and was refused."""
        if isinstance(typed, Pointed) or (isinstance(typed, Key) and typed.name in self.always):
            return False
        if time.monotonic() >= self._deaf_until:
            return False
        self._deaf_until = time.monotonic() + PAUSE
        self._let_go(typed)
        return True

    def _let_go(self, typed: Typed) -> None:
        """Do not obey it, and say so once."""
        if self._said:
            self._refused(FunnelBoardError(f"{self._said} The keys after it were not obeyed."))
            self._said = ""
        if isinstance(typed, Key) and typed.name in _ENDS:
            self._deaf_until = 0.0
