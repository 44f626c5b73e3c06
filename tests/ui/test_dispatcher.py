"""Who has the keys: tried with modes of the test's own, without Textual, a screen or a database."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelboard.errors import BadInput
from funnelboard.ui.dispatcher import Dispatcher, Key, Left, Over, Paste, Pointed, Typed


class Recorder:
    """A mode that writes down what it gets."""

    hints = ()
    badge = ""

    def __init__(self, name: str, seen: list[str], table: House | None = None) -> None:
        self.name, self.seen, self.table = name, seen, table

    def take(self, typed: Typed) -> Over[Any] | None:
        key = typed.name if isinstance(typed, Key) else typed.text if isinstance(typed, Paste) else typed.deed
        if isinstance(typed, Pointed) and self.table is None:
            return Over(left=Left())
        if key == "escape" and self.table is None:
            return Over(left=Left("left"))
        if key == "enter" and self.table is None:
            return Over(self.name)
        self.seen.append(f"{self.name}:{key}")
        if self.table is not None:
            self.table.obey(key)
        return None

    def knows_alt(self, name: str) -> bool:
        return self.table is None and name == "alt+f"

    def take_meanwhile(self, typed: Typed) -> bool:
        if isinstance(typed, Key) and typed.name == "j" and self.table is not None and self.table.waits:
            self.seen.append("meanwhile:j")
            return True
        return False


class House:
    """A dispatcher over one recorder; ``n`` asks for a line after a reading, ``e`` for two, ``w`` only writes."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.told: list[str] = []
        self.broken: list[BaseException] = []
        self.left = 0
        self.waits = False
        self.settled = 0
        self.database: asyncio.Future[None] | None = None
        self.board = Recorder("board", self.seen, self)
        self.keys = Dispatcher(
            self.board,
            always={"ctrl+q": self._leave},
            refused=lambda error: self.told.append(str(error)),
            broken=self.broken.append,
            settled=self._settle,
        )

    def obey(self, key: str) -> None:
        actions = {"n": self._note, "e": self._edit, "w": self._write, "b": self._break, "r": self._refuse}
        if key in actions:
            self.keys.converse(actions[key]())
        elif key == "x":
            raise BadInput("x means nothing here.")
        elif key == "X":
            raise RuntimeError("a defect")

    def type(self, text: str) -> None:
        for character in text:
            self.keys.put(Key({"\r": "enter", "\x1b": "escape"}.get(character, character), character))

    async def rest(self) -> None:
        """Let everything that can go on go on."""
        for _ in range(50):
            await asyncio.sleep(0)

    async def _read(self) -> None:
        if self.database is not None:
            await self.database
        for _ in range(3):
            await asyncio.sleep(0)

    async def _note(self) -> None:
        await self._read()
        self.told.append(await self.keys.keys_to(Recorder("note", self.seen)))
        await self._read()

    async def _edit(self) -> None:
        for name in ("title", "amount"):
            await self._read()
            self.told.append(await self.keys.keys_to(Recorder(name, self.seen)))

    async def _write(self) -> None:
        await self._read()
        self.told.append("written")

    async def _break(self) -> None:
        await self._read()
        raise RuntimeError("a defect in a conversation")

    async def _refuse(self) -> None:
        await self._read()
        raise BadInput("refused")

    def _leave(self) -> None:
        self.left += 1

    def _settle(self) -> None:
        self.settled += 1


async def test_a_burst_reaches_what_its_first_key_opened() -> None:
    house = House()
    house.type("jnquick\rk")
    await house.rest()
    assert house.seen == ["board:j", "board:n", *(f"note:{letter}" for letter in "quick"), "board:k"]
    assert house.told == ["note"]


async def test_two_questions_in_a_row_take_what_was_typed_for_each() -> None:
    house = House()
    house.type("eab\rcd\rj")
    await house.rest()
    assert house.seen == ["board:e", "title:a", "title:b", "amount:c", "amount:d", "board:j"]


