"""The documentation says what is so: every command, option and error code is in it, and its examples run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

import doc_examples
import schema_doc
from gongwen.cli import app
from gongwen.commands.run import Exit
from gongwen.errors import Code

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
CLI_PAGE = (ROOT / "docs" / "cli.md").read_text("utf-8")
EXAMPLES = [(page, block) for page in PAGES for block in doc_examples.blocks(page.read_text("utf-8"))]


def sections() -> dict[str, str]:
    """The page of the command by its headings."""
    parts = re.split(r"^## (.*)$", CLI_PAGE, flags=re.MULTILINE)
    return {"": parts[0]} | dict(zip(parts[1::2], parts[2::2], strict=True))


def commands(command: object, path: str = "gongwen") -> Iterator[tuple[str, list[str]]]:
    """Every command with its options, groups aside."""
    children = getattr(command, "commands", None)
    if children is None:
        yield path, [o for p in command.params for o in (*p.opts, *p.secondary_opts) if o.startswith("-")]  # type: ignore[attr-defined]
    else:
        for name, child in children.items():
            yield from commands(child, f"{path} {name}")


COMMANDS = list(commands(typer.main.get_command(app)))


@pytest.mark.parametrize(("command", "options"), COMMANDS, ids=lambda v: v if isinstance(v, str) else "")
def test_every_command_and_option_is_documented(command: str, options: list[str]) -> None:
    found = [text for heading, text in sections().items() if re.match(rf"{command}\b", heading)]
    assert len(found) == 1, f"docs/cli.md wants one section on {command}"
    documented = set(re.findall(r"`(-[-\w]+)`", found[0].split("\n<!-- run")[0]))
    assert documented >= set(options) - {"--help", "-h"}
    assert {
        o for line in found[0].splitlines() if line.startswith("| `-") for o in re.findall(r"`(--?[a-z-]+)`", line.split("|")[1])
    } == set(options) - {"--help", "-h"}


def test_the_options_of_the_whole_command_are_documented() -> None:
    root = typer.main.get_command(app)
    for parameter in root.params:
        for option in parameter.opts:
            assert f"`{option}`" in sections()[""]


def rows(heading: str) -> dict[str, str]:
    """A table of the page: first cell to second."""
    lines = re.findall(r"^\| (\S+) \| (.*?) \|", sections()[heading], flags=re.MULTILINE)
    return {key.strip("`"): value for key, value in lines if key != "code"}


def test_every_error_code_is_documented() -> None:
    assert list(rows("Errors")) == [str(code) for code in Code]


def test_every_exit_code_is_documented() -> None:
    assert list(rows("Exit codes")) == [str(int(code)) for code in Exit]


def finding_codes() -> Iterator[str]:
    """Codes that stand in the source: yielded by the audit, remarked by readers, faults of numbering."""
    package = ROOT / "pipeline" / "gongwen"
    for module in package.rglob("*.py"):
        text = module.read_text("utf-8")
        yield from re.findall(r'(?:Remark|remark_once|_fault)\(\s*"([a-z_]+)"', text)
        if module.parent.name == "audit":
            yield from re.findall(r'yield "([a-z_]+)"', text)


def test_every_finding_is_documented() -> None:
    page = (ROOT / "docs" / "findings.md").read_text("utf-8")
    documented = re.findall(r"^\| `([a-z_]+)` \|", page, flags=re.MULTILINE)
    codes = set(finding_codes())
    assert len(codes) > 20
    assert codes <= set(documented), "docs/findings.md"
    assert len(documented) == len(set(documented))


def test_the_schema_page_is_current() -> None:
    assert (ROOT / "docs" / "schema.md").read_text("utf-8") == schema_doc.document("notice"), "run make schema"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_inside_the_project_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize(("page", "block"), EXAMPLES, ids=[f"{page.stem}-{block.start}" for page, block in EXAMPLES])
def test_examples_run_and_print_what_the_page_shows(page: Path, block: doc_examples.Block) -> None:
    if block.language == "python":
        doc_examples.run_python(block.body)
    else:
        assert doc_examples.printed(block.body) == block.body, f"{page.name}: run make docs"


def test_the_item_shown_in_the_readme_is_one_of_the_record() -> None:
    import gongwen

    (shown,) = re.findall(r"^```json\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    made = [target for task in gongwen.convert(ROOT / "docs" / "example.txt").tasks for target in task.targets]
    assert json.loads(shown) in [json.loads(target.model_dump_json()) for target in made]


def test_there_are_examples_to_run() -> None:
    assert {page.name for page, _ in EXAMPLES} >= {"README.md", "cli.md"}


def test_make_targets_named_in_the_documentation_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE))
    for page in PAGES:
        named = set(re.findall(r"(?:`|^|\$ )make ([a-z-]+)", page.read_text("utf-8"), flags=re.MULTILINE))
        assert named <= targets, page.name
