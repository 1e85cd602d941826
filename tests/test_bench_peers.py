"""The parts of benchmarks/bench_peers.py that need no other tool: how outputs are read, what is counted in them, how tables are made."""

from __future__ import annotations

import datetime as dt

import pytest

from generator import Scores
from peers.document_bench import PEERS, Documents, Measured
from peers.documents import File, rounds
from peers.environments import REQUIREMENTS, last_error, sections
from peers.probes import HEADINGS, NOTICE, furniture, kept, make_probes
from peers.reading import Reading, from_html_table, from_markdown
from peers.tables import between, documents_text, speed_table, table, values_table
from peers.value_bench import Measured as Finder
from peers.value_bench import Score, parse_scores
from peers.value_tools import jionlp_money, jionlp_time, longest, recognizers_number, recognizers_time, timex_amount


class TestRequirements:
    def test_a_heading_in_brackets_begins_an_environment(self) -> None:
        assert sections("# words\n# [one]\na==1\n\n# more words\nb==2\n# [two]\nc==3\n") == {"one": ["a==1", "b==2"], "two": ["c==3"]}

    def test_every_peer_is_pinned(self) -> None:
        found = sections(REQUIREMENTS.read_text("utf-8"))
        assert {peer.environment for peer in PEERS if peer.environment} <= set(found)
        assert all("==" in line for lines in found.values() for line in lines)

    def test_what_pip_complains_of_fits_a_cell(self) -> None:
        said = "WARNING: a cache is off\nERROR: no version of x==9\nERROR: No matching distribution found for x==9\n"
        assert last_error(said) == "No matching distribution found for x==9"
        assert last_error("") == "no message"


class TestReading:
    def test_headings_and_tables_of_markdown(self) -> None:
        reading = from_markdown("# 通知\n\n正文\n\n| 序号 | 任务 |\n| --- | --- |\n| 1 | 建设 |\n\n### **一、目标**\n\n| 甲 |\n|---|\n")
        assert reading.headings == [(1, "通知"), (3, "一、目标")]
        assert reading.tables == [[["序号", "任务"], ["1", "建设"]], [["甲"]]]
        assert reading.kinds == {"heading": 2, "table": 2}

    def test_spans_of_an_html_table_stand_in_all_places_that_they_cover(self) -> None:
        html = '<table><tr><td rowspan="2">组</td><td colspan="2">甲</td></tr><tr><td>乙</td><td>丙</td></tr></table>'
        assert from_html_table(html) == [["组", "甲", "甲"], ["组", "乙", "丙"]]

    def test_an_empty_table(self) -> None:
        assert from_html_table("<table></table>") == []


class TestProbe:
    def test_a_perfect_reading_keeps_everything(self) -> None:
        grid = next(block for block in NOTICE.blocks if not hasattr(block, "role")).grid()
        reading = Reading(NOTICE.text, HEADINGS, [[[cell.text for cell, _ in row] for row in grid]])
        found = kept(reading)
        assert (found.levels, found.false_headings, found.markers, found.filled, found.text) == (4, 0, len(HEADINGS), 5, 1.0)

    def test_headings_all_of_one_level_tell_no_levels_apart(self) -> None:
        assert kept(Reading("", [(1, text) for _, text in HEADINGS])).levels == 0

    def test_a_cell_that_stands_only_in_the_first_row_it_covers_does_not_count_in_the_others(self) -> None:
        block = next(block for block in NOTICE.blocks if not hasattr(block, "role"))
        rows = [[cell.text if here else "" for cell, here in row] for row in block.grid()]
        assert kept(Reading("", tables=[rows])).filled == 2

    def test_a_number_that_word_counts_must_be_in_the_text(self) -> None:
        assert kept(Reading("提升公共服务水平\n二、改善居民出行条件")).markers == 1

    def test_any_other_line_is_a_false_heading_but_for_titles(self) -> None:
        assert kept(Reading("", [(1, "2026年民生实事实施方案"), (1, "各市（州）人民政府，省政府各部门：")])).false_headings == 1

    def test_what_a_page_prints_around_the_notice(self, tmp_path) -> None:
        strings = furniture(make_probes(tmp_path)["html"].read_text("utf-8"))
        assert "无障碍浏览" in strings
        assert not any(text in string for string in strings for _, text in HEADINGS)


