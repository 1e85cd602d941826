"""Shared by all tests: where things lie, and one small record that has something of everything."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from gongwen.records import Notice
from sample_record import sample

# Every run tries the same examples and none is held to a stopwatch; HYPOTHESIS_PROFILE=explore looks for new ones.
settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def corpus() -> list[Path]:
    """The notices of corpus/, in every format."""
    formats = {".txt", ".docx", ".pdf", ".html", ".ofd", ".xlsx"}
    return sorted(p for p in (ROOT / "corpus").rglob("*") if p.suffix in formats)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real notices with gold, which is no part of the project; without it the test is skipped."""
    folder = Path(os.environ.get("GONGWEN_SHARED") or ROOT.parent / "shared")
    if not (folder / "gold").is_dir():
        pytest.skip(f"no real notices with gold in {folder} (set GONGWEN_SHARED)")
    return folder


@pytest.fixture
def notice() -> Notice:
    """A small record that has something of everything."""
    return sample()
