"""Every input has a bound, which is said in a sentence when it is met; nothing is changed then."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import funnelboard

Cli = Callable[..., Any]
LARGEST = "The largest amount is 90\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}000 €."
FAR = ("0001-01-01", "9999-12-31")

LONG = {"word": "x" * 60_000, "words": "ab " * 20_000, "digits": "1" * 60_000}
FIELDS = (
    *("title", "amount", "probability", "close", "source", "owner", "company", "contact", "role", "email", "phone"),
    *("job-title", "tags", "pain-point", "competitor", "currency"),
)
PLACES: tuple[tuple[str, ...], ...] = (
    *(("add", line) for line in ("{}", "{}: pilot", "Acme @{}", "Acme ~{}", "Acme ={}", "Acme #{}", "Acme !fri {}")),
    *(("edit", "1", f"{field}={{}}") for field in FIELDS),
    ("qualify", "1", "market={}"),
    ("qualify", "1", "amount={}"),
    ("qualify", "1", "market=yes", "--how", "{}"),
    ("move", "1", "{}"),
    ("move", "1", "prospect", "--because", "{}"),
    ("move", "1", "closed", "--lost", "--reason", "{}"),
    ("park", "1", "{}"),
    ("note", "1", "{}"),
    ("note", "1", "x", "--kind", "{}"),
    ("follow-up", "1", "{}"),
    ("follow-up", "1", "fri", "{}"),
    ("done", "1", "{}"),
    ("objection", "1", "{}"),
    ("contact", "1", "add", "Per", "email={}"),
    ("contact", "1", "add", "{}"),
    ("contact", "1", "edit", "Kari", "birthday={}"),
    ("contact", "1", "edit", "{}", "phone="),
    ("company", "{}"),
    ("today", "--owner", "{}"),
    ("log", "--since", "{}"),
    ("log", "--seller", "{}"),
    ("setting", "{}"),
    ("setting", "lost-reasons", "{}"),
    ("rate", "NOK", "{}"),
    ("rate", "{}", "1"),
    ("list", "{}"),
    ("list", "--sort", "{}"),
    ("show", "{}"),
)


@pytest.fixture
def deals(cli: Cli) -> None:
    """A lead with a follow-up."""
    cli("add", "Acme Oy: pilot @Kari Nordmann kari@acme.example 12k € #expo ~referral !fri call")


@pytest.mark.usefixtures("deals")
@pytest.mark.parametrize("text", LONG)
def test_a_text_without_end_is_refused_wherever_it_is_given(cli: Cli, text: str) -> None:
    # Where it may be one, a text as long as that is no number and no list of tags; words of two letters are one tag.
    before = cli("show", "1", "--json").out
    for place in PLACES:
        if (place[-1], text) == ("tags={}", "words"):
            continue
        refused = cli(*(part.format(LONG[text]) for part in place))
        assert refused.status in (1, 2), place
        assert refused.out == "", place
        assert len(refused.err) < 1_500, place
    assert cli("show", "1", "--json").out == before
    assert len(cli("list", "--json").json) == 1


@pytest.mark.usefixtures("deals")
def test_a_deal_has_no_more_tags_than_fit_a_line(cli: Cli) -> None:
    many = ",".join(f"tag{number}" for number in range(90))
    for refused in (cli("edit", "1", f"tags={many}"), cli("edit", "1", "tags=" + "+" + many.replace(",", " +"))):
        assert (refused.status, refused.out) == (1, "")
        assert refused.err.startswith("The list of tags has 5")
    assert cli("show", "1", "--json").json["tags"] == ["expo"]


@pytest.mark.usefixtures("deals")
@pytest.mark.parametrize(
    "command",
    [
        ("add", "Beta 90000000001€"),
        ("add", "Beta 90 000 000 001 EUR"),
        ("add", "Beta 99999999999k"),
        ("edit", "1", "amount=90000000001"),
        ("qualify", "1", "amount=91bn"),
        ("move", "1", "closed", "--won", "--amount", "91bn", "--because", "x"),
        ("list", "amount>91bn"),
        ("list", "amount:1..91bn"),
    ],
)
def test_an_amount_beyond_the_largest_is_refused_wherever_it_is_given(cli: Cli, command: Sequence[str]) -> None:
    refused = cli(*command)
    assert (refused.status, refused.out) == (1, "")
    assert refused.err.endswith(f"is too large. {LARGEST}\n")
    assert cli("edit", "1", "amount=90000000000").status == 0
    assert [deal["amount"] for deal in cli("list", "--json").json] == [90_000_000_000]


@pytest.mark.usefixtures("deals")
@pytest.mark.parametrize("day", FAR)
@pytest.mark.parametrize(
    "command",
    [
        ("edit", "1", "close={}"),
        ("qualify", "1", "expected-close={}"),
        ("add", "Beta !{} call"),
        ("follow-up", "1", "{} call"),
        ("park", "1", "{}"),
        ("move", "1", "closed", "--won", "--because", "x", "--date", "{}"),
        ("contact", "1", "edit", "Kari", "birthday={}"),
    ],
)
def test_a_day_far_away_is_refused_wherever_it_is_given(cli: Cli, command: Sequence[str], day: str) -> None:
    refused = cli(*(part.format(day) for part in command))
    assert (refused.status, refused.out) == (1, "")
    assert refused.err == f"“{day}” is not between the years 1900 and 2199. Check the year.\n"


@pytest.mark.usefixtures("deals")
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (["a or"], "“or” needs a term on both sides"),
        (["or"], "“or” needs a term on both sides"),
        (["or", "or"], "“or” needs a term on both sides"),
        (["a", "or", "or", "b"], "“or” needs a term on both sides"),
        (["not"], "“not” needs a term after it"),
        (["not", "or", "a"], "“not” needs a term after it"),
        (["--", "-"], "“-” needs a term right after it"),
        (['"'], "There is nothing between the quotes."),
    ],
)
def test_a_query_of_loose_ends_is_refused(cli: Cli, query: Sequence[str], sentence: str) -> None:
    refused = cli("list", *query)
    assert (refused.status, refused.out) == (1, "")
    assert refused.err.startswith(sentence)


def test_a_bracket_is_a_text_like_any_other(cli: Cli) -> None:
    cli("add", "Acme (Oslo)")
    assert len(cli("list", "(", "--json").json) == 1


def program(
    home: Path, *arguments: str, stdin: Any = subprocess.DEVNULL, megabytes: int = 1_000
) -> subprocess.CompletedProcess[str]:
    """Runs the program in no more memory than that."""
    source = Path(funnelboard.__file__).resolve().parents[1]
    limit = megabytes * 2**20
    return subprocess.run(
        [sys.executable, "-m", "funnelboard", *arguments],
        env={**os.environ, "HOME": str(home), "PYTHONPATH": str(source)},
        stdin=stdin,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
    )


@pytest.mark.parametrize("command", ["import", "rates import"])
@pytest.mark.parametrize("name", ["/dev/zero", "pipe"])
def test_what_has_no_end_is_not_imported(home: Path, command: str, name: str) -> None:
    os.mkfifo(home / "pipe")
    refused = program(home, *command.split(), str(home / name))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.endswith("cannot be read: it is no ordinary file, but a pipe, a device or a socket. "
                                   "Name a CSV file.\n")  # fmt: skip


def test_a_file_larger_than_is_read_is_not_imported(home: Path) -> None:
    with open(home / "deals.csv", "wb") as file:
        file.truncate(2**40)
    refused = program(home, "import", str(home / "deals.csv"))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "it has more than 268,435,456 bytes" in refused.stderr


def test_a_note_from_something_without_an_end_is_refused(home: Path, cli: Cli, deals: None) -> None:
    with open("/dev/zero", "rb") as endless:
        refused = program(home, "note", "1", "-", stdin=endless)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "The note has more than 200,000 characters; 20,000 fit. Split it.\n"


def test_settings_of_ten_megabytes_are_not_read(home: Path) -> None:
    settings = home / ".config" / "funnelboard" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("# " + "x" * 10_000_000 + '\ntheme = "dark"\n')
    refused = program(home, "list")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == f"The settings in {settings} cannot be read: it has more than 1,000,000 bytes.\n"


@pytest.mark.scale
def test_a_list_takes_no_more_memory_the_longer_it_is(home: Path, cli: Cli) -> None:
    rows = "".join(f"Deal {number},Company {number},said something,5000\n" for number in range(8_000))
    (home / "deals.csv").write_text(f"title,company,note,amount\n{rows}")
    assert cli("import", home / "deals.csv").status == 0
    for form in ((), ("--json",), ("--csv",)):
        short, long = (peak(home, "list", "--limit", limit, *form) for limit in ("1000", "8000"))
        assert long < short + 8_000  # a deal takes some 8 kB, its line as long as it is shown 2


@pytest.mark.scale
def test_an_import_its_undo_and_its_log_take_no_more_memory_the_larger_the_file(home: Path) -> None:
    found = []
    for count in (10_000, 30_000):
        database, file = str(home / f"{count}.db"), home / f"{count}.csv"
        with file.open("w") as rows:
            rows.write("deal id,title,company,contact,stage,amount,created,close date,source\n")
            for n in range(count):
                company, stage = n % 500, ("Won", "Demo", "New", "Lost")[n % 4]
                rows.write(
                    f"{n:x},Deal {n},Firm {company},Kari {company},{stage},{n},2026-01-{n % 28 + 1},2026-03-15,web\n"
                )
        peak(home, "init", database)
        asked = ("--db", database)
        commands = (("import", str(file)), ("import", str(file)), ("undo",), ("redo", "--json"), ("log", "--json"))
        found.append([peak(home, *asked, *each) for each in commands])
    for small, large in zip(*found, strict=True):
        assert large < small + 10_000, found


@pytest.mark.scale
def test_a_copy_takes_no_more_memory_the_larger_the_board(home: Path) -> None:
    found = []
    for count in (20_000, 40_000):
        database, file = str(home / f"{count}.db"), home / f"{count}.csv"
        with file.open("w") as rows:
            # Long ones, so that even of the smaller board an index is more than is held in memory.
            rows.write("title,company\n")
            rows.writelines(f"{n} {'long ' * 90},{'name ' * 90}\n" for n in range(count))
        peak(home, "init", database)
        peak(home, "--db", database, "import", str(file))
        found.append(peak(home, "copy", database, str(home / f"{count}-2.db")))
    small, large = found
    assert large < small + 10_000, found


def peak(home: Path, *arguments: str) -> int:
    """The most memory that the program had, in kB."""
    source = Path(funnelboard.__file__).resolve().parents[1]
    environment = {**os.environ, "HOME": str(home), "PYTHONPATH": str(source)}
    command = [sys.executable, "-m", "funnelboard", *arguments]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_maxrss
