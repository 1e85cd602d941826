"""Word-level marks: nothing of either text is lost, figures change as a whole, chance letters in common do not tear phrases apart."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen.diff.redline import Piece, side, word_changes

TEXTS = st.text(alphabet="州市达到培训人次。，；90123%5.万就业\n\t𠮷", max_size=60)


def marked(old: str, new: str) -> str:
    signs = {"same": "{}", "removed": "[-{}]", "added": "[+{}]"}
    return "".join(signs[piece.kind].format(piece.text) for piece in word_changes(old, new))


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("覆盖率达到90%以上。", "覆盖率达到95%以上。", "覆盖率达到[-90%][+95%]以上。"),
        ("新增就业2.8万人。", "新增就业3万人。", "新增就业[-2.8][+3]万人。"),
        ("建立台账。", "建立台账。每月通报。", "建立台账。[+每月通报。]"),
        ("建立台账。每月通报。", "每月通报。", "[-建立台账。]每月通报。"),
        ("每季度分析一次用工变化。", "每月分析一次用工变化。", "每[-季度][+月]分析一次用工变化。"),
        ("完善养老服务设施。", "建设托育机构网络。", "[-完善养老服务设施。][+建设托育机构网络。]"),
        ("由州财政局按季度拨付。", "由州审计局按年度拨付。", "由州[-财政][+审计]局按[-季][+年]度拨付。"),
        (
            "对离校未就业毕业生，依托产业园区建设培训中心。", "对离校未就业毕业生，整合职业院校建设实训车间。",
            "对离校未就业毕业生，[-依托产业园区建设培训中心][+整合职业院校建设实训车间]。",
        ),
        ("", "新的。", "[+新的。]"),
        ("旧的。", "", "[-旧的。]"),
        ("", "", ""),
    ],
)
def test_what_is_marked(old: str, new: str, shown: str) -> None:
    assert marked(old, new) == shown


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_the_pieces(old: str, new: str) -> None:
    pieces = word_changes(old, new)
    assert "".join(p.text for p in side(pieces, "removed")) == old
    assert "".join(p.text for p in side(pieces, "added")) == new
    assert all(p.text for p in pieces)
    assert all(a.kind != b.kind for a, b in pairwise(pieces))


@given(TEXTS)
def test_a_text_has_no_changes_against_itself(text: str) -> None:
    assert word_changes(text, text) == ((Piece("same", text),) if text else ())


def test_long_texts_without_a_word_in_common_take_no_time() -> None:
    begin = time.process_time()
    assert [p.kind for p in word_changes("甲乙丙丁" * 20_000, "子丑寅卯" * 20_000)] == ["removed", "added"]
    assert time.process_time() - begin < 2
