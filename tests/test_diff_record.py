"""The record of a comparison: a contract that others build on, so it is written down, checked and stable."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import ValidationError

import sample_diff
import schema_doc
from gongwen.diff import NoticeDiff, json_schema, schema_text

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def diff() -> NoticeDiff:
    return sample_diff.sample_diff()


def test_what_is_written_is_read_again(diff: NoticeDiff) -> None:
    assert NoticeDiff.from_json(diff.to_json()) == diff
    assert NoticeDiff.from_json(diff.to_json(indent=2)) == diff


def test_the_schema_is_valid_and_takes_a_diff(diff: NoticeDiff) -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())
    jsonschema.validate(json.loads(diff.to_json()), json_schema())


def test_the_published_schema_and_page_are_what_the_models_say() -> None:
    assert (ROOT / "schemas" / "diff.schema.json").read_text("utf-8") == schema_text(), "run make schema"
    assert (ROOT / "docs" / "diff-schema.md").read_text("utf-8") == schema_doc.document("diff"), "run make schema"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("tasks", 0, "kind"), "vanished"),
        (("tasks", 0, "score"), 1.5),
        (("tasks", 0, "changes", "units", 0, "kind"), "promoted"),
        (("relation", "kind"), "cousins"),
        (("schema_version",), "2.0"),
        (("unknown",), 1),
    ],
)
def test_schema_and_models_refuse_the_same(diff: NoticeDiff, path: tuple[Any, ...], value: Any) -> None:
    data = json.loads(diff.to_json())
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, json_schema())
    with pytest.raises(ValidationError):
        NoticeDiff.model_validate_json(json.dumps(data))
