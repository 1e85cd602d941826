"""What is shipped works where nothing of the checkout is: the wheel alone, in an environment of its own, from another folder.

The environment takes its dependencies from the one the tests run in (a .pth file with its site-packages), so that no
network is needed; gongwen itself comes from the wheel, which is checked. Building runs without isolation for the same reason.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from gongwen import convert
from gongwen.report import notice_page

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = out.glob("gongwen-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment with the wheel in it."""
    home = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True, timeout=120)
    bin_folder = home / "bin"
    purelib = Path(sysconfig.get_path("purelib", vars={"base": str(home), "platbase": str(home)}))
    pip = [sys.executable, "-m", "pip", "--python", str(bin_folder / "python"), "install", "--no-deps", "--no-index", "--quiet"]
    subprocess.run([*pip, str(wheel)], check=True, timeout=300, capture_output=True)
    # Behind the wheel on the path, and read as a plain path, so that the editable install over there does not take part.
    (purelib / "zz_dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return bin_folder


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    done = subprocess.run([*map(str, command)], cwd=cwd, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def test_the_wheel_holds_code_grammars_schema_and_licence(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {f"gongwen/{p.relative_to(ROOT / 'pipeline' / 'gongwen').as_posix()}" for p in (ROOT / "pipeline" / "gongwen").rglob("*.py")}
    report = ROOT / "pipeline" / "gongwen" / "report"
    wanted |= {f"gongwen/report/{p.relative_to(report).as_posix()}" for p in report.rglob("*.*") if p.suffix in (".html", ".css", ".js")}
    wanted |= {f"gongwen/grammars/{p.name}" for p in (ROOT / "grammars").glob("*.yaml")}
    wanted |= {"gongwen/schemas/notice.schema.json", "gongwen/schemas/diff.schema.json", "gongwen/py.typed"}
    assert wanted <= names
    assert any(name.endswith("/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "corpus/", "docs/"))]


def test_the_installed_wheel_is_what_runs(installed: Path, tmp_path: Path) -> None:
    where = run(installed / "python", "-c", "import gongwen; print(gongwen.__file__)", cwd=tmp_path).stdout
    assert Path(where.strip()).is_relative_to(installed.parent)
    folder = run(
        installed / "python", "-c", "from gongwen.recognise.grammar import grammar_folder; print(grammar_folder())", cwd=tmp_path
    ).stdout
    assert Path(folder.strip()).is_relative_to(installed.parent)


def test_its_grammars_hold(installed: Path, tmp_path: Path) -> None:
    run(installed / "gongwen", "grammar", "test", cwd=tmp_path)


def test_it_converts_a_notice_from_another_folder(installed: Path, tmp_path: Path, corpus: list[Path]) -> None:
    notice = next((p for p in corpus if p.suffix == ".txt"), ROOT / "docs" / "example.txt")
    run(installed / "gongwen", "convert", notice, "--out", "record.json", cwd=tmp_path)
    record = json.loads((tmp_path / "record.json").read_text("utf-8"))
    assert record["tasks"]
    here = run(sys.executable, "-m", "gongwen", "convert", notice, "--indent", cwd=tmp_path).stdout
    assert json.loads(here) == record


def test_it_makes_a_page_from_another_folder(installed: Path, tmp_path: Path) -> None:
    run(installed / "gongwen", "report", ROOT / "docs" / "example.txt", "--out", "page.html", cwd=tmp_path)
    assert (tmp_path / "page.html").read_text("utf-8") == notice_page(convert(ROOT / "docs" / "example.txt"))


def test_the_schema_is_the_published_one(installed: Path, tmp_path: Path) -> None:
    published = (ROOT / "schemas" / "notice.schema.json").read_text("utf-8")
    assert run(installed / "gongwen", "schema", cwd=tmp_path).stdout == published


def test_the_checkout_finds_its_own_grammars(tmp_path: Path) -> None:
    code = "from gongwen.recognise.grammar import grammar_folder; print(grammar_folder())"
    assert Path(run(sys.executable, "-c", code, cwd=tmp_path).stdout.strip()) == ROOT / "grammars"
