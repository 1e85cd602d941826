"""Regions: whose notice it is, and the official names of its bodies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen.recognise.bodies import parse_name
from gongwen.recognise.examples import check
from gongwen.recognise.grammar import load
from gongwen.recognise.regions import NATION, Region, canonical, find_region, level_of, named, parent


def test_the_examples_of_the_grammar_hold() -> None:
    assert check(load("regions")) == []


def test_codes_are_six_digits_and_every_unit_lies_in_a_listed_province() -> None:
    codes = list(load("regions").words("regions"))
    assert len(codes) == len(set(codes))
    assert all(len(code) == 6 and code.isdigit() and f"{code[:2]}0000" in codes for code in codes)
    # 333 units of prefecture level, as the standard counts them
    assert sum(code.endswith("00") and not code.endswith("0000") for code in codes) == 333


@pytest.mark.parametrize(
    ("names", "name", "level", "code"),
    [
        (["贵阳市卫生健康局"], "贵阳市", "市", "520100"),
        (["四川省人民政府办公厅"], "四川省", "省", "510000"),
        (["重庆市黔江区人民政府办公室"], "黔江区", "县", "500114"),
        (["吉林省吉林市人民政府"], "吉林市", "市", "220200"),
        (["云岭省松河州安平县人民政府办公室"], "安平县", "县", None),
        (["安平县卫生健康委"], "安平县", "县", None),
        (["衡阳县人民政府办公室"], "衡阳县", "县", None),
        (["北京市朝阳区人民政府"], "朝阳区", "县", "110105"),
        (["朝阳区人民政府"], "朝阳区", "县", None),  # there is one in another province too
        (["国务院办公厅"], "全国", "国家", None),
        (["", "关于印发清江市工作方案的通知"], "清江市", "县", None),
        (["医改领导小组", "关于印发2023年杭州市政务服务要点的通知"], "杭州市", "市", "330100"),
    ],
)
def test_find_region(names: list[str], name: str, level: str, code: str | None) -> None:
    assert find_region(names) == Region(name, level, code)


def test_a_city_that_speaks_to_its_counties_is_a_prefecture() -> None:
    assert find_region(["清江市人民政府"], "各县（市、区）人民政府：") == Region("清江市", "市")


def test_no_region_in_sight() -> None:
    assert find_region(["关于印发工作要点的通知", ""]) is None


def test_parents_follow_the_code() -> None:
    district = named("黔江区")
    assert district is not None
    assert parent(district, "省") == named("重庆市")
    assert parent(district, "国家") == NATION
    assert parent(Region("安平县", "县"), "市") is None


@pytest.mark.parametrize(
    ("body", "home", "official"),
    [
        ("市卫健委", "贵阳市", "贵阳市卫生健康委员会"),
        ("省发改委", "贵阳市", "贵州省发展和改革委员会"),
        ("市医保局", "黔江区", "重庆市医疗保障局"),
        ("县财政局", "枞阳县", "枞阳县财政局"),
        ("市医保局", "枞阳县", "铜陵市医疗保障局"),
        ("市委组织部", "杭州市", "中共杭州市委组织部"),
        ("团市委", "杭州市", "共青团杭州市委员会"),
        ("重庆市税务局", "重庆市", "国家税务总局重庆市税务局"),
        ("财政部", "杭州市", "财政部"),
        ("州民政局", "恩施州", "恩施土家族苗族自治州民政局"),
    ],
)
def test_canonical(body: str, home: str, official: str) -> None:
    read = parse_name(body)
    assert read is not None
    assert canonical(read, named(home)) == official


@pytest.mark.parametrize("body", ["各县（市、区）", "省卫健委", "松河海关"])
def test_what_is_not_certain_is_left_open(body: str) -> None:
    read = parse_name(body)
    assert read is not None
    assert canonical(read, Region("安平县", "县")) is None


@pytest.mark.parametrize(
    ("name", "level"),
    [("云岭省", "省"), ("松河州", "市"), ("安平县", "县"), ("临水区", "县"), ("青石镇", "乡"), ("教育局", None)],
)
def test_level_by_pattern(name: str, level: str | None) -> None:
    assert level_of(name) == level


@given(st.lists(st.text(max_size=40), max_size=3))
def test_any_names_will_do(names: list[str]) -> None:
    region = find_region(names)
    assert region is None or region.level in ("国家", "省", "市", "县", "乡")
