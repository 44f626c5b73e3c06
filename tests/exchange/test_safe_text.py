from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelboard.exchange.safe_text import MAX_MARKS, ascii_only, clean, csv_cell, from_csv_cell, shown

HOSTILE = "aeAé \t\n\r\x1b\x07\x00\x7f\x85\x9b\u2028\u2029\u202e\u2066\u00ad\u200b\u200c\u200d\ufeff\ud800\ue000\u0378"
MARKS = "\u0301\u0323\u0344\u0489\u09be\u09c7\u20dd\ufe0f\u1100\u1161"
hostile_text = st.text(alphabet=st.sampled_from(HOSTILE + MARKS)) | st.text(alphabet=st.characters())
any_text = st.text() | hostile_text | st.text(alphabet=st.sampled_from("'=+-@\t\r\n 0123456789.＝＠x"))


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("", ""),
        ("Acme Oy: pilot", "Acme Oy: pilot"),
        ("Bjørk & Søn – 40 %", "Bjørk & Søn – 40 %"),
        ("株式会社 🇳🇴 👩‍👩‍👧", "株式会社 🇳🇴 👩‍👩‍👧"),
        ("नमस्ते", "नमस्ते"),
        ("cafe\u0301", "café"),
        ("e\u00ad\u0301", "é"),
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("a\x00b\x7f", "a␀b␡"),
        ("\x9b31m", "\ufffd31m"),
        ("invoice\u202egnp.exe", "invoicegnp.exe"),
        ("\ufeffname", "name"),
        ("soft\u00adhyphen", "softhyphen"),
        ("\ud800 \ue000 \u0378", "\ufffd \ufffd \ufffd"),
        ("tab\there", "tab here"),
        ("12\u00a0000", "12\u00a0000"),
    ],
)
def test_what_text_becomes(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_line_breaks_are_kept_only_in_text_of_several_lines(line_break: str) -> None:
    assert clean(f"one{line_break}two", multiline=True) == "one\ntwo"
    assert clean(f"one{line_break}two") == "one two"


def test_marks_do_not_pile_up() -> None:
    assert len(clean("x" + "\u0489" * 1000)) == 1 + MAX_MARKS
    assert len(clean("x" + "\u0489\u200d" * 1000)) == 1 + MAX_MARKS


@given(hostile_text, st.booleans())
def test_nothing_a_terminal_obeys_or_a_reader_cannot_see_is_left(text: str, multiline: bool) -> None:
    for character in clean(text, multiline=multiline):
        allowed = "\u200c\u200d\n" if multiline else "\u200c\u200d"
        category = unicodedata.category(character)
        assert character in allowed or category not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@given(hostile_text, st.booleans())
def test_cleaning_twice_changes_nothing_more(text: str, multiline: bool) -> None:
    once = clean(text, multiline=multiline)
    assert clean(once, multiline=multiline) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text(alphabet=st.characters(max_codepoint=0x2FF, exclude_categories=["C"])))
def test_western_text_stays_as_it_is(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("plain", "plain"),
        ("Åse Ærø Øst", "Ase AEro Ost"),
        ("Straße", "Strasse"),
        ("“quoted” – 12\u00a0000 €", '"quoted" - 12 000 EUR'),
        ("½…", "1/2..."),
        ("日本", "??"),
        ("x\u0489\u200dy", "xy"),
        ("\x1b[0m", "?[0m"),
        ("one\r\ntwo", "one\ntwo"),
    ],
)
def test_plain_ascii(text: str, plain: str) -> None:
    assert ascii_only(text) == plain


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a\u200cb\u200dc\u034fd", "abcd"),
        ("\u2764\ufe0f 1\ufe0f", "\u2764 1"),
        ("x\u3164\uffa0\u115f\u1160y", "xy"),
        ("\U0001f469\u200d\U0001f467", "\U0001f469\u200d\U0001f467"),
        ("e\u0301 \u0e01\u0e47", "\xe9 \u0e01\u0e47"),
        ("12\u00a0000 \u20ac", "12\u00a0000 \u20ac"),
    ],
)
def test_what_nobody_sees_is_not_shown(text: str, seen: str) -> None:
    assert shown(text) == seen


@given(hostile_text)
def test_plain_ascii_is_printable_ascii(text: str) -> None:
    plain = ascii_only(text)
    assert plain.isascii()
    assert plain.replace("\n", "").isprintable()


@pytest.mark.parametrize(
    "formula",
    [
        "=1+1",
        "+1",
        "-1+cmd|' /C calc'!A0",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "-",
        "'=1",
    ],
)
def test_a_formula_becomes_text(formula: str) -> None:
    assert csv_cell(formula) == "'" + formula


@pytest.mark.parametrize("text", ["", "Acme", "-12.5", "-7", "12", "'tis", "a=b", "kari@example.com", "1-2"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert csv_cell(text) == text
    assert from_csv_cell(text) == text


@given(any_text)
def test_every_cell_is_restored(text: str) -> None:
    assert from_csv_cell(csv_cell(text)) == text


@given(any_text)
def test_no_exported_cell_starts_a_formula(text: str) -> None:
    cell = csv_cell(text)
    number = cell.strip().removeprefix("-").replace(".", "", 1)
    assert not cell.lstrip().startswith(tuple("=+-@＝＋－＠")) or (number.isascii() and number.isdigit())


def test_any_number_of_marks_takes_no_time() -> None:
    """Putting them in order takes the square of it: 200,000 pairs took more than a minute."""
    began = time.process_time()
    for marks in ("\u0301\u0323", "\u0323\u0301", "\u0344\u0323", "\u0f72\u0f71", "\u0301\u0323\u200d"):
        cleaned = clean("a" + marks * 200_000)
        assert len(cleaned) <= 1 + MAX_MARKS
        assert clean(cleaned) == cleaned
    assert time.process_time() - began < 20
