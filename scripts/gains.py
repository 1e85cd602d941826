"""What a change gains and loses on corpus/: `gains.py [--base REV] [NOTICE ...]`.

The notices (those of the working tree) are converted twice, by the code and grammars of REV and by those of the working
tree, and the records are compared item by item: `-` stood in the old record only, `+` stands in the new one only.
Exit code 0, whatever the difference; 1 if one of the two versions cannot convert a notice.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FORMATS = {".txt", ".docx", ".pdf", ".html", ".htm", ".ofd", ".xlsx"}
Items = Counter[tuple[str, str, str]]  # element, where, what


def items(record: dict[str, Any]) -> Items:
    """What a record says, as countable lines; places are left out, since they move with any change of the text."""
    return Counter(_items(record))


def _items(record: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for key, value in record["meta"].items():
        yield "meta", key, _told(value)
    for task in record["tasks"]:
        where = f"{task['view']} {task['number']} {task['title'] or task['text'][:20]}"
        yield "task", where, " › ".join(task["path"])
        for kind in ("measures", "units", "deadlines", "targets", "citations"):
            yield from ((kind[:-1], where, _told(item)) for item in task[kind])
    for row in record["indicators"]:
        yield from (("indicator", row["name"], _told(value)) for value in row["values"])
        yield from (("indicator unit", row["name"], _told(unit)) for unit in row["units"])
    yield from (("goal", "", _told(goal)) for goal in record["goals"])
    yield from (("duty", "", _told(duty)) for duty in record["duties"])
    for finding in record["audit"]["findings"]:
        yield "finding", finding["code"], finding["message"]


def _told(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{k}={_told(v)}" for k, v in value.items() if k not in ("span", "rule") and v not in (None, False, [], ""))
    if isinstance(value, list):
        return "、".join(map(_told, value))
    return str(value)[:60]


def compare(old: Items, new: Items) -> list[str]:
    """The lines of the difference, element by element."""
    lost, won = old - new, new - old
    marked = [(*item, "-") for item in lost.elements()] + [(*item, "+") for item in won.elements()]
    return [f"  {sign} {element}: {where} | {what}" for element, where, what, sign in sorted(marked)]


def export(revision: str, folder: Path) -> None:
    """The code and grammars of a revision, unpacked."""
    archive = subprocess.run(  # noqa: S603 - git of the developer
        ["git", "archive", "--format=tar", revision, "pipeline", "grammars", "schemas"],  # noqa: S607
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
        tar.extractall(folder, filter="data")


def convert(code: Path, notices: list[Path], out: Path) -> bool:
    """Convert with the package below `code`; False if a notice failed."""
    environment = {**os.environ, "PYTHONPATH": str(code / "pipeline")}
    out.mkdir()
    command = [sys.executable, "-m", "gongwen", "convert", "--quiet", "--out", f"{out}/", *map(str, notices)]
    return subprocess.run(command, env=environment, cwd=out, check=False).returncode in (0, 3)  # noqa: S603


def main() -> int:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", default="HEAD")
    parser.add_argument("notices", nargs="*", type=Path)
    arguments = parser.parse_args()
    notices = sorted(p.resolve() for p in arguments.notices or (ROOT / "corpus").rglob("*") if p.suffix in FORMATS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "base").mkdir()
        export(arguments.base, folder / "base")
        fine = [convert(folder / "base", notices, folder / "old"), convert(ROOT, notices, folder / "new")]
        total: Counter[str] = Counter()
        for file in sorted({f.name for side in ("old", "new") for f in (folder / side).iterdir()}):
            sides = [folder / side / file for side in ("old", "new")]
            old, new = (items(json.loads(s.read_text("utf-8"))) if s.exists() else Counter() for s in sides)
            lines = compare(old, new)
            total += Counter(line[2] for line in lines)
            total["="] += (old & new).total()
            if lines:
                print("\n".join([file, *lines]))
    print(f"{len(notices)} notices: {total['=']} items alike, {total['+']} gained, {total['-']} lost against {arguments.base}")
    return 0 if all(fine) else 1


if __name__ == "__main__":
    sys.exit(main())
