"""What a heading says about the section under it."""

from __future__ import annotations

import pytest

from gongwen.structure.headings import glued_heading, zone_of

HEADINGS = [
    ("总体要求", "preamble"),
    ("指导思想", "preamble"),
    ("工作背景", "preamble"),
    ("总体要求（2024—2026年）", "preamble"),
    ("主要目标", "goals"),
    ("总体要求和主要目标", "goals"),
    ("指导思想、基本原则与发展目标", "goals"),
    ("保障措施", "closing"),
    ("组织 实施", "closing"),
    ("切实加强组织领导", "closing"),
    ("组织保障与考核评估", "closing"),
    ("备注", "notes"),
    ("健全服务网络", None),
    ("加强基层卫生人才队伍建设", None),
    ("目标责任制管理改革", None),
    ("组织实施健康知识普及行动", None),
    ("完善医疗保障措施", None),
    ("", None),
]


@pytest.mark.parametrize(("heading", "zone"), HEADINGS)
def test_zones(heading: str, zone: str | None) -> None:
    assert zone_of(heading) == zone


def test_a_long_heading_is_work_to_be_done() -> None:
    assert zone_of("保障措施" * 12) is None


def test_where_a_glued_heading_ends() -> None:
    text = "二、发展目标2026年建成服务网络"
    assert glued_heading(text, 2, len(text)) == 6
    assert glued_heading("二、健全网络2026年", 2, 10) is None
