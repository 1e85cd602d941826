"""Write docs/schema.md from the models: `schema_doc.py FILE`, or `-` for standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gongwen.records import json_schema

HEAD = """\
# The record (schema version {version})

Generated from the models by `make schema`; do not edit. The JSON Schema is
[schemas/notice.schema.json](../schemas/notice.schema.json), also printed by `gongwen schema`.

A field once published keeps its name and meaning. `schema_version` follows semantic versioning: new optional fields raise
the minor number, anything that could break a reader raises the major one. Every key is always there, with `null` or an
empty list where a notice says nothing; only `text` is left out with `--no-text`.

Offsets count code points of `text`, end exclusive, and `raw` is always exactly `text[start:end]`. Decimals are strings, so
that no digit is lost. Dates are ISO 8601.
"""


def document() -> str:
    """The whole page: the notice first, then every type it is made of, in order of mention."""
    schema = json_schema()
    types = schema["$defs"]
    parts = [HEAD.format(version=schema["properties"]["schema_version"]["const"]), _section("Notice", schema)]
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
    """Write the page; 2 if no file is named."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    if arguments[0] == "-":
        sys.stdout.buffer.write(document().encode("utf-8"))
    else:
        Path(arguments[0]).write_text(document(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