def test_rounds_deal_out_every_file_once(tmp_path) -> None:
    files = [File(tmp_path / f"{i}.{form}", form) for form in ("pdf", "txt") for i in range(5)]
    dealt = rounds(files, 3)
    assert sorted(str(file.path) for turn in dealt for file in turn) == sorted(str(file.path) for file in files)
    assert [len([file for file in turn if file.form == "pdf"]) for turn in dealt] == [2, 2, 1]


class TestTables:
    def test_cells_cannot_break_a_table(self) -> None:
        assert table(["a", "b"], [["x|y", "two\nlines"]]) == "| a | b |\n| --- | --- |\n| x\\|y | two lines |"

    def test_the_part_between_marks_is_replaced_and_nothing_else(self) -> None:
        page = "before\n<!-- x -->\nold\n<!-- /x -->\nafter\n"
        assert between(page, "x", "new") == "before\n<!-- x -->\nnew\n<!-- /x -->\nafter\n"
        assert between(between(page, "x", "new"), "x", "old") == page

    def test_a_page_without_marks_is_not_touched(self) -> None:
        with pytest.raises(ValueError, match="no <!-- x -->"):
            between("text", "x", "new")

    def measured(self) -> Documents:
        ours, peer, missing, plain = (Measured(PEERS[i], "1.0") for i in (0, 1, 2, 4))
        ours.wall, ours.cpu, ours.cold = {"pdf": 0.1, "txt": 0.1}, {"pdf": 0.1, "txt": 0.1}, (1.0, 0.5)
        peer.wall, peer.cpu = {"pdf": 0.4, "txt": 0.05}, {"pdf": 0.4, "txt": 0.05}
        missing.trouble = "no such version"
        plain.wall, plain.cpu = {"pdf": 0.3}, {"pdf": 0.3}
        return Documents([ours, peer, missing, plain], {"pdf": 10, "docx": 0, "txt": 30}, [], 0, "", {"pdf": Scores()}, None)

    def test_speed_is_that_of_all_files_together(self) -> None:
        lines = speed_table(self.measured()).splitlines()
        assert lines[2].startswith("| gongwen | 1.0 | 10 | 10 | 10 |")
        assert lines[3].startswith("| markitdown | 1.0 | 7.27 | 2.5 | 20 |")  # 40 files in 5.5 s
        assert "not installed: no such version" in lines[4]
        assert lines[5].startswith("| pdfplumber | 1.0 | — | 3.33 | — |")
        assert lines[-1].startswith("| gongwen, times the fastest peer that reads them all |  | 1.38 | 4.00 | 0.50 |")

    def test_the_whole_part_can_be_made_of_what_is_there(self) -> None:
        assert "Here. Files: 10 PDF, 30 TXT." in documents_text(self.measured(), {}, "Here.")

    def test_a_tool_that_could_not_run_says_why(self) -> None:
        found = Finder("jionlp", "1.5", {"time": "its process has died"})
        assert "not measured: its process has died" in values_table([found], "time")

    def test_accuracy_by_source(self) -> None:
        score = Score((9, 10), (7, 8), 2)
        found = Finder("jionlp", "1.5", scores={"time": {"ALL": score}}, raised={"time": 1})
        found.speed["time"] = {"cases": 1234.5, "notices": 20.0}
        assert values_table([found], "time").splitlines()[-1] == "| JioNLP | 1.5 | 90 % / 88 % | 2 | 1 | 1,234 | 20 |"


def test_the_table_of_the_scorer_is_read() -> None:
    head = "group\tspan recall\tresolved (of expected)\tunit\tspurious\tnegatives clean\n"
    printed = head + "ALL\t9/10 90%\t7/8 88%\t-\t2\t-\ncn2an\t2/2 100%\t-\t-\t0\t-\n"
    assert parse_scores(printed) == {"ALL": Score((9, 10), (7, 8), 2), "cn2an": Score((2, 2), (0, 0), 0)}


