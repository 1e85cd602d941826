"""gongwen beside other tools in one run: documents a second, memory and what is kept; times and numbers, accuracy and speed.

    python benchmarks/bench_peers.py                              # the tables
    python benchmarks/bench_peers.py --write docs/benchmarks.md   # into the page
    python benchmarks/bench_peers.py values                       # a part

The other tools are installed by pip into environments of their own (peers-requirements.txt) in a cache folder, once; one that cannot be
installed is told in the table. Nothing else uses the network, and nothing that the tools run may.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from peers import document_bench, value_bench
from peers.environments import Environment, cache_folder, environments
from peers.tables import between, documents_text, machine, values_text


def documents(made: dict[str, Environment]) -> str | None:
    where = machine()
    return documents_text(document_bench.measure(made), made, where)


def values(made: dict[str, Environment]) -> str | None:
    if not value_bench.CASES.is_dir():
        print(f"left out: the cases of peers' suites are not at {value_bench.CASES} (GONGWEN_SHARED names their folder)", file=sys.stderr)
        return None
    where = machine()
    return values_text(value_bench.measure(made), where)


PARTS = {"documents": documents, "values": values}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="default: both")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the tables between the marks of a page instead of printing them")
    parser.add_argument("--environments", type=Path, default=cache_folder(), metavar="FOLDER", help="default: %(default)s")
    chosen = parser.parse_args()
    made = environments(chosen.environments)
    for part in chosen.parts or PARTS:
        print(f"measuring {part}", file=sys.stderr, flush=True)
        text = PARTS[part](made)
        if text is None:
            continue
        if chosen.write:
            page = chosen.write.read_text("utf-8")
            chosen.write.write_text(between(page, f"peers: {part}", text), "utf-8")
        else:
            print(text + "\n")


if __name__ == "__main__":
    main()
