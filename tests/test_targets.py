"""Targets: sentences of our own with what is to be found in them (specs/targets.yaml), and the account of every number."""

from __future__ import annotations

import difflib
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gongwen.model.mentions import TargetMention
from gongwen.recognise.examples import check
from gongwen.recognise.grammar import load
from gongwen.recognise.targets import account, find_targets
from gongwen.recognise.times import find_times

SPECS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "specs" / "targets.yaml").read_text("utf-8"))
SHARED = Path(os.environ.get("GONGWEN_SHARED") or Path(__file__).parents[1].parent / "shared")


def parse(line: str) -> dict[str, Any]:
    """metric | mode comparator value[..upper] unit [#group] [?]"""
    metric, _, rest = line.partition(" | ")
    optional = rest.endswith(" ?")
    rest, _, group = rest.removesuffix(" ?").partition(" #")
    mode, comparator, value, unit = (rest.split(" ", 3) + [None] * 3)[:4]
    value, _, upper = (value or "").partition("..")
    key = (mode, comparator, value or None, upper or None, unit, group or None)
    return {"metric": metric, "key": key, "optional": optional}


def key(target: TargetMention) -> tuple[str | None, ...]:
    return (target.mode, target.comparator, target.value, target.upper, target.unit, target.group)


def alike(a: str, b: str) -> bool:
    return difflib.SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.8


@pytest.mark.parametrize("spec", SPECS, ids=[spec["text"][:24] for spec in SPECS])
def test_sentence(spec: dict[str, Any]) -> None:
    expected = sorted((parse(line) for line in spec["targets"]), key=lambda want: bool(want["optional"]))
    found = find_targets(spec["text"], times=find_times(spec["text"]))
    left = list(found)
    for want in expected:
        same = [t for t in left if key(t) == want["key"]]
        best = max(same, key=lambda t: difflib.SequenceMatcher(None, t.metric, want["metric"]).ratio(), default=None)
        if best is None:
            assert want["optional"], f"missing {want}; found {[(t.metric, key(t)) for t in found]}"
            continue
        left.remove(best)
        assert want["optional"] or alike(best.metric, want["metric"]), (best.metric, want["metric"])
    assert not left, [(t.metric, key(t), t.rule) for t in left]


def test_every_rule_of_the_grammar_holds_its_examples() -> None:
    assert check(load("trends")) == []


def test_a_baseline_goes_with_the_target_it_is_the_base_of() -> None:
    (rise,) = find_targets("城市污水处理率由52%提高到72%。")
    assert (rise.value, rise.baseline_value) == ("72", "52")
    (more,) = find_targets("全市养老床位数比2020年翻一番。")
    assert more.baseline_period == "2020"


def test_every_number_is_claimed_excused_or_open() -> None:
    text = "到2025年，建成5个中心，落实“两个允许”，对连续3年低于60%的单位通报，服务满意率达95%。"
    result = account(text)
    claimed = [q for q in result.quantities if q.excused is None and q not in result.open]
    assert [text[q.start : q.end] for q in claimed] == ["5个", "95%"]
    assert {q.excused for q in result.quantities if q.excused} >= {"date", "name", "condition"}
    assert result.open == ()


def test_a_number_that_nothing_explains_is_left_open() -> None:
    assert [q.value for q in account("有关事项另见17附注。").open] == [17]


_PIECES = st.sampled_from(
    (
        "全市", "占比", "达到", "90%", "以上", "，", "。", "和", "、", "建设", "3个", "国家级", "中心", "每",
        "张床位", "1万元", "（", "）", "“", "”", "提高", "分别", "均", "平均水平", "不低于", "全覆盖", "逐步", "或",
        "按", "的标准", "2~3", "家", "比2020年", "由", "万分之2", "率", "全部", "的",
        "\n",
    )
)


@given(st.lists(_PIECES, max_size=25).map("".join))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    for target in find_targets(text):
        assert 0 <= target.start < target.end <= len(text)
        assert target.metric
        assert target.rule.partition(".")[0] in ("targets", "trends")
        assert (target.value is None) == (target.mode in ("trend", "reference"))


def sentence_of(text: str, phrase: str) -> str | None:
    """The sentence of a text without blanks that holds a phrase."""
    at = text.find("".join(phrase.split()))
    if at < 0:
        return None
    start = max(text.rfind("。", 0, at), text.rfind("；", 0, at)) + 1
    end = text.find("。", at)
    return text[start : len(text) if end < 0 else end + 1]


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason=f"no notices with gold under {SHARED}")
def test_sentences_of_real_notices_give_the_targets_that_a_careful_reader_found() -> None:
    wanted, missed = 0, []
    for path in sorted((SHARED / "gold").glob("*.json")):
        printed = (SHARED / "notices" / f"{path.stem}.txt").read_text("utf-8")
        text = "".join(re.sub(r"</?p>", "。", printed).split())
        tasks = json.loads(path.read_text("utf-8"))["tasks"]
        for target in (t for task in tasks for t in task.get("targets", []) if not t.get("optional")):
            sentence = sentence_of(text, target["raw"])
            if sentence is None:
                continue
            found = {(t.mode, t.comparator, t.value) for t in find_targets(sentence, times=find_times(sentence))}
            wanted += 1
            if (target["mode"], target["comparator"], target["value"]) not in found:
                missed.append(target["raw"])
    assert wanted > 60
    assert len(missed) <= 0.06 * wanted, missed
