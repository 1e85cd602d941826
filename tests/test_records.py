"""The public contract: what a record accepts, how it is written, and that the published schema is what the models say."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import gongwen.records as records
from gongwen.records import Audit, Deadline, Notice, Record, Span, Target, Unit, json_schema, schema_text, violations, walk
from sample_record import TEXT, sample

HAN = re.compile("[一-鿿]")
SPAN = Span(start=0, end=2)
TARGET = {"raw": "95%", "metric": "满意率", "mode": "level", "comparator": "ge", "span": SPAN, "rule": "q.percent"}
MODELS = [m for m in vars(records).values() if isinstance(m, type) and issubclass(m, Record) and m is not Record]
GOLD = {
    "tasks": {"view", "number", "path", "title", "measures", "units", "deadlines", "targets"},
    "units": {"name", "role", "inherited", "optional"},
    "deadlines": {"raw", "kind", "start", "end", "offset", "anchor", "freq", "optional"},
    "targets": {"raw", "metric", "mode", "comparator", "value", "upper", "unit", "group", "optional"},
    "meta": {"title", "kind", "doc_number", "issuers", "issued_on", "recipients", "disclosure", "attachments"},
}


def test_a_record_survives_the_way_through_json(notice: Notice) -> None:
    assert Notice.from_json(notice.to_json()) == notice
    assert Notice.from_json(notice.to_json(indent=2)) == notice


def test_json_is_the_same_every_time_and_keeps_order_nulls_and_chinese(notice: Notice) -> None:
    written = notice.to_json(indent=2)
    assert written == sample().to_json(indent=2)
    data = json.loads(written)
    assert list(data) == list(Notice.model_fields)
    assert data["meta"]["doc_number"] is None
    assert "推行一窗受理" in written
    assert json.dumps(data, ensure_ascii=False, separators=(",", ":")) == notice.to_json()


def test_text_can_be_left_out(notice: Notice) -> None:
    data = json.loads(notice.to_json(with_text=False))
    assert "text" not in data
    jsonschema.validate(data, json_schema())
    assert Notice.model_validate(data).text is None


def test_records_use_the_names_of_the_gold_files(notice: Notice) -> None:
    data = json.loads(notice.to_json())
    task = data["tasks"][0]
    assert GOLD["tasks"] <= set(task)
    assert GOLD["meta"] <= set(data["meta"])
    for kind in ("units", "deadlines", "targets"):
        assert GOLD[kind] <= set(task[kind][0])
    assert {"number", "name", "domain", "unit", "nature", "values", "units"} <= set(data["indicators"][0])
    assert {"period", "role", "mode", "comparator", "value", "upper", "unit", "facet"} <= set(data["indicators"][0]["values"][0])


def test_everything_found_names_its_place_and_its_rule(notice: Notice) -> None:
    found = [record for _, record in walk(notice) if "raw" in type(record).model_fields]
    assert len(found) >= 10
    for record in found:
        assert {"span", "rule"} <= set(type(record).model_fields), type(record)


def test_the_published_schema_is_what_the_models_say(root: Path) -> None:
    assert (root / "schemas" / "notice.schema.json").read_bytes() == schema_text().encode("utf-8"), "run make schema"


def test_the_schema_is_valid_and_takes_a_record(notice: Notice) -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())
    jsonschema.validate(json.loads(notice.to_json()), json_schema())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("tasks", 0, "units", 0, "role"), "boss"),
        (("tasks", 0, "deadlines", 0, "end"), "2031-6-30"),
        (("tasks", 0, "targets", 0, "value"), 3),
        (("source", "sha256"), "xyz"),
        (("audit", "coverage"), 1.5),
        (("schema_version",), "2.0"),
        (("tasks", 0, "unknown"), 1),
    ],
)
def test_schema_and_models_refuse_the_same(notice: Notice, path: tuple[Any, ...], value: Any) -> None:
    data = json.loads(notice.to_json())
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, json_schema())
    with pytest.raises(ValidationError):
        Notice.model_validate_json(json.dumps(data))


def test_a_missing_key_is_no_record(notice: Notice) -> None:
    data = json.loads(notice.to_json())
    del data["tasks"][0]["units"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, json_schema())


@pytest.mark.parametrize("value", ["47.5", "-5", "33000", "0"])
def test_values_are_decimal_strings(value: str) -> None:
    assert Target(**TARGET, value=value).value == value


@pytest.mark.parametrize("value", ["3.3万", "1e3", "", ".5", "5.", "四十", "４７"])
def test_other_values_are_refused(value: str) -> None:
    with pytest.raises(ValidationError):
        Target(**TARGET, value=value)


@given(st.text(max_size=12))
def test_a_date_is_refused_or_iso(text: str) -> None:
    try:
        kept = Deadline(raw="x", kind="by", end=text, span=SPAN, rule="t.x").end
    except ValidationError:
        return
    assert kept is not None
    assert len(kept) == 10
    assert kept.replace("-", "").isascii()


@pytest.mark.parametrize("duration", ["P2W", "P3M", "P1Y", "P10D"])
def test_durations_are_iso(duration: str) -> None:
    assert Deadline(raw="x", kind="relative", offset=duration, span=SPAN, rule="t.x").offset == duration


def test_records_do_not_change_once_made(notice: Notice) -> None:
    with pytest.raises(ValidationError):
        notice.tasks[0].title = "另一个"  # type: ignore[misc]
    assert hash(notice.tasks[0].units[0]) == hash(sample().tasks[0].units[0])


def test_a_misspelt_field_is_refused() -> None:
    with pytest.raises(ValidationError):
        Unit(raw="市政务局", name="市政务局", rol="lead", span=SPAN, rule="b.x")  # type: ignore[call-arg]
    with pytest.raises(ValidationError):
        Audit(coverage=float("nan"))


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.__name__)
def test_every_field_is_described_in_english_and_chinese(model: type[Record]) -> None:
    assert HAN.search(model.__doc__ or "")
    for name, field in model.model_fields.items():
        text = field.description or ""
        english, _, chinese = text.partition(". ")
        assert english[:1].isascii(), (model.__name__, name)
        assert HAN.search(chinese), (model.__name__, name)


class TestViolations:
    """What a schema cannot say is checked on the whole record."""

    def test_a_sound_record_has_none(self, notice: Notice) -> None:
        assert violations(notice) == []

    def test_a_quotation_must_be_exact(self, notice: Notice) -> None:
        moved = TEXT.replace("市政务局", "市商务局")
        assert any("市政务局" in v for v in violations(notice.model_copy(update={"text": moved})))

    def test_spans_stay_inside_the_text(self, notice: Notice) -> None:
        assert any("no stretch" in v for v in violations(notice.model_copy(update={"text": TEXT[:20]})))

    def test_ids_are_unique(self, notice: Notice) -> None:
        twice = notice.model_copy(update={"tasks": notice.tasks * 2})
        assert violations(twice) == ["tasks: id 'section-1-1' stands 2 times"]

    def test_counterparts_lead_to_the_other_view(self, notice: Notice) -> None:
        task = notice.tasks[0].model_copy(update={"counterparts": ("table-1",)})
        assert len(violations(notice.model_copy(update={"tasks": (task,)}))) == 1
        other = notice.tasks[0].model_copy(update={"id": "table-1", "view": "table"})
        assert violations(notice.model_copy(update={"tasks": (task, other)})) == []


class TestRealOutput:
    """What the pipeline builds keeps every promise of the contract."""

    @staticmethod
    def assert_sound(path: Path) -> None:
        from gongwen import convert

        made = convert(path)
        written = made.to_json()
        assert violations(made) == []
        jsonschema.Draft202012Validator(json_schema()).validate(json.loads(written))
        assert Notice.from_json(written) == made
        assert convert(path).to_json() == written

    def test_the_example_of_the_documentation(self, root: Path) -> None:
        self.assert_sound(root / "docs" / "example.txt")

    def test_the_corpus(self, corpus: list[Path]) -> None:
        for path in corpus:
            self.assert_sound(path)

    def test_real_notices(self, shared: Path) -> None:
        for path in sorted((shared / "notices").glob("*.txt")):
            self.assert_sound(path)
