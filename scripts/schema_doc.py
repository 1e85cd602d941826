"""Write docs/schema.md or docs/diff-schema.md from the models: `schema_doc.py notice|diff FILE`, or `-` for standard output."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from gongwen import diff, records

NOTICE_HEAD = """\
# The record (schema version {version})

Generated from the models by `make schema`; do not edit. The JSON Schema is
[schemas/notice.schema.json](../schemas/notice.schema.json), also printed by `gongwen schema`.

A field once published keeps its name and meaning. `schema_version` follows semantic versioning: new optional fields raise
the minor number, anything that could break a reader raises the major one. Every key is always there, with `null` or an
empty list where a notice says nothing; only `text` is left out with `--no-text`.

Offsets count code points of `text`, end exclusive, and `raw` is always exactly `text[start:end]`. Decimals are strings, so
that no digit is lost. Dates are ISO 8601.
"""
DIFF_HEAD = """\
# The diff (schema version {version})

Generated from the models by `make schema`; do not edit. The JSON Schema is
[schemas/diff.schema.json](../schemas/diff.schema.json), also printed by `gongwen schema diff`. How a diff is made is told
in [diff.md](diff.md).

The rules of [the record](schema.md) hold: published fields keep their names and meanings, every key is always there, places
count code points of the `text` of the notice they belong to, decimals are strings, dates are ISO 8601.
"""


class Page(NamedTuple):
    """One page of documentation: what stands above, the model it is about, its schema."""

    head: str
    model: str
    schema: Callable[[], dict[str, Any]]


PAGES = {"notice": Page(NOTICE_HEAD, "Notice", records.json_schema), "diff": Page(DIFF_HEAD, "NoticeDiff", diff.json_schema)}


def document(name: str) -> str:
    """The whole page: the model itself first, then every type it is made of, in order of mention."""
    page = PAGES[name]
    schema = page.schema()
    types = schema["$defs"]
    parts = [page.head.format(version=schema["properties"]["schema_version"]["const"]), _section(page.model, schema)]
    parts += [_section(name, types[name]) for name in _mentioned(schema, types)]
    return "\n".join(parts)


def _mentioned(schema: Any, types: dict[str, Any]) -> list[str]:
    seen: list[str] = []
    waiting = list(_references(schema["properties"]))
    while waiting:
        name = waiting.pop(0)
        if name not in seen:
            seen.append(name)
            waiting += _references(types[name])
    return seen


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"].rsplit("/", 1)[1]
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


def _section(name: str, spec: dict[str, Any]) -> str:
    lines = [f"## {name}", "", _escaped(spec["description"]), "", "| field | type | meaning |", "|---|---|---|"]
    for field, prop in spec["properties"].items():
        lines.append(f"| `{field}` | {_type(prop)} | {_escaped(prop['description'])} |")
    return "\n".join(lines) + "\n"


def _type(prop: dict[str, Any]) -> str:
    if "$ref" in prop:
        name = prop["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in prop:
        return " or ".join(_type(choice) for choice in prop["anyOf"])
    if "const" in prop:
        return f'`"{prop["const"]}"`'
    if "enum" in prop:
        return " ".join(f"`{value}`" for value in prop["enum"])
    if prop["type"] == "array":
        return f"list of {_type(prop['items'])}" if "items" in prop else f"{prop['minItems']} numbers"
    return str(prop["type"])


def _escaped(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def main(arguments: list[str]) -> int:
    """Write the page; 2 if none is named."""
    if len(arguments) != 2 or arguments[0] not in PAGES:
        print(__doc__, file=sys.stderr)
        return 2
    name, place = arguments
    if place == "-":
        sys.stdout.buffer.write(document(name).encode("utf-8"))
    else:
        Path(place).write_text(document(name), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
