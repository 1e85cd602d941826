"""Files as odd as those that other programs keep to test themselves: each ends in its text or in a coded error that says why not."""

from __future__ import annotations

from pathlib import Path

import pytest

import odd_files
import odd_pdfs
from zoo import Job, Outcome, outcomes, squeezed

COLLECTIONS = {"pdf": odd_pdfs.FILES, "others": odd_files.FILES}
NEVER = {"crash", "hang", "internal_error"}


def is_one_of(outcome: Outcome, expected: str) -> bool:
    """Whether what came is one of what may come: `text:…`, the code of the error or of a finding, parted by |."""
    seen = {outcome.code, *outcome.codes}
    return any(squeezed(e[5:]) in outcome.text if e.startswith("text:") else e in seen for e in expected.split("|"))


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_each_ends_as_it_should(collection: str, tmp_path: Path) -> None:
    wanted = {}
    for name, (make, expected) in COLLECTIONS[collection].items():
        path = tmp_path / (name if "." in name else f"{name}.{collection}")
        path.write_bytes(make())
        wanted[path] = expected
    wrong = []
    for job, outcome in outcomes(map(Job, wanted)):
        assert outcome.says_why_it_is_empty, job.path.name
        if outcome.code in NEVER or not is_one_of(outcome, wanted[job.path]):
            told = outcome.message or f"{sorted(outcome.codes)} {outcome.text[:60]!r}"
            wrong.append(f"{job.path.name}: {told}, not {wanted[job.path]}")
    assert not wrong, "\n".join(wrong)