async def test_a_key_with_alt_that_means_nothing_is_escape_and_that_key() -> None:
    house = House()
    house.type("na")
    house.keys.put(Key("alt+j", "j"))
    house.type("nb")
    house.keys.put(Key("alt+f", "f"))
    house.keys.put(Key("alt+ctrl+q", "\x11"))
    await house.rest()
    assert house.told == ["left", "left"]
    assert house.seen == ["board:n", "note:a", "board:j", "board:n", "note:b", "note:alt+f"]
    assert house.left == 1


async def test_what_is_typed_after_a_write_comes_after_it() -> None:
    house = House()
    house.database = asyncio.get_running_loop().create_future()
    house.type("wk")
    await house.rest()
    assert house.seen == ["board:w"]
    assert not house.keys.idle
    house.database.set_result(None)
    await house.rest()
    assert (house.seen, house.told) == (["board:w", "board:k"], ["written"])
    assert house.keys.idle


async def test_going_about_needs_no_waiting_but_never_overtakes_what_was_typed_before() -> None:
    house = House()
    house.database = asyncio.get_running_loop().create_future()
    house.waits = True
    house.type("wjnj")
    await house.rest()
    assert house.seen == ["board:w", "meanwhile:j"]
    house.database.set_result(None)
    await house.rest()
    assert house.seen == ["board:w", "meanwhile:j", "board:n", "note:j"]


async def test_escape_ends_the_conversation_with_its_sentence() -> None:
    house = House()
    house.type("eab\x1bj")
    await house.rest()
    assert house.seen[-1] == "board:j"
    assert house.told == ["left"]


async def test_a_refusal_ends_the_conversation_and_the_queue_flows_on() -> None:
    house = House()
    house.type("rjxj")
    await house.rest()
    assert house.told == ["refused", "x means nothing here."]
    assert house.seen == ["board:r", "board:j", "board:x", "board:j"]
    assert house.broken == []


@pytest.mark.parametrize("keys", ["b", "X"])
async def test_a_defect_is_told_and_nothing_is_held(keys: str) -> None:
    house = House()
    house.type(keys + "j")
    await house.rest()
    assert [type(error) for error in house.broken] == [RuntimeError]
    assert house.seen[-1] == "board:j"


async def test_a_paste_waits_its_turn() -> None:
    house = House()
    house.type("n")
    house.keys.put(Paste("a whole\nnote"))
    await house.rest()
    assert house.seen == ["board:n", "note:a whole\nnote"]


async def test_a_click_elsewhere_leaves_what_is_asked_and_then_is_a_click() -> None:
    house = House()
    house.type("nab")
    await house.rest()
    house.keys.put(Pointed("down", 3, 4))
    await house.rest()
    assert house.seen == ["board:n", "note:a", "note:b", "board:down"]
    assert house.keys.modes == [house.board]


async def test_the_key_that_always_leaves_comes_in_its_turn_unless_nothing_is_before_it() -> None:
    house = House()
    house.database = asyncio.get_running_loop().create_future()
    house.keys.put(Key("w", "w"))
    house.keys.put(Key("ctrl+q"))
    assert house.left == 1, "nothing was typed before it"
    house.type("n")
    house.keys.put(Key("ctrl+q"))
    assert house.left == 1, "the note comes first"
    house.database.set_result(None)
    await house.rest()
    assert house.left == 2


async def test_nothing_is_painted_before_a_burst_is_dealt_with() -> None:
    house = House()
    house.database = asyncio.get_running_loop().create_future()
    house.type("wkkkk")
    await house.rest()
    before = house.settled
    house.database.set_result(None)
    await house.rest()
    assert house.seen == ["board:w", *["board:k"] * 4]
    assert house.settled == before + 1


@given(st.lists(st.sampled_from(["j", "n", "e", "w", "r", "\r", "\x1b", "a"]), max_size=40), st.integers(0, 40))
def test_the_same_keys_do_the_same_however_they_come(keys: list[str], pause: int) -> None:
    def run(coroutine: Coroutine[Any, Any, list[str]]) -> list[str]:
        return asyncio.run(coroutine)

    async def typed(*, slowly: bool) -> list[str]:
        house = House()
        for place, key in enumerate(keys):
            house.type(key)
            if slowly or place == pause:
                await house.rest()
        await house.rest()
        return house.seen + house.told

    assert run(typed(slowly=False)) == run(typed(slowly=True))
