"""Automatic numbers stand in the text exactly as Word prints them."""

from __future__ import annotations

import pytest

from docx_builder import abstract, cell, level, lines_of, num, numbered, paragraph, read, row, run, table, texts
from gongwen.readers.docx.counters import format_count

NOTICE_LEVELS = (
    level(0, "chineseCountingThousand", "%1、")
    + level(1, "chineseCountingThousand", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimalEnclosedCircleChinese", "%4", '<w:suff w:val="nothing"/>')
)


def test_the_levels_of_a_notice() -> None:
    levels = [0, 1, 1, 2, 3, 3, 2, 1, 2, 0, 1]
    body = "".join(numbered("事项", 1, at) for at in levels)
    assert texts(body, numbering=abstract(1, NOTICE_LEVELS) + num(1, 1)) == [
        "一、事项",
        "（一）事项",
        "（二）事项",
        "1. 事项",
        "①事项",
        "②事项",
        "2. 事项",
        "（三）事项",
        "1. 事项",
        "二、事项",
        "（一）事项",
    ]


@pytest.mark.parametrize(
    ("suffix", "text", "printed"),
    [
        ("tab", "%1.", "1. 甲"),
        ("tab", "(%1)", "(1) 甲"),
        ("tab", "%1、", "1、甲"),
        ("tab", "第%1条", "第1条甲"),
        ("space", "第%1条", "第1条 甲"),
        ("space", "%1.", "1. 甲"),
        ("nothing", "%1.", "1.甲"),
        ("tab", "", "甲"),
    ],
)
def test_what_stands_between_number_and_text(suffix: str, text: str, printed: str) -> None:
    numbering = abstract(1, level(0, "decimal", text, f'<w:suff w:val="{suffix}"/>')) + num(1, 1)
    assert texts(numbered("甲", 1), numbering=numbering) == [printed]


# Microsoft documents these series in [MS-DOCX] 2.4 and [MS-OI29500] 2.1.540
@pytest.mark.parametrize(
    ("form", "printed"),
    [
        ("decimal", {1: "1", 12: "12"}),
        ("decimalZero", {1: "01", 10: "10", 100: "100"}),
        ("upperRoman", {4: "IV", 9: "IX", 49: "XLIX", 2024: "MMXXIV"}),
        ("lowerRoman", {3: "iii", 0: "0"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 28: "BB"}),
        ("lowerLetter", {53: "aaa"}),
        ("ordinal", {1: "1st", 2: "2nd", 11: "11th", 23: "23rd"}),
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 100: "一○○"}),
        ("chineseCountingThousand", {10: "十", 19: "十九", 21: "二十一", 100: "一百", 101: "一百零一", 110: "一百一十", 1001: "一千零一"}),
        ("taiwaneseCounting", {10: "十", 101: "一○一"}),
        ("taiwaneseCountingThousand", {110: "一百一十"}),
        ("japaneseCounting", {11: "十一", 100: "百", 111: "百十一"}),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 21: "贰拾壹", 105: "壹佰零伍"}),
        ("ideographLegalTraditional", {3: "參", 10: "壹拾"}),
        ("japaneseLegal", {2: "弐", 10: "壱拾"}),
        ("ideographDigital", {1: "一", 10: "一〇", 23: "二三"}),
        ("taiwaneseDigital", {10: "一○"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥", 13: "13"}),
        ("ideographZodiacTraditional", {1: "甲子", 60: "癸亥", 61: "61"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
        ("decimalEnclosedCircleChinese", {10: "⑩", 11: "⑪"}),
        ("decimalEnclosedFullstop", {1: "⒈", 20: "⒛"}),
        ("decimalEnclosedParen", {1: "⑴", 20: "⒇"}),
        ("ideographEnclosedCircle", {1: "㈠", 10: "㈩", 11: "11"}),
        ("decimalFullWidth", {12: "１２"}),
        ("decimalFullWidth2", {3: "３"}),
        ("numberInDash", {1: "- 1 -"}),
        ("hex", {10: "A"}),
        ("bullet", {1: ""}),
        ("none", {1: ""}),
    ],
)
def test_counts_in_every_format(form: str, printed: dict[int, str]) -> None:
    assert {count: format_count(form, count) for count in printed} == printed


def test_thousands_of_counts_are_told_apart() -> None:
    for form in ("chineseCountingThousand", "chineseLegalSimplified", "japaneseCounting", "ideographDigital", "chineseCounting"):
        assert len({format_count(form, count) for count in range(1, 20_000)}) == 19_999


def test_an_unknown_counter_counts_in_decimals_and_says_so_once() -> None:
    source = read(numbered("甲", 1) * 2, numbering=abstract(1, level(0, "hindiVowels", "%1.")) + num(1, 1))
    assert [line.text for line in lines_of(source.items)] == ["1. 甲", "2. 甲"]
    assert [remark.code for remark in source.remarks] == ["numbering_format_unknown"]


def test_bullets_and_none_are_no_counters_but_literal_text_is_printed() -> None:
    numbering = abstract(1, level(0, "bullet", "\uf0b7") + level(1, "none", "附件：") + level(2, "decimal", "%2.%3")) + num(1, 1)
    assert texts(numbered("甲", 1, 0) + numbered("乙", 1, 1) + numbered("丙", 1, 2), numbering=numbering) == ["甲", "附件：乙", ".1 丙"]


def test_zero_padded_custom_format_in_alternate_content() -> None:
    custom = (
        '<w:lvl w:ilvl="0"><w:start w:val="9"/><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" '
        'w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
        '<w:lvlText w:val="%1号"/></w:lvl>'
    )
    assert texts(numbered("甲", 1) * 2, numbering=abstract(1, custom) + num(1, 1)) == ["009号甲", "010号甲"]


# --- where the list comes from --------------------------------------------------------------------------------------------

STYLE_LIST = '<w:numPr>{level}<w:numId w:val="1"/></w:numPr>'
STYLES = (
    '<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="H3"><w:basedOn w:val="H1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Off"><w:basedOn w:val="H1"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
)


def styled(text: str, style: str, more: str = "") -> str:
    return paragraph(text, f'<w:pStyle w:val="{style}"/>{more}')


def test_lists_are_inherited_through_styles() -> None:
    levels = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2") + level(2, "decimal", "%3)", '<w:pStyle w:val="H3"/>')
    body = styled("甲", "H1") + styled("乙", "H2") + styled("丙", "H3") + styled("丁", "Off")
    body += styled("戊", "H1", '<w:numPr><w:numId w:val="0"/></w:numPr>') + styled("己", "H1", '<w:numPr><w:ilvl w:val="1"/></w:numPr>')
    expected = ["1. 甲", "1.1 乙", "1) 丙", "丁", "戊", "1.2 己"]
    assert texts(body, styles=STYLES, numbering=abstract(1, levels) + num(1, 1)) == expected


def test_numbering_styles_are_followed() -> None:
    styles = '<w:style w:type="numbering" w:styleId="N"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
    linked = '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="N"/></w:abstractNum>'
    numbering = abstract(1, '<w:styleLink w:val="N"/>' + level(0, "decimal", "%1.")) + linked + num(7, 1) + num(8, 2)
    assert texts(numbered("甲", 8) + numbered("乙", 7), styles=styles, numbering=numbering) == ["1. 甲", "2. 乙"]
    assert texts(numbered("甲", 8), numbering=numbering) == ["1. 甲"]  # the style itself is lost


@pytest.mark.parametrize("numbering", ["", num(1, 1), abstract(1, "") + num(1, 1), abstract(2, NOTICE_LEVELS) + num(2, 2)])
def test_a_list_that_is_not_defined_has_no_numbers(numbering: str) -> None:
    assert texts(numbered("甲", 1), numbering=numbering) == ["甲"]


# --- counting -------------------------------------------------------------------------------------------------------------

PLAIN = "".join(level(at, "decimal", ".".join(f"%{i + 1}" for i in range(at + 1)), '<w:suff w:val="space"/>') for at in range(4))


def counted(steps: list[tuple[int, int]], numbering: str) -> list[str]:
    return [text.split(" ")[0] for text in texts("".join(numbered("项", n, at) for n, at in steps), numbering=numbering)]


def test_levels_skipped_count_as_begun() -> None:
    """As LibreOffice and Open XML PowerTools have it, which both follow Word."""
    numbering = abstract(1, PLAIN) + num(1, 1)
    assert counted([(1, 0), (1, 2), (1, 1), (1, 2), (1, 0), (1, 1)], numbering) == ["1", "1.1.1", "1.2", "1.2.1", "2", "2.1"]
    assert counted([(1, 1), (1, 1), (1, 0), (1, 1)], numbering) == ["1.1", "1.2", "2", "2.1"]


def test_lists_of_one_family_go_on_counting_unless_told_to_start_anew() -> None:
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = abstract(1, PLAIN) + num(1, 1) + num(2, 1) + num(3, 1, restart)
    assert counted([(1, 0), (2, 0), (1, 0), (3, 0), (3, 0), (1, 0)], numbering) == ["1", "2", "3", "1", "2", "3"]


def test_a_start_override_works_once() -> None:
    """It does not strike again when the list comes back from a deeper level, nor in the next chapter."""
    both = "".join(f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="4"/></w:lvlOverride>' for at in (0, 1))
    numbering = abstract(1, PLAIN) + num(1, 1) + num(2, 1, both)
    assert counted([(2, 0), (2, 1), (2, 1), (2, 0), (2, 1)], numbering) == ["4", "4.4", "4.5", "5", "5.1"]
    assert counted([(1, 0), (2, 1), (2, 0), (2, 1)], numbering) == ["1", "1.4", "2", "2.1"]
    assert counted([(1, 0), (1, 1), (2, 0), (2, 2), (2, 1)], numbering) == ["1", "1.1", "4", "4.1.1", "4.2"]


def test_an_override_can_bring_its_own_level() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1.")}</w:lvlOverride>'
    assert counted([(1, 0), (2, 0)], abstract(1, PLAIN) + num(1, 1) + num(2, 1, own)) == ["1", "B."]


def test_restart_rules() -> None:
    def numbering(restart: int) -> str:
        third = level(2, "decimal", "%3", f'<w:lvlRestart w:val="{restart}"/><w:suff w:val="space"/>')
        return abstract(1, PLAIN.split('<w:lvl w:ilvl="2"')[0] + third) + num(1, 1)

    steps = [(1, 0), (1, 2), (1, 1), (1, 2), (1, 0), (1, 2)]
    assert [counted(steps, numbering(k))[i] for k in (0, 1, 2) for i in (1, 3, 5)] == ["1", "2", "3", "1", "2", "1", "1", "1", "1"]


def test_legal_levels_print_decimals() -> None:
    levels = level(0, "chineseCountingThousand", "第%1章", '<w:suff w:val="space"/>') + level(1, "upperRoman", "%1.%2", "<w:isLgl/>")
    assert texts(numbered("总则", 1) + numbered("目的", 1, 1), numbering=abstract(1, levels) + num(1, 1)) == ["第一章 总则", "1.1 目的"]


def test_numbers_follow_the_rows_of_a_table_and_skip_what_a_merge_hides() -> None:
    continued = cell(numbered("", 1), "<w:vMerge/>")
    rows = row(cell(numbered("", 1), '<w:vMerge w:val="restart"/>'), cell("甲")) + row(continued, cell("乙"))
    rows += row(cell(numbered("", 1)), cell("丙"))
    assert texts(table(rows), numbering=abstract(1, level(0, "decimal", "%1")) + num(1, 1)) == ["1", "甲", "乙", "2", "丙"]


def test_hidden_and_deleted_paragraphs_do_not_count() -> None:
    properties = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr>{}</w:rPr>'
    hidden = paragraph(run("暗", "<w:vanish/>"), properties.format("<w:vanish/>"))
    deleted = paragraph("<w:del w:id='1'><w:r><w:delText>旧</w:delText></w:r></w:del>", properties.format("<w:del w:id='2'/>"))
    body = numbered("甲", 1) + hidden + deleted + numbered("乙", 1)
    assert texts(body, numbering=abstract(1, level(0, "decimal", "%1.")) + num(1, 1)) == ["1. 甲", "暗", "2. 乙"]


def test_text_boxes_count_for_themselves() -> None:
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{numbered('框', 1)}</w:txbxContent></v:textbox></w:pict></w:r>"
    body = numbered("甲", 1) + paragraph(box) + numbered("乙", 1)
    assert texts(body, numbering=abstract(1, level(0, "decimal", "%1.")) + num(1, 1)) == ["1. 甲", "1. 框", "2. 乙"]


def test_indent_of_the_level_applies_unless_the_paragraph_states_its_own() -> None:
    levels = level(0, "decimal", "%1.").replace("</w:lvl>", '<w:pPr><w:ind w:left="400" w:hanging="200"/></w:pPr></w:lvl>')
    own = paragraph("乙", '<w:numPr><w:numId w:val="1"/></w:numPr><w:ind w:left="0" w:firstLine="400"/>')
    found = lines_of(read(numbered("甲", 1) + own, numbering=abstract(1, levels) + num(1, 1)).items)
    assert [line.indent for line in found] == [1.0, 2.0]  # of 10 points, Word's size where a document states none
