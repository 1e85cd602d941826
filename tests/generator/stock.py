"""The wording that notices are made of, from wording/*.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "wording"


def _load(path: Path) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=loader)
    return loaded


@cache
def common() -> dict[str, Any]:
    """Verbs, tails, decoys and the sentences of preambles and closings."""
    return _load(FOLDER / "common.yaml")


@cache
def bodies() -> dict[str, Any]:
    """Agencies by function and tier, places by level, collectives and recipients."""
    return _load(FOLDER / "bodies.yaml")


@cache
def subjects() -> dict[str, dict[str, Any]]:
    """Subject stocks by file name, in alphabetical order."""
    return {path.stem: _load(path) for path in sorted((FOLDER / "subjects").glob("*.yaml"))}
