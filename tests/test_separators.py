"""Separators: where a list of names is cut, and where a separator parts nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen.recognise.separators import next_break


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("市教育局、财政局", "市教育局"),
        ("各市、县（区）人民政府，市财政局", "各市、县（区）人民政府"),
        ("各县（市、区）、市财政局", "各县（市、区）"),
        ("各苏木乡镇、旗直各部门", "各苏木乡镇"),
        ("各区，市有关部门", "各区"),
        ("省、市、县级教育部门，市财政局", "省、市、县级教育部门"),
        ("各部门、单位，各地", "各部门、单位"),
        ("市发改委（物价科、能源科）、市财政局", "市发改委（物价科、能源科）"),
    ],
)
def test_a_stretch_ends_at_the_next_separator_that_parts_names(text: str, first: str) -> None:
    assert text[: next_break(text, 0)] == first


@given(st.text(alphabet="各市县区、，（）直级部门有关财政局 ", min_size=1, max_size=30))
def test_the_end_lies_in_the_text(text: str) -> None:
    assert 0 <= next_break(text, 0) <= len(text)
