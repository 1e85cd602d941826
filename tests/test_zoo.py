"""The difficult files of other projects' test suites, from file to record: none crashes, hangs, or ends empty without saying why."""

from __future__ import annotations

import csv
from importlib.util import find_spec
from pathlib import Path

import pytest

from zoo import MEMORY_OF_OCR, SECONDS_OF_OCR, Job, Outcome, outcomes, squeezed

SHARE = 0.97  # of the files end as their manifest says
# Files that do not, each with the reason; at present there is none. A file that begins to miss fails the test until it is explained here.
BEYOND: dict[str, str] = {}
NEVER = {"crash", "hang", "internal_error"}


@pytest.fixture(scope="module")
def cases(request: pytest.FixtureRequest) -> dict[Path, dict[str, str]]:
    """The manifest by path."""
    folder = request.getfixturevalue("shared") / "peers" / "files"
    manifest = folder / "MANIFEST.tsv"
    if not manifest.exists():
        pytest.skip(f"no collection of difficult files in {folder}")
    with manifest.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {folder / row["file"]: {key: value or "" for key, value in row.items()} for row in rows}


def _holds(outcome: Outcome, wanted: str) -> bool:
    return squeezed(wanted) in outcome.text or squeezed(wanted) in outcome.aside


def is_as_expected(kind: str, case: dict[str, str], outcome: Outcome) -> bool:
    """Whether a file of the manifest's `kind` ended as it should, OCR switched off."""
    read = outcome.code is None and bool(outcome.text)
    read = read and all(_holds(outcome, wanted) for wanted in case["must_contain"].split("||"))
    read = read and not any(code != "no_tasks" and severity == "error" for code, severity in outcome.findings)
    read = read and not any(squeezed(w) in outcome.text for w in case["must_not_contain"].split("||") if w)
    failed = outcome.code is not None and outcome.code not in NEVER
    return {
        "text": read,
        "text_or_error": read or failed,
        "error": failed,
        "empty": outcome.code == "file_empty" or (outcome.code is None and not outcome.text and "no_text" in outcome.codes),
        "password": outcome.code == "file_encrypted",
        "no_text_layer": outcome.code == "no_text_layer",
        "garbled": outcome.code == "text_garbled" or "text_garbled" in outcome.codes,
        "no_hang": outcome.code not in NEVER,
    }[kind]


def test_the_files_end_as_expected(cases: dict[Path, dict[str, str]]) -> None:
    told = {}
    for job, outcome in outcomes(map(Job, cases)):
        assert outcome.code not in NEVER, (job, outcome)
        assert outcome.says_why_it_is_empty, job
        case = cases[job.path]
        if not is_as_expected(case["expected_kind"], case, outcome):
            told[job.path.name] = f"{case['expected_kind']}: {outcome.code or sorted(outcome.codes)}"
    share = 1 - len(told) / len(cases)
    print(f"\n{len(cases)} files, {share:.3f} as expected; {told}")
    assert share >= SHARE, told
    assert set(told) <= set(BEYOND), told


def test_a_password_opens_what_asks_for_one(cases: dict[Path, dict[str, str]]) -> None:
    jobs = [Job(path, password=case["password"]) for path, case in cases.items() if case["password"]]
    assert jobs
    for job, outcome in outcomes(jobs):
        assert is_as_expected("text", cases[job.path], outcome), (job, outcome)


@pytest.mark.slow
@pytest.mark.skipif(find_spec("rapidocr") is None, reason="OCR is not installed")
def test_pages_that_are_pictures_are_read_by_ocr(cases: dict[Path, dict[str, str]]) -> None:
    """What no text layer holds, and what holds one that is noise, is read, or says why not."""
    jobs = [Job(path, ocr="auto") for path, case in cases.items() if case["expected_kind"] in ("no_text_layer", "garbled")]
    assert jobs
    for job, outcome in outcomes(jobs, SECONDS_OF_OCR, MEMORY_OF_OCR):
        assert "ocr_used" in outcome.codes or (outcome.code == "no_text_layer" and job.path.suffix != ".pdf"), (job, outcome)
        assert outcome.code is not None or outcome.text, job
