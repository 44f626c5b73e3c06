"""A form at the bottom by itself: its keys, what it says, what it keeps for later, how it is laid out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from textual.keys import _character_to_key

from funnelboard.domain.dates import parse_date
from funnelboard.domain.deal import Answer
from funnelboard.domain.money import Money, format_money, parse_money
from funnelboard.ui.dispatcher import Key, Left, Over, Paste, Pointed
from funnelboard.ui.looks.themes import make_styles
from funnelboard.ui.sheet.asked import Field, Form, Question
from funnelboard.ui.sheet.form import FormSheet
from funnelboard.ui.sheet.given import Answers, Given
from funnelboard.ui.strips import rich_style

STYLES = make_styles("dark")
TODAY = date(2026, 11, 18)
HOSTILE = "[/nope] \x1b]52;c;eA==\x07"

MARKET = Question("market", "market", "Do they fit the market?")
MEANS = Question("means", "means", "Do they have the means?", Answer.NO, "call · Kari · 3 Nov")
AMOUNT = Field(
    "amount", "amount", "1 000 €", lambda text: parse_money(text, "EUR"), format_money, question="What is it worth?"
)
CLOSE = Field("close", "close", "", lambda text: parse_date(text, TODAY), str, hint="3 dec", question="When?")
PAIN, SUPPLIER = Field("pain", "pain point"), Field("supplier", "supplier now", "Globex")
BECAUSE = Field("because", "because", hint="the reason to go on")
PEOPLE = [(7, "Kari Nordmann"), (8, "Ola Moe")]


def a_form(
    rows: Sequence[Question | Field] = (MARKET, MEANS, AMOUNT, CLOSE),
    more: Sequence[Question | Field] = (PAIN, SUPPLIER, BECAUSE),
    **options: Any,
) -> Form:
    return Form("Acme → prospect", rows, more=more, **{"people": PEOPLE, "because": "because", **options})


def press(sheet: FormSheet, *keys: str) -> Over[Any] | None:
    """What came of the last of some keys."""
    over = None
    for key in keys:
        over = sheet.take(Key(key, key if len(key) == 1 else {"space": " "}.get(key)))
    return over


def write(sheet: FormSheet, text: str) -> None:
    for character in text:
        sheet.take(Key(_character_to_key(character), character))


def done(sheet: FormSheet, key: str = "enter") -> Answers:
    over = press(sheet, key)
    assert over is not None, sheet.problem
    assert isinstance(over.value, Answers)
    return over.value


def lines(sheet: FormSheet, width: int = 120, height: int = 36) -> list[str]:
    return [strip.text.rstrip() for strip in sheet.strips(width, height, STYLES)]


def at_hand(sheet: FormSheet) -> str:
    return sheet.row.label


def test_one_key_answers_and_goes_on() -> None:
    sheet = FormSheet(a_form())
    press(sheet, "y", "question_mark")
    assert at_hand(sheet) == "amount"
    assert done(sheet).values == {"market": Answer.YES, "means": Answer.UNKNOWN}


def test_only_what_was_given_is_returned() -> None:
    sheet = FormSheet(a_form())
    assert done(sheet) == Answers({})
    sheet = FormSheet(a_form())
    press(sheet, "3")
    write(sheet, "x")
    press(sheet, "backspace", "tab")
    write(sheet, "3 dec")
    assert done(sheet).values == {"close": date(2026, 12, 3)}


def test_the_cursor_begins_at_the_first_question_without_an_answer() -> None:
    assert at_hand(FormSheet(a_form([Question("a", "a", "A?", Answer.YES), AMOUNT, CLOSE]))) == "close"
    assert at_hand(FormSheet(a_form([AMOUNT], ()))) == "amount"


def test_keys_that_go() -> None:
    sheet = FormSheet(a_form())
    went = []
    for key in ("j", "k", "2", "shift+tab", "up", "down", "9", "tab", "3", "tab", "tab", "k"):
        press(sheet, key)
        went.append(at_hand(sheet))
    assert went == [
        "means", "market", "means", "market", "because", "market", "because", "market", "amount", "close", "learnt by",
        "close",
    ]  # fmt: skip


def test_space_walks_through_the_answers_without_going_on() -> None:
    sheet = FormSheet(a_form())
    seen = []
    for _ in range(3):
        press(sheet, "space")
        seen.append(sheet.given.answers["market"])
    assert set(seen) == set(Answer)
    assert at_hand(sheet) == "market"


def test_letters_are_text_in_a_field_and_nothing_else() -> None:
    sheet = FormSheet(a_form(rows=(PAIN,), more=()))
    write(sheet, "by jane, cm? 12")
    assert done(sheet).values == {"pain": "by jane, cm? 12"}


def test_ways_are_chosen_once_and_taken_back() -> None:
    sheet = FormSheet(a_form())
    press(sheet, "c", "y")
    answers = done(sheet)
    assert (answers.how, answers.contact_id) == ("call", 7)
    press(sheet, "w", "m")
    answers = done(sheet)
    assert (answers.how, answers.contact_id) == ("meeting", 8)
    press(sheet, "m")
    answers = done(sheet)
    assert (answers.how, answers.contact_id) == ("", None)


def test_the_reason_has_a_key_where_there_is_one() -> None:
    sheet = FormSheet(a_form())
    assert "b go on without" in lines(sheet)[-1]
    press(sheet, "b")
    write(sheet, "soon")
    assert done(sheet).values == {"because": "soon"}
    strict = FormSheet(a_form(more=(), because=""))
    press(strict, "b")
    assert at_hand(strict) == "market"
    assert "go on without" not in lines(strict)[-1]


def test_ctrl_s_keeps_without_the_check_and_only_where_it_means_something() -> None:
    def check(_: Mapping[str, Any]) -> tuple[str, str]:
        return "because", "Say why."

    sheet = FormSheet(a_form(check=check, stay="only keep"))
    press(sheet, "y")
    assert done(sheet, "ctrl+s") == Answers({"market": Answer.YES}, stay=True)
    assert press(FormSheet(a_form(check=check)), "ctrl+s") is None


def test_a_text_that_cannot_be_read_stays_and_is_explained() -> None:
    sheet = FormSheet(a_form())
    press(sheet, "3", "ctrl+u")
    write(sheet, "plenty")
    press(sheet, "tab")
    assert press(sheet, "enter") is None
    assert at_hand(sheet) == "amount"
    assert "“plenty” is not an amount" in lines(sheet)[-1]
    press(sheet, "ctrl+u")
    assert "not an amount" not in lines(sheet)[-1]
    write(sheet, "3k")
    assert done(sheet).values == {"amount": Money(300_000, "EUR")}


def test_what_is_wrong_with_all_together_is_said_at_its_row() -> None:
    sheet = FormSheet(a_form(check=lambda values: None if values.get("because") else ("because", "Say why.")))
    press(sheet, "y")
    assert press(sheet, "enter") is None
    assert at_hand(sheet) == "because"
    assert lines(sheet)[-1].startswith(" Say why. ")
    write(sheet, "soon")
    assert done(sheet).values == {"market": Answer.YES, "because": "soon"}


def test_what_is_missing_shrinks_with_the_answers() -> None:
    def aside(values: Mapping[str, Any]) -> str:
        return "missing " + ", ".join(name for name in ("market", "close") if name not in values)

    sheet = FormSheet(a_form(aside=aside))
    assert "missing market, close" in lines(sheet)[0]
    press(sheet, "y")
    assert "missing close" in lines(sheet)[0]
    press(sheet, "4")
    write(sheet, "never")
    assert "missing close" in lines(sheet)[0]


def test_what_was_given_comes_back_as_it_was() -> None:
    drafts: list[str] = []
    sheet = FormSheet(a_form(), changed=drafts.append)
    press(sheet, "y", "m", "w", "3", "ctrl+u")
    write(sheet, "12k")
    again = FormSheet(a_form(), Given.read(drafts[-1]))
    assert again.given == sheet.given
    answers = done(again)
    assert answers == Answers({"market": Answer.YES, "amount": Money(1_200_000, "EUR")}, "meeting", 8)


def test_a_draft_goes_when_everything_is_taken_back() -> None:
    drafts: list[str] = []
    sheet = FormSheet(a_form(), changed=drafts.append)
    press(sheet, "c", "c", "3")
    write(sheet, "1")
    press(sheet, "backspace")
    assert drafts[0]
    assert drafts[-1] == ""


@pytest.mark.parametrize("text", ["", "no json", "[]", "{}", '{"answers": {"market": "perhaps"}}', "[" * 100_000])
def test_a_draft_that_cannot_be_read_is_none(text: str) -> None:
    assert Given.read(text) == Given()


def test_a_draft_of_questions_that_are_not_asked_any_more_is_left_alone() -> None:
    given = Given({"gone": Answer.YES}, {"lost": "text"}, how="call", who=9)
    assert done(FormSheet(a_form(), given)) == Answers({}, "call", 7)


def test_what_another_wrote_meanwhile_is_shown_and_named() -> None:
    sheet = FormSheet(a_form(rows=(SUPPLIER,), more=(), people=None))
    write(sheet, " GmbH")
    now = Field("supplier", "supplier now", "Initech")
    again = FormSheet(a_form(rows=(now,), more=(), people=None), Given.read(sheet.given.write()))
    assert "Globex GmbH   now Initech" in lines(again)[1]
    answers = done(again)
    assert (answers.values, answers.overtaken) == ({"supplier": "Globex GmbH"}, {"supplier"})


def test_what_is_understood_is_said_beside_the_text() -> None:
    sheet = FormSheet(a_form())
    press(sheet, "3", "ctrl+u")
    write(sheet, "12k")
    assert "12k   12" in lines(sheet)[3].replace("\N{NO-BREAK SPACE}", " ")
    write(sheet, "x")
    assert "12kx" in lines(sheet)[3]


def test_how_a_word_goes_on_is_taken_with_right() -> None:
    sheet = FormSheet(
        a_form(rows=(Field("source", "source", suggestions=("referral", "event")),), more=(), people=None)
    )
    write(sheet, "REF")
    assert "REFerral" in lines(sheet)[1].replace(" ", "")
    press(sheet, "right")
    write(sheet, "!")
    assert done(sheet).values == {"source": "REFerral!"}


def test_a_paste_goes_into_a_field_in_one_piece_and_nowhere_else() -> None:
    sheet = FormSheet(a_form())
    sheet.take(Paste("yyy"))
    assert sheet.given == Given()
    press(sheet, "b")
    sheet.take(Paste("one\ntwo\x1b[31m"))
    assert done(sheet).values == {"because": "one two␛[31m"}
    sheet.take(Paste("x" * 30_000))
    assert "20,000 characters" in lines(sheet)[-1]


def test_escape_leaves_and_what_was_given_is_still_known() -> None:
    sheet = FormSheet(a_form())
    press(sheet, "y")
    over = press(sheet, "escape")
    assert over is not None
    assert isinstance(over.left, Left)
    assert sheet.given.answers == {"market": Answer.YES}


def test_questions_and_what_else_was_learnt_stand_side_by_side() -> None:
    shown = lines(FormSheet(a_form()))
    assert len(shown) == 7
    assert " ".join(shown[1].split()) == "▌ market Do they fit the market? □ unknown pain point"
    assert "⊠ no  call · Kari · 3 Nov" in shown[2]
    assert "supplier now  Globex" in shown[2]
    assert shown[5].split()[:6] == ["learnt", "by", "c", "call", "m", "meeting"]


def test_without_room_they_stand_below_each_other() -> None:
    shown = lines(FormSheet(a_form()), 80, 24)
    assert [line.split()[0] for line in shown[2:9]] == [
        "means", "amount", "close", "learnt", "pain", "supplier", "because",
    ]  # fmt: skip
    assert "Do they fit the market?" in shown[1]


@pytest.mark.parametrize("height", [12, 5])
def test_on_a_small_terminal_the_question_stands_below_its_row_and_every_row_can_be_reached(height: int) -> None:
    sheet = FormSheet(a_form(), problem="")
    for label in ("market", "means", "amount", "close", "learnt by", "pain point", "supplier now", "because"):
        shown = lines(sheet, 40, height)
        assert len(shown) <= height
        assert all(len(line) <= 40 for line in shown)
        assert at_hand(sheet) == label
        (first, *below) = [line for line in shown if line.startswith("▌")]
        assert label in first
        assert below == ([f"▌   {sheet.row.question}"] if sheet.row.question else [])
        press(sheet, "tab")


def test_many_fields_stand_in_two_columns() -> None:
    fields = [Field(f"field{number}", f"field {number}", str(number)) for number in range(8)]
    sheet = FormSheet(Form("Acme", fields))
    assert len(lines(sheet, 80, 24)) == 7
    assert " ".join(lines(sheet, 80, 24)[2].split()) == "field 1 1 field 5 5"
    assert len(lines(sheet, 60, 24)) == 10


@pytest.mark.parametrize("width", [80, 81, 120])
def test_the_caret_stays_in_sight_in_either_of_two_columns(width: int) -> None:
    fields = [Field(f"field{number}", f"field {number}", "") for number in range(8)]
    sheet = FormSheet(Form("Acme", fields))
    for start, end in ((0, width), (0, width // 2), (width // 2, width)):
        for letter in range(width):
            lines(sheet, width, 24)
            assert start + len("  field 0  ") <= sheet.cursor[0] < end - 1, f"after {letter} letters"
            write(sheet, "x")
        press(sheet, *["tab"] * (4 if start or end < width else 1))


def test_a_click_goes_to_a_row_and_one_above_leaves() -> None:
    sheet = FormSheet(a_form())
    lines(sheet)
    sheet.y = 20
    assert sheet.take(Pointed("down", 5, 23)) is None
    assert at_hand(sheet) == "amount"
    assert sheet.take(Pointed("down", 110, 22)) is None
    assert at_hand(sheet) == "supplier now"
    assert sheet.take(Pointed("down", 5, 20)) is None
    assert at_hand(sheet) == "supplier now"
    over = sheet.take(Pointed("down", 5, 3))
    assert over is not None
    assert isinstance(over.left, Left)


def test_other_peoples_text_is_shown_as_text() -> None:
    people = [(1, HOSTILE)]
    form = Form(HOSTILE, [Question("q", "q", "Q?", told=HOSTILE), Field("f", "f", HOSTILE)], people=people)
    sheet = FormSheet(form)
    assert "\n".join(lines(sheet)).count("[/nope] ␛]52;c;eA==␇") == 3
    press(sheet, "c")
    assert "from [/nope] ␛]52;c;eA==␇" in "\n".join(lines(sheet))


def test_the_plain_look_is_ascii() -> None:
    sheet = FormSheet(Form("Ærlig", [Question("q", "q", "Är det så?", Answer.YES, "møte · Åse"), PAIN], people=PEOPLE))
    styles = make_styles("plain", ascii_only=True)
    shown = "\n".join(strip.text for strip in sheet.strips(80, 24, styles))
    assert shown.isascii()
    assert "AErlig" in shown
    assert "Ar det sa?" in shown


def test_why_it_could_not_be_kept_is_said_until_the_next_key() -> None:
    sheet = FormSheet(a_form(), Given({"market": Answer.YES}), problem="Not saved: disk full.")
    assert lines(sheet)[-1].startswith(" Not saved: disk full. ")
    press(sheet, "tab")
    assert "disk full" not in lines(sheet)[-1]


def test_in_two_columns_the_tint_stays_within_the_one_at_hand() -> None:
    sheet = FormSheet(Form("Acme", [Field(f"f{number}", f"field {number}", "text") for number in range(8)]))
    for at, line, tinted in ((0, 1, range(100)), (1, 2, range(50)), (5, 2, range(50, 100))):
        sheet = FormSheet(sheet._form)
        press(sheet, *["tab"] * at)
        cells = [
            segment.style.bgcolor if segment.style else None
            for segment in sheet.strips(100, 24, STYLES)[line]
            for _ in segment.text
        ]
        assert [x for x, ground in enumerate(cells) if ground != rich_style(STYLES.bar_ground).bgcolor] == [*tinted]


def test_what_a_form_of_many_fields_is_about_has_the_whole_width() -> None:
    title = "Kauppahuone Järvinen & Pojat: siirtyminen vuosihuoltoon"
    fields = [Field("title", "title", title), *[Field(f"f{number}", f"long name {number}") for number in range(8)]]
    sheet = FormSheet(Form("Acme", fields))
    shown = lines(sheet, 80, 24)
    assert shown[1].strip() == f"▌ title        {title}"
    assert [line.split() for line in shown[2:4]] == [
        ["long", "name", "0", "long", "name", "4"],
        ["long", "name", "1", "long", "name", "5"],
    ]


def test_the_keys_for_how_an_answer_was_learnt_stand_out_in_a_narrow_window() -> None:
    sheet = FormSheet(a_form())
    names = [row.name for row in sheet._rows]
    press(sheet, *["tab"] * names.index(""))
    (ways,) = [strip for strip in sheet.strips(40, 24, STYLES) if "learnt by" in strip.text]
    key = rich_style(STYLES.key.on(STYLES.row_ground))
    assert [segment.text for segment in ways if segment.style == key][-4:] == ["c", "m", "f", "e"]
    assert "c m f e how" in lines(sheet, 40)[-1]


def test_from_whom_an_answer_was_learnt_is_seen_in_a_narrow_window() -> None:
    sheet = FormSheet(a_form(people=((1, "Eeva-Liisa Hämäläinen-Virtanen"), (2, "Åse"))))
    press(sheet, *["tab"] * [row.name for row in sheet._rows].index(""), "m")
    (ways,) = [line for line in lines(sheet, 40) if "learnt by" in line]
    assert ways.startswith("▌ learnt by  c ● meeting f e from Eeva")


def test_every_way_an_answer_is_learnt_is_offered_in_a_narrow_window() -> None:
    assert "learnt by  call meeting form email" in "\n".join(lines(FormSheet(a_form()), 40))
