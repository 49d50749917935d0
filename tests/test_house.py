"""The house is built as architecture.md draws it; the drawing is a test."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "kammerdesk"
MAX_FILE, MAX_FUNCTION = 400, 60

SOURCES = sorted(PACKAGE.rglob("*.py"))


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def test_every_import_keeps_the_order_of_the_rooms() -> None:
    assert lint_imports(config_filename=str(ROOT / ".importlinter"), no_cache=True) == 0


PLANTED = {
    "rooms": ("base/planted.py", "from kammerdesk.people import rules as rules"),
    "late import": ("base/planted.py", "def late() -> None:\n    import kammerdesk.store.store as store"),
    "subjects": ("exams/rules/planted.py", "from kammerdesk.exams import queries as queries"),
    "screen": ("ui/kit/planted.py", "from kammerdesk.ui import pages as pages"),
    "kit": ("ui/kit/planted.py", "from kammerdesk.people import rules as rules"),
    "qt": ("people/planted.py", "import PySide6.QtCore as core"),
    "sqlalchemy": ("committees/rules/planted.py", "import sqlalchemy"),
    "reportlab": ("people/planted.py", "import reportlab"),
    "ring": ("sync/planted.py", "from kammerdesk.ui.kit import desk as desk"),
    "exhaustive": ("lounge/__init__.py", ""),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_violation_is_found(planted: str, tmp_path: Path) -> None:
    for file in (*SOURCES, ROOT / ".importlinter"):
        copy = tmp_path / file.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    place, code = PLANTED[planted]
    target = tmp_path / "kammerdesk" / place
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(f'"""Planted."""\n\n{code}\n', encoding="utf-8")
    linter = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    result = subprocess.run(
        [*linter, "--no-cache"], cwd=tmp_path, capture_output=True, text=True, check=False, env={"PYTHONPATH": "."}
    )
    assert result.returncode == 1, result.stdout + result.stderr
    assert "BROKEN" in result.stdout or "exhaustive" in (result.stdout + result.stderr).lower()


@pytest.mark.parametrize("file", SOURCES, ids=name_of)
def test_every_file_says_what_it_is_for_and_stays_readable(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    docstring = ast.get_docstring(tree)
    assert docstring, "no module docstring"
    assert code_lines(tree) <= MAX_FILE
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1 - docstring_lines(node)
            assert length <= MAX_FUNCTION, node.name


def code_lines(tree: ast.Module) -> int:
    lines: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and not is_docstring(node):
            lines.update((node.lineno, node.end_lineno or node.lineno))
    return len(lines)


def docstring_lines(node: ast.AST) -> int:
    text = ast.get_docstring(node, clean=False) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else None
    return len(text.splitlines()) if text else 0


def is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def test_no_drawer_for_odds_and_ends_was_opened() -> None:
    drawers = {"utils.py", "util.py", "helpers.py", "common.py", "misc.py"}
    assert [name_of(file) for file in SOURCES if file.name in drawers] == []


def test_nothing_in_the_project_names_a_package_host_or_a_place_of_one_machine() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert "--hash=sha256:" in lock
