"""The list at the bottom, by itself: going, taking, numbers, narrowing, scrolling, clicking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from textual.keys import _character_to_key

from funnelboard.ui.dispatcher import Key, Left, Over, Paste, Pointed
from funnelboard.ui.looks.themes import make_styles
from funnelboard.ui.sheet.choices import Choices, Deed, Row
from funnelboard.ui.strips import rich_style

STYLES = make_styles("dark")
PEOPLE = ("Åke Berg", "Kari Nordmann", "Ola Åkesson", "Berit Lie", "Jens Hagen", "Nora Dahl")
EDIT, DROP, ADD = Deed("e", "edit", "edit"), Deed("x", "drop", "drop"), Deed("a", "add", "add", alone=True)


def rows(names: Sequence[str] = PEOPLE, keys: str = "") -> list[Row]:
    """A row of one line for each name; its value is the name."""
    return [Row((((name, "text"),),), name, key) for name, key in zip(names, [*keys, *[""] * len(names)], strict=False)]


def pressed(sheet: Choices, *keys: str) -> Over[Any] | None:
    """What came of the last of some keys, after which it must not be over before."""
    over: Over[Any] | None = None
    for key in keys:
        assert over is None, f"over before {key}"
        over = sheet.take(Key(_character_to_key(key) if len(key) == 1 else key, key if len(key) == 1 else None))
    return over


def shown(sheet: Choices, width: int = 40, height: int = 24) -> list[str]:
    """Its lines, from the rule to the hints."""
    return [strip.text.rstrip() for strip in sheet.strips(width, height, STYLES)]


def at_cursor(sheet: Choices) -> Any:
    """The value of the row at the cursor."""
    assert sheet.row is not None
    return sheet.row.value


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (["enter"], "Åke Berg"),
        (["j", "down", "enter"], "Ola Åkesson"),
        (["j", "j", "k", "up", "enter"], "Åke Berg"),
        (["k", "enter"], "Åke Berg"),
        (["end", "j", "enter"], "Nora Dahl"),
        (["tab", "tab", "shift+tab", "enter"], "Kari Nordmann"),
        (["shift+tab", "enter"], "Nora Dahl"),
        (["end", "tab", "enter"], "Åke Berg"),
        (["3"], "Ola Åkesson"),
    ],
)
def test_a_row_is_taken_with_the_cursor_or_by_its_number(keys: list[str], value: str) -> None:
    assert pressed(Choices("Who?", rows()), *keys) == Over((None, value))


@pytest.mark.parametrize("key", ["7", "0", "9", "z", "q", "ctrl+x"])
def test_a_key_that_means_nothing_does_nothing(key: str) -> None:
    sheet = Choices("Who?", rows())
    assert pressed(sheet, "j", key) is None
    assert at_cursor(sheet) == "Kari Nordmann"


def test_escape_leaves() -> None:
    over = pressed(Choices("Who?", rows()), "escape")
    assert over is not None
    assert isinstance(over.left, Left)


def test_rows_with_keys_are_taken_by_them_or_by_their_place() -> None:
    sheet = Choices("Copy what?", rows(("address", "phone", "jotting"), "epj"))
    assert "1-9" not in shown(sheet)[-1]
    assert pressed(sheet, "j") == Over((None, "jotting"))
    assert pressed(sheet, "2") == Over((None, "phone"))
    own = Choices("Why?", rows(("price", "merged away", "timing"), "p1t"))
    assert pressed(own, "2") is None, "numbers are those that are shown"
    assert pressed(own, "1") == Over((None, "merged away"))


def test_the_cursor_begins_on_what_is_chosen_now() -> None:
    sheet = Choices("Who?", rows(), chosen="Berit Lie")
    assert shown(sheet)[4] == "▌ 4  Berit Lie"
    assert pressed(sheet, "enter") == Over((None, "Berit Lie"))


def test_a_deed_is_done_to_the_row_at_the_cursor_or_to_none() -> None:
    deeds = (EDIT, DROP, ADD)
    assert pressed(Choices("People", rows(), deeds=deeds), "j", "x") == Over(("drop", "Kari Nordmann"))
    assert pressed(Choices("People", rows(), deeds=deeds), "j", "a") == Over(("add", None))
    assert pressed(Choices("People", rows(), deeds=deeds), "enter") == Over(("edit", "Åke Berg"))
    assert pressed(Choices("People", rows(), deeds=deeds), "2") == Over(("edit", "Kari Nordmann"))


def test_a_list_without_rows_says_so_and_offers_what_needs_none() -> None:
    sheet = Choices("People", (), deeds=(EDIT, DROP, ADD), empty="Nobody yet. a adds one.")
    assert shown(sheet)[1:] == [" Nobody yet. a adds one.", " a add  Esc leave"]
    assert shown(sheet, 20)[1:3] == [" Nobody yet. a adds", " one."]
    for key in ("enter", "e", "x", "j", "1", "tab"):
        assert pressed(sheet, key) is None
    assert sheet.take(Pointed("down", 3, 1)) is None
    assert pressed(sheet, "a") == Over(("add", None))


def test_typing_narrows_to_the_rows_in_which_every_word_stands_those_that_begin_so_first() -> None:
    sheet = Choices("Who?", rows(), narrows=True)
    assert pressed(sheet, *"ber") is None
    assert shown(sheet)[1:4] == ["  › ber", "▌    Berit Lie", "     Åke Berg"]
    assert pressed(sheet, "enter") == Over((None, "Berit Lie"))
    assert pressed(Choices("Who?", rows(), narrows=True), *"be åk", "enter") == Over((None, "Åke Berg"))


def test_marks_and_case_do_not_matter() -> None:
    sheet = Choices("Who?", rows(), narrows=True)
    pressed(sheet, *"AKE")
    assert [line.strip("▌ ") for line in shown(sheet)[2:4]] == ["Åke Berg", "Ola Åkesson"]


def test_the_sheet_stays_as_high_as_it_was_while_letters_narrow_it() -> None:
    sheet = Choices("Who?", rows(), narrows=True)
    height = len(shown(sheet))
    for letter in "berq":
        pressed(sheet, letter)
        assert len(shown(sheet)) == height


def test_a_list_that_begins_with_typing_shows_few_rows_and_follows_the_cursor() -> None:
    sheet = Choices("Every command", rows([f"command {number}" for number in range(60)]), typing=True)
    assert len(shown(sheet, height=40)) <= 12
    pressed(sheet, *["down"] * 30)
    assert "▌ command 30" in shown(sheet, height=40)
    assert shown(sheet, height=40)[1].startswith("  ›"), "what is typed stays in sight"


@pytest.mark.parametrize("look", ["dark", "light", "high-contrast"])
def test_the_row_at_hand_is_tinted_over_its_whole_width(look: str) -> None:
    styles = make_styles(look)
    strips = Choices("Who?", rows()).strips(40, 24, styles)
    grounds = [{segment.style.bgcolor for segment in strip if segment.style} for strip in strips]
    assert grounds[1] == {rich_style(styles.row_ground).bgcolor}
    assert grounds[2] == {rich_style(styles.bar_ground).bgcolor}


def test_where_a_title_has_no_room_it_is_the_deal_that_is_cut_and_not_what_is_asked() -> None:
    sheet = Choices("La Petite Reine de Nantes: booking and loans → lost: why?", rows())
    assert " → lost: why? " in shown(sheet)[0]
    assert "La Petite Reine de N… →" in shown(sheet)[0]
    sheet.aside = "missing need, willing, close"
    for width in (40, 50, 60, 80, 120):
        rule = sheet.strips(width, 24, STYLES)[0]
        assert rule.cell_length == width
        assert (" missing need, willing, close " in rule.text) == (width >= 80)


def test_a_row_is_found_by_what_it_says_is_to_be_found() -> None:
    sheet = Choices("Who?", [Row(((("Kari   works it now", "text"),),), 1, find="Kari"), *rows()], narrows=True)
    pressed(sheet, *"works")
    assert "Nothing matches" in shown(sheet, 80)[2]
    assert pressed(sheet, "enter") is None
    assert pressed(sheet, "ctrl+u", *"ari", "enter") == Over((None, 1))


def test_letters_taken_back_show_every_row_again_and_its_number() -> None:
    sheet = Choices("Who?", rows(), narrows=True)
    pressed(sheet, *"no", "backspace", "backspace")
    assert len(shown(sheet)) == len(PEOPLE) + 3
    assert pressed(sheet, "2") == Over((None, "Kari Nordmann"))


def test_a_digit_typed_among_letters_narrows() -> None:
    sheet = Choices("Which?", rows(("unit 7", "unit 8", "7up")), narrows=True)
    assert pressed(sheet, *"unit 8") is None
    assert pressed(sheet, "enter") == Over((None, "unit 8"))


def test_a_slash_narrows_a_list_whose_letters_do_something() -> None:
    sheet = Choices("People", rows(), deeds=(EDIT, DROP))
    assert "/ narrow" in shown(sheet, 80)[-1]
    assert pressed(sheet, "/", *"ex") is None
    assert shown(sheet)[1] == "  › ex"
    assert pressed(sheet, "backspace", "backspace", "x") == Over(("drop", "Åke Berg"))
    again = Choices("People", rows(), deeds=(EDIT, DROP))
    assert pressed(again, "/", *"dahl", "enter") == Over(("edit", "Nora Dahl"))


def test_where_every_letter_narrows_none_of_them_goes() -> None:
    sheet = Choices("Every command", rows(), typing=True)
    assert pressed(sheet, "j", "e", "enter") == Over((None, "Jens Hagen"))


def test_pasted_text_narrows_where_typing_does_and_means_nothing_elsewhere() -> None:
    sheet = Choices("Who?", rows(), narrows=True)
    sheet.take(Paste("nora\n"))
    assert at_cursor(sheet) == "Nora Dahl"
    plain = Choices("Who?", rows())
    plain.take(Paste("nora"))
    assert len(shown(plain)) == len(PEOPLE) + 2


def many() -> Choices:
    """Thirty rows in a list that can be narrowed."""
    return Choices("Which?", rows([f"row {number}" for number in range(30)]), narrows=True)


def test_a_long_list_scrolls_and_keeps_what_is_typed_in_sight() -> None:
    sheet = many()
    pressed(sheet, *["down"] * 20)
    lines = shown(sheet, height=24)
    assert lines[1] == "  › type to narrow"
    assert lines[-2] == "▌    row 20"
    assert len(lines) == 24 - 9
    pressed(sheet, *["up"] * 3)
    lines = shown(sheet, height=24)
    assert lines[-2] == "     row 20"
    assert "▌    row 17" in lines
    pressed(sheet, "home")
    assert shown(sheet, height=24)[2] == "▌ 1  row 0"


def test_a_click_takes_the_row_that_is_in_sight_there() -> None:
    sheet = many()
    pressed(sheet, *["down"] * 20)
    lines = shown(sheet, height=24)
    sheet.y = 9
    place = lines.index("     row 15")
    assert sheet.take(Pointed("down", 5, 9 + place)) == Over((None, "row 15"))


def test_a_click_on_the_rule_the_line_or_the_hints_takes_nothing_and_one_above_leaves() -> None:
    sheet = many()
    lines = shown(sheet, height=24)
    sheet.y = 9
    for line in (0, 1, len(lines) - 1):
        assert sheet.take(Pointed("down", 5, 9 + line)) is None
    over = sheet.take(Pointed("down", 5, 8))
    assert over is not None
    assert over.left is not None


def test_a_row_of_two_lines_is_taken_by_a_click_on_either() -> None:
    two = [Row((((name, "text"),), (("below", "dim"),)), name) for name in PEOPLE]
    for line, name in ((1, "Åke Berg"), (2, "Åke Berg"), (3, "Kari Nordmann")):
        sheet = Choices("People", two)
        shown(sheet)
        assert sheet.take(Pointed("down", 5, line)) == Over((None, name))


def told_at_length(name: str) -> Row:
    """A row of two lines that are longer than a small window is wide."""
    head = ((name, "title"), (" · ", "dim"), ("decision maker", "text"), (" · ", "dim"), ("decides", "key"))
    return Row((head, (("  kari.nordmann@jaeren.example", "dim"), (" · ", "dim"), ("+47 22 00", "dim"))), name)


def test_the_row_at_hand_is_told_whole_in_a_narrow_window() -> None:
    sheet = Choices("People", [told_at_length(name) for name in ("Torbjørn Åsen", "Kari")])
    assert shown(sheet, 40, 12)[1:-1] == [
        "▌ 1  Torbjørn Åsen · decision maker",
        "▌      decides",
        "▌      kari.nordmann@jaeren.example",
        "▌        +47 22 00",
        "  2  Kari · decision maker · decides",
        "       kari.nordmann@jaeren.example · +…",
    ]
    for line, name in ((4, "Torbjørn Åsen"), (5, "Kari"), (6, "Kari")):
        assert sheet.take(Pointed("down", 5, line)) == Over((None, name))
    assert len(shown(sheet, 80, 24)) == 6


def test_while_typing_narrows_a_row_stays_a_line() -> None:
    sheet = Choices("People", [told_at_length(name) for name in PEOPLE], typing=True)
    assert shown(sheet, 24, 12)[2] == "▌ Åke Berg · decision m…"


def test_the_wheel_goes_row_by_row() -> None:
    sheet = Choices("Who?", rows())
    sheet.take(Pointed("wheel", 5, 3, 1))
    sheet.take(Pointed("wheel", 5, 3, 1))
    sheet.take(Pointed("wheel", 5, 3, -1))
    assert at_cursor(sheet) == "Kari Nordmann"


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12), (20, 5)])
def test_it_fits_and_the_cursor_is_in_sight(size: tuple[int, int]) -> None:
    width, height = size
    sheet = many()
    for keys in ([], ["end"], ["pageup"], ["ctrl+u"]):
        pressed(sheet, *keys)
        strips = sheet.strips(width, height, STYLES)
        assert len(strips) <= height
        assert all(strip.cell_length == width for strip in strips)
        assert any(strip.text.startswith("▌") for strip in strips)


def test_hints_are_ascii_where_the_look_is() -> None:
    sheet = Choices("Every command", rows(), typing=True)
    assert (
        sheet.strips(80, 24, make_styles("dark", ascii_only=True))[-1].text.rstrip() == " Enter take  ^v go  Esc leave"
    )


def test_a_long_list_leaves_most_of_a_large_window_and_scrolls() -> None:
    sheet = Choices("Who?", rows([f"seller {number}" for number in range(40)]))
    assert len(shown(sheet, 120, 60)) == 16
    assert pressed(sheet, "end") is None
    assert shown(sheet, 120, 60)[-2].endswith("seller 39")
    assert len(shown(sheet, 40, 12)) == 12


def test_a_question_that_has_no_room_on_the_rule_is_read_whole_below_it() -> None:
    question = "“Kauppahuone Järvinen & Pojat: vuosihuolto” is there already: #69, lead; add it all the same?"
    sheet = Choices(question, rows(("yes", "no"), "yn"), whole=True)
    for width in (40, 80):
        rule, *below = shown(sheet, width)
        assert set(rule) == {STYLES.glyphs.rule}
        assert question in " ".join(line.strip() for line in below)
    assert question in shown(sheet, 120)[0]
    shown(sheet, 80)
    sheet.y = 10
    assert sheet.take(Pointed("down", 5, 13)) == Over((None, "yes"))


def test_no_line_of_a_row_ends_or_begins_with_a_dot() -> None:
    facts = ("Nils-Erik Sjöström", "first on the card", "info@umeavintercykel.example", "touched 1 d ago")
    dot = (f" {STYLES.glyphs.dot} ", "dim")
    line = [span for fact in facts for span in ((fact, "text"), dot)][:-1]
    for width in range(30, 90):
        told = [each.strip("▌ 1") for each in shown(Choices("Contacts", [Row((tuple(line),), 1)]), width)[1:-1]]
        assert not any(part.startswith("·") or part.endswith("·") for part in told), width