class TestJioNLP:
    def found(self, kind: str, time: object) -> dict[str, object]:
        return {"type": kind, "offset": [0, 4], "detail": {"time": time}}

    def test_times(self) -> None:
        assert jionlp_time(self.found("time_span", ["2025-06-01 00:00:00", "inf"])) == {"start": "2025-06-01", "end": None}
        assert jionlp_time(self.found("time_delta", {"month": 3.0})) == {"amount": {"month": 3.0}}
        assert jionlp_time(self.found("time_delta", [{"year": 3.0}, {"infinite": True}])) == {"min": {"year": 3.0}, "max": None}
        assert jionlp_time(self.found("time_period", {"delta": {"month": 1}, "point": None})) == {"every": {"month": 1}, "point": None}

    def test_money(self) -> None:
        found = {"offset": [0, 5], "detail": {"num": "400000.00", "case": "元", "definition": "blur-"}}
        assert jionlp_money(found) == {"start": 0, "end": 5, "unit": "元", "value": "400000.00", "max": "400000.00"}
        found["detail"] = {"num": ["3.00", "5.00"], "case": "元", "definition": "blur"}
        assert jionlp_money(found) == {"start": 0, "end": 5, "unit": "元", "min": "3.00", "max": "5.00"}


class TestRecognizers:
    REFERENCE = dt.datetime(2025, 3, 5)

    def test_of_two_readings_that_in_the_year_of_reference(self) -> None:
        values = [{"timex": "XXXX-06-30", "value": "2024-06-30"}, {"timex": "XXXX-06-30", "value": "2025-06-30"}]
        assert recognizers_time("datetimeV2.date", values, self.REFERENCE) == {"start": "2025-06-30", "end": "2025-06-30"}

    def test_ends_are_exclusive_but_in_a_range_of_two_dates(self) -> None:
        month = [{"timex": "2025-06", "start": "2025-06-01", "end": "2025-07-01"}]
        days = [{"timex": "(2025-06-01,2025-06-09,P8D)", "start": "2025-06-01", "end": "2025-06-09"}]
        assert recognizers_time("datetimeV2.daterange", month, self.REFERENCE) == {"start": "2025-06-01", "end": "2025-06-30"}
        assert recognizers_time("datetimeV2.daterange", days, self.REFERENCE) == {"start": "2025-06-01", "end": "2025-06-09"}

    def test_what_it_does_not_resolve_and_year_1_are_no_dates(self) -> None:
        nothing = {"start": None, "end": None}
        assert recognizers_time("datetimeV2.date", [{"timex": "XXXX-02-30", "value": "not resolved"}], self.REFERENCE) == nothing
        assert recognizers_time("datetimeV2.daterange", [{"timex": "", "start": "0001-01-01", "end": "0001-01-01"}], None) == nothing

    def test_durations_and_steps(self) -> None:
        assert recognizers_time("datetimeV2.duration", [{"timex": "P5BD", "value": "1"}], None) == {"amount": {"workday": 5.0}}
        assert recognizers_time("datetimeV2.set", [{"timex": "P1M", "value": "not resolved"}], None) == {"every": {"month": 1.0}}
        assert timex_amount("P1Y6M") == {"year": 1.0, "month": 6.0}
        assert timex_amount("PT3H") is None

    def test_times_of_day_are_left_out(self) -> None:
        assert recognizers_time("datetimeV2.time", [{"timex": "T08", "value": "08:00:00"}], None) is None

    def test_a_percentage_has_its_unit_in_its_value(self) -> None:
        assert recognizers_number(3, 6, {"value": "85%"}) == {"start": 3, "end": 6, "value": "85", "unit": "%"}
        assert recognizers_number(0, 2, {"value": "2", "unit": "Kilogram"})["unit"] == "公斤"

    def test_the_longest_of_spans_that_overlap(self) -> None:
        spans = [{"start": 0, "end": 2}, {"start": 0, "end": 3}, {"start": 5, "end": 6}]
        assert longest(spans) == [{"start": 0, "end": 3}, {"start": 5, "end": 6}]
