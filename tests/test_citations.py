"""Citations: documents named by title, number or both."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen.recognise.citations import find_citations
from gongwen.recognise.examples import check
from gongwen.recognise.grammar import load


def test_the_examples_of_the_grammar_hold() -> None:
    assert check(load("citations")) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("按《云岭省养老条例》办理", [("云岭省养老条例", None)]),
        ("根据《关于印发〈数字云岭方案〉的通知》（云政办发〔2024〕4号）", [("关于印发〈数字云岭方案〉的通知", "云政办发〔2024〕4号")]),
        ("《关于印发《某方案》的通知》", [("关于印发《某方案》的通知", None)]),
        ("《甲办法》《乙条例》《丙规划（2021—2025年）》", [("甲办法", None), ("乙条例", None), ("丙规划（2021—2025年）", None)]),
        ("按照云府办[2018]26号要求", [("", "云府办[2018]26号")]),
        ("落实清政办发（2023）第 12 号", [("", "清政办发（2023）第12号")]),
        ("《云岭省\n养老条例》", [("云岭省养老条例", None)]),
        ("《丢失后半的意见，推进改革。《完整办法》", [("丢失后半的意见", None), ("完整办法", None)]),
        ("（财政部公告2019年第76号）", [("", "财政部公告2019年第76号")]),
        ("云政函〔2020〕8号文件《清江市总体规划》", [("清江市总体规划", "云政函〔2020〕8号")]),
        ("2024年第4号、第26号令牌、没有文号", []),
    ],
)
def test_citations(text: str, found: list[tuple[str, str | None]]) -> None:
    assert [(c.title, c.doc_number) for c in find_citations(text)] == found


@given(st.text(alphabet="《》〈〉（）〔〕2024号发办第、。云政\n 令", max_size=60))
def test_spans_are_ordered_and_inside(text: str) -> None:
    last = 0
    for citation in find_citations(text):
        assert last <= citation.start < citation.end <= len(text)
        last = citation.start
