"""Write docs/data.md: the tables that sinks and tracks fill, from their definition.

    python scripts/tables_doc.py docs/data.md      (- for standard output)
"""

from __future__ import annotations

import sys
from pathlib import Path

from gongwen.emit.sql import SQLITE, views
from gongwen.emit.tables import TABLES, Table
from gongwen.track.tables import TABLES as TRACK_TABLES

_HEAD = """# Data sets and databases

Made from the definition of the tables by `make schema`; do not edit.

`gongwen export RECORDS --to …` puts records into files and databases:

| `--to` | writes | wants |
|---|---|---|
| `json` | `records/ID.json`, a file for each notice | |
| `jsonl` | `tasks.jsonl`, one task a line, and `targets.jsonl`, one target a line; keys as in the record | |
| `csv` | `csv/TABLE.csv`, UTF-8 with a byte order mark; lists parted by `；`, what looks like a formula has `'` before it | |
| `xlsx` | `ledger.xlsx`: ledger (任务台账), indicators (指标), audit findings (审核发现) | `pip install 'gongwen[excel]'` |
| `parquet` | `parquet/TABLE/year=…/part-0.parquet`, parted by the year that notices plan for | `pip install 'gongwen[parquet]'` |
| `sqlite` | `gongwen.sqlite`; lists are JSON | |
| `duckdb` | `gongwen.duckdb` | `pip install 'gongwen[duckdb]'` |
| `postgresql://…` | the tables in that database | `pip install 'gongwen[postgres]'` |

Files are there as a whole or not at all, each by itself; a Parquet data set as one. In databases a notice given again replaces the one
before, all its rows in one transaction; tables made by an older gongwen are brought forward, those of a newer one are refused. Dates are
dates where the sink has them, else ISO text; a figure stands twice, as printed (`value`, exact) and as a floating number (`number`).

## Views

| view | answers |
|---|---|
"""

_TRACK = """
# Tracks

`gongwen track RECORDS --to …` ([track.md](track.md)) writes into the folder named by `--out`:

| `--to` | writes | wants |
|---|---|---|
| `jsonl` | `metrics.jsonl`, `threads.jsonl`, `verdicts.jsonl`: one object a line | |
| `parquet` | `metrics.parquet`, `thread_steps.parquet`, `verdicts.parquet`: the tables below | `pip install 'gongwen[parquet]'` |
| `xlsx` | `track.xlsx`: 目标去向, 指标轨迹 (a column a year), 指标明细, 任务轨迹, 公文 | `pip install 'gongwen[excel]'` |

Verdicts are written with `--from` only. In JSON Lines a figure (`goal`, `actual`, `old`, `new`) is an object of its own, as a
[diff](diff-schema.md) has it, and `steps` of a thread are its rows of `thread_steps`.

"""


def main() -> int:
    """Write the page."""
    text = _HEAD + "".join(f"| `{name}` | {comment} |\n" for name, (comment, _) in views(SQLITE).items())
    text += "\n" + "\n".join(map(_section, TABLES)) + _TRACK + "\n".join(map(_section, TRACK_TABLES))
    target = sys.argv[1] if len(sys.argv) > 1 else "-"
    if target == "-":
        sys.stdout.write(text)
    else:
        Path(target).write_text(text, encoding="utf-8")
    return 0


def _section(table: Table) -> str:
    rows = "".join(f"| `{c.name}` | {c.type}{'' if c.required else ', may be null'} | {c.comment} |\n" for c in table.columns)
    key = ", ".join(f"`{name}`" for name in table.key)
    return f"## `{table.name}`\n\n{table.comment} Key: {key}.\n\n| column | type | holds |\n|---|---|---|\n{rows}"


if __name__ == "__main__":
    sys.exit(main())
