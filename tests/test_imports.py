"""The rules of the house that a machine can check: who imports whom, what may stand where, how large things grow."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

WORDING = re.compile("[㐀-䶿一-鿿]{2,}")  # single characters are ranges and code tables, not words
WARN_LINES, MAX_LINES = 350, 500
MAX_PATTERN = 200
# The counters of Word and of CSS are data of the file format: 一二三, 甲乙丙, 子丑寅.
FORMAT_DATA = {"docx/counters.py", "docx/fields.py", "html/lists.py"}

PACKAGE = Path(__file__).resolve().parents[1] / "pipeline" / "gongwen"
MODULES = sorted(PACKAGE.rglob("*.py"))
GRAMMARS = sorted((PACKAGE.parents[1] / "grammars").glob("*.yaml"))


def test_imports_run_one_way(root: Path) -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-logo", "--no-cache"], cwd=root, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def literals(tree: ast.Module) -> Iterator[ast.Constant]:
    """String literals that are no docstrings."""
    prose = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node


READERS = [p for p in MODULES if p.is_relative_to(PACKAGE / "readers") and p.relative_to(PACKAGE / "readers").as_posix() not in FORMAT_DATA]


@pytest.mark.parametrize("module", READERS, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_readers_know_no_chinese(module: Path) -> None:
    chinese = [
        f"line {node.lineno}: {node.value!r}" for node in literals(ast.parse(module.read_text("utf-8"))) if WORDING.search(node.value)
    ]
    assert not chinese, "wording belongs into grammars/*.yaml"


def test_the_check_for_chinese_can_fail() -> None:
    tree = ast.parse('"""文档"""\ndef f():\n    """文档"""\n    return "通知"\n')
    assert [node.value for node in literals(tree) if WORDING.search(str(node.value))] == ["通知"]


@pytest.mark.parametrize("module", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_modules_stay_small(module: Path) -> None:
    lines = len(module.read_text("utf-8").splitlines())
    if lines > WARN_LINES:
        warnings.warn(f"{module.name} has {lines} lines", stacklevel=1)
    assert lines <= MAX_LINES


@pytest.mark.parametrize("grammar", GRAMMARS, ids=lambda p: p.stem)
def test_patterns_stay_short(grammar: Path) -> None:
    data = yaml.safe_load(grammar.read_text("utf-8"))
    patterns = {**(data.get("fragments") or {}), **{rule["name"]: rule["pattern"] for rule in data.get("rules") or []}}
    assert {name: len(p) for name, p in patterns.items() if len(str(p)) > MAX_PATTERN} == {}


@pytest.mark.parametrize("grammar", GRAMMARS, ids=lambda p: p.stem)
def test_every_rule_says_what_it_is_for_and_shows_it(grammar: Path) -> None:
    rules = yaml.safe_load(grammar.read_text("utf-8")).get("rules") or []
    assert [r["name"] for r in rules if not (r.get("for") and r.get("examples"))] == []


def test_the_package_gives_its_names_when_asked() -> None:
    import gongwen

    assert gongwen.GongwenError.__name__ == "GongwenError"
    assert gongwen.Notice.__module__ == "gongwen.records.notice"
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", gongwen.__version__)
    assert set(gongwen.__all__) <= set(dir(gongwen))
    with pytest.raises(AttributeError):
        gongwen.no_such_name  # noqa: B018


@pytest.mark.parametrize(
    "first", ["import gongwen.convert", "from gongwen.convert import convert_all", "from gongwen import convert", "pass"]
)
def test_convert_stays_a_function_whatever_was_imported_first(first: str) -> None:
    code = (
        f"import gongwen\n{first}\nassert callable(gongwen.convert), gongwen.convert\nfrom gongwen import convert\nassert callable(convert)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_importing_the_package_is_cheap() -> None:
    code = "import sys, gongwen; print([m for m in ('pydantic', 'regex', 'yaml', 'lxml', 'typer') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
