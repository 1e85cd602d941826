"""Rows that share their last words: fields of work, and places."""

from __future__ import annotations

import pytest

from gongwen.recognise.shared_words import fields_in_row, places_in_row


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("教育、民政、财政等部门配合", ["教育部门", "民政部门", "财政部门"]),
        ("教育、公安、司法行政部门", ["教育部门", "公安部门", "司法行政部门"]),
        ("县级发展改革、市场监管部门", ["县级发展改革部门", "县级市场监管部门"]),
        ("市、县两级卫生健康、医保部门", ["市、县两级卫生健康部门", "市、县两级医保部门"]),
        ("市工信、发改等部门", ["市工信部门", "市发改部门"]),
    ],
)
def test_fields_of_work_share_the_word_for_office(text: str, names: list[str]) -> None:
    row = fields_in_row(text, 0)
    assert row is not None
    assert [item.body.name for item in row.items] == names


@pytest.mark.parametrize("text", ["教育、医疗、养老", "市教育局、财政局", "企业、高校等部门", "部门"])
def test_what_is_no_row_of_fields(text: str) -> None:
    assert fields_in_row(text, 0) is None


def test_places_share_their_government() -> None:
    row = places_in_row("清江、松河、临江市人民政府负责", 0)
    assert row is not None
    assert [item.body.name for item in row.items] == ["清江市人民政府", "松河市人民政府", "临江市人民政府"]
    assert places_in_row("教育、民政、清江市人民政府", 0) is None
    assert places_in_row("清江、松河", 0) is None
