"""Every number is enumerated with its counter; what its form excuses says why."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen.recognise import quantities
from gongwen.recognise.examples import check
from gongwen.recognise.grammar import load
from gongwen.recognise.quantities import find_quantities


def one(text: str) -> tuple[str, str | None, str | None, str, str | None]:
    """(value, upper, unit, comparator, excused) of the only quantity in a text."""
    (q,) = find_quantities(text)
    return str(q.value), None if q.upper is None else str(q.upper), q.unit, q.comparator, q.excused


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("覆盖率不低于90%", ("90", None, "%", "ge", None)),
        ("培训3.3 万人", ("33000", None, "人", "eq", None)),
        ("总投资约3.2万亿元", ("3200000000000", None, "元", "approx", None)),
        ("控制在39%以内", ("39", None, "%", "le", None)),
        ("控制在25%左右", ("25", None, "%", "approx", None)),
        ("打造2~3支队伍", ("2", "3", "支", "range", None)),
        ("万分之1.75", ("1.75", None, "‱", "eq", None)),
        ("不足百分之五", ("5", None, "%", "lt", None)),
        ("下降到18/10万以下", ("18", None, "1/10万", "le", None)),
        ("按1:1.4～1:1.8配备", ("1.4", "1.8", "1:n", "range", None)),
        ("年均浓度28微克/立方米", ("28", None, "微克/立方米", "eq", None)),
        ("年均浓度不超过28μg/m³", ("28", None, "μg/m³", "le", None)),
        ("≥ 47.50", ("47.50", None, None, "ge", None)),
        ("不超过１２家", ("12", None, "家", "le", None)),
        ("建设三家以上", ("3", None, "家", "ge", None)),
        ("收入翻两番", ("300", None, "%", "eq", None)),
        ("1000余名", ("1000", None, "名", "gt", None)),
        ("签约100%", ("100", None, "%", "eq", None)),  # 签约 is no 约
    ],
)
def test_figures_with_their_counters_and_comparing_words(text: str, expected: tuple[str, str | None, str | None, str, str | None]) -> None:
    assert one(text) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("到2025年", "date"),
        ("6月30日前", "date"),
        ("第七批药品", "ordinal"),
        ("云政办发〔2024〕15号", "document"),
        ("65岁以上", "age"),
        ("构建1+N体系", "label"),
        ("建设六大中心", "label"),
        ("7×24小时服务", "label"),
        ("升级5G网络", "name"),
        ("220千伏输变电工程", "name"),
        ("12345热线", "name"),
        ("排名前5%", "rank"),
        ("电话63212345", "code"),
        ("二期工程", "ordinal"),
        ("培育一批企业", "set_phrase"),
        ("4级水平", "grade"),
        ("按4:3:2:1分担", "apportionment"),
        ("1.加强领导", "marker"),
        ("（2）加强领导", "marker"),
        ("建设两三个", "vague"),
    ],
)
def test_what_can_be_no_target_says_why(text: str, reason: str) -> None:
    assert find_quantities(text)[0].excused == reason


def test_grammar_examples_hold() -> None:
    assert check(load("quantities"), quantities.interpret) == []


def test_words_that_begin_like_counters_are_none() -> None:
    assert [q.unit for q in find_quantities("8县级医院")] == [None]


_ALPHABET = st.sampled_from(
    "0123456789.,%‰〇一二三十百千万亿个家名元至~～-—:：第前年月日度约不低于超过以上下内左右（）()〔〕“”。， \n"
    "全市建设率占比达到"
)


@given(st.text(_ALPHABET, max_size=60))
def test_any_text_gives_ordered_spans_inside_it(text: str) -> None:
    last = 0
    for q in find_quantities(text):
        assert last <= q.start <= q.number_start < q.end <= len(text)
        assert q.number_start < q.number_end <= q.end
        assert isinstance(q.value, Decimal)
        last = q.end


def test_a_window_keeps_offsets_of_the_whole_text() -> None:
    text = "甲类3家。乙类5家。"
    (q,) = find_quantities(text, 5, len(text))
    assert text[q.start : q.end] == "5家"
