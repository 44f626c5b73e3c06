"""The rules of the code itself: who imports whom, what stays unloaded, where markup may be made, what lies where."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "funnelboard"
MOST_DATACLASSES = 2

TOP_LEVEL = {"README.md", "funnelboard", "pyproject.toml", "sample.db", "tests"}


def imports_of(path: Path, *, top_level_only: bool = False) -> Iterator[str]:
    """The modules a file imports, by their full names."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body if top_level_only else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imports_by_module() -> dict[str, set[str]]:
    """Which modules each module of FunnelBoard imports: at its top, in its functions and for type checkers."""
    files = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in PACKAGE.glob("**/*.py")
    }
    found: dict[str, set[str]] = {}
    for module, path in files.items():
        # "a.b" may be the module a.b, or the name b of the module a.
        candidates = {name if name in files else name.rpartition(".")[0] for name in imports_of(path)}
        found[module] = candidates & files.keys()
    return found


def modules_loaded_by(*arguments: str) -> set[str]:
    """The names of everything imported by one run of the command line that ends with status 0."""
    program = (
        "import atexit, sys\n"
        "atexit.register(lambda: print(*sys.modules, file=sys.stderr))\n"
        "from funnelboard.cli.main import main\n"
        "sys.argv[0] = 'funnelboard'\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return {name.partition(".")[0] for name in done.stderr.splitlines()[-1].split()}


def test_the_layers_hold(tmp_path: Path) -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-logo", "--cache-dir", tmp_path], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = imports_by_module()
    assert graph["funnelboard.store.change"] >= {"funnelboard.store.derived", "funnelboard.errors"}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        # The sorter names a circle from the imported to the importing.
        pytest.fail(f"a circle of imports: {' -> '.join(reversed(error.args[1]))}")


def test_the_domain_needs_only_the_standard_library() -> None:
    foreign = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in PACKAGE.glob("domain/**/*.py")
        for name in imports_of(path)
        if name.partition(".")[0] not in sys.stdlib_module_names
        and not f"{name}.".startswith(("funnelboard.domain.", "funnelboard.errors."))
    }
    assert foreign == set()


def test_the_command_line_reaches_the_board_lazily() -> None:
    eager = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in PACKAGE.glob("cli/**/*.py")
        for name in imports_of(path, top_level_only=True)
        if name.startswith("funnelboard.ui")
    }
    assert eager == set()


def test_a_command_loads_no_terminal_interface(tmp_path: Path) -> None:
    database = str(tmp_path / "deals.db")
    modules_loaded_by("init", database)
    loaded = modules_loaded_by("--db", database, "list", "--json")
    assert "funnelboard" in loaded
    optional = {"textual", "rich", "tomlkit", "charset_normalizer", "aiohttp", "asyncio", "mcp", "pydantic"}
    assert loaded.isdisjoint(optional)


def test_a_command_makes_few_dataclasses(tmp_path: Path) -> None:
    """Each takes half a millisecond, a named tuple a sixth of that."""
    database = str(tmp_path / "deals.db")
    modules_loaded_by("init", database)
    program = (
        "import atexit, dataclasses, sys\n"
        "made, make = [], dataclasses._process_class\n"
        "dataclasses._process_class = lambda cls, *how: made.append(cls.__module__) or make(cls, *how)\n"
        "atexit.register(lambda: print(*made, file=sys.stderr))\n"
        "from funnelboard.cli.main import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", program, "--db", database, "list"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    made = done.stderr.splitlines()[-1].split()
    assert "funnelboard.services.session" in made
    assert len(made) <= MOST_DATACLASSES, made


def test_help_opens_no_database() -> None:
    loaded = modules_loaded_by("list", "--help")
    assert "funnelboard" in loaded
    assert loaded.isdisjoint({"textual", "peewee"})


def test_no_module_reads_user_text_as_markup() -> None:
    markup = re.compile(r"\bfrom_markup\b|\bmarkup=True\b|(?<![\w.])escape\(|\bmarkup\.escape\(")
    offenders = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted(PACKAGE.glob("ui/**/*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if markup.search(line)
    ]
    assert offenders == []


def test_notifications_are_never_markup() -> None:
    offenders = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted(PACKAGE.glob("ui/**/*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "notify"
        and not any(keyword.arg == "markup" for keyword in node.keywords)
    ]
    assert offenders == []


def test_five_things_lie_at_the_top() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    tops = {line.partition("/")[0] for line in listed.stdout.splitlines()}
    assert {name for name in tops if not name.startswith(".")} <= TOP_LEVEL
