"""Notices followed through the years: what the three lists of one office and that of its province say, known beforehand."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

from generator import corpus
from gongwen import Notice, convert
from gongwen.commands.track import verdict_table
from gongwen.diff import Place, TargetRef
from gongwen.emit.comparison import readable
from gongwen.errors import Code, GongwenError
from gongwen.records import Region
from gongwen.track import MetricLine, TaskThread, Track, Verdict, follow, verdicts
from gongwen.track.lines import against
from gongwen.track.metrics import period_of, year_of
from gongwen.track.sinks import write_track

FILES = {2022: "songhe-jobs-2022.txt", 2023: "songhe-jobs-2023.html", 2024: "songhe-jobs-2024.pdf"}
PROVINCE = "yunling-jobs-2024.docx"


@cache
def record(file: str) -> Notice:
    return convert(corpus.FOLDER / file)


@cache
def office() -> Track:
    return follow([record(file) for file in FILES.values()])


@cache
def both_levels() -> Track:
    return follow([record(file) for file in (*FILES.values(), PROVINCE)], across=True)


def plan(year: int, *items: str, place: str = "安平县", matter: str = "便民服务", table: str = "") -> Notice:
    """A short list of one year."""
    text = "\n".join([f"{place}{year}年{matter}工作要点", "一、重点任务", *(f"{i}.{item}" for i, item in enumerate(items, 1))])
    return convert(f"{text}\n{place}人民政府\n{year}年2月1日\n{table}".encode(), name=f"{place}-{matter}-{year}.txt")


def lines(track: Track, name: str) -> list[MetricLine]:
    return [line for line in track.metrics if line.name == name]


def outcomes(track: Track, first: int, last: int) -> dict[str, str]:
    return {verdict.name: verdict.outcome for verdict in verdicts(track, first, last)}


class TestVerdicts:
    def test_what_became_of_the_targets_of_2022_by_2024(self) -> None:
        assert outcomes(office(), 2022, 2024) == {
            "城镇新增就业": "raised",
            "城镇调查失业率": "raised",  # from 5.5 to 5 at most: it asks more
            "惠及企业": "dropped",
            "城乡公益性岗位": "lowered",
            "离校未就业高校毕业生年底就业率": "raised",
            "募集就业见习岗位": "raised",
            "城镇失业人员再就业": "raised",
            "就业困难人员就业": "met",
            "全州农村劳动力转移就业规模": "lowered",
            "补贴性职业技能培训": "raised",
            "公共实训基地": "dropped",
            "新发放创业担保贷款": "raised",
            "线上线下招聘会": "dropped",
            "每个县（市）零工市场": "raised",
        }

    def test_what_became_of_those_of_2023(self) -> None:
        found = outcomes(office(), 2023, 2024)
        assert found["补贴性职业技能培训"] == "kept"
        assert found["就业困难人员就业"] == "met"
        assert found["还款率"] == "dropped"

    def test_a_goal_shown_reached_or_not(self) -> None:
        reached = {v.name: v.reached for v in verdicts(office(), 2023, 2024)}
        assert reached["城镇新增就业"] is True  # 3.05万人 of 3万人
        assert reached["城镇失业人员再就业"] is False  # 6420 of 6500
        assert reached["新发放创业担保贷款"] is True  # 21300万元 of 2亿元, in a row of another name
        assert reached["线上线下招聘会"] is None

    def test_evidence_names_notice_and_page(self) -> None:
        (found,) = [v for v in verdicts(office(), 2022, 2024) if v.name == "就业困难人员就业"]
        assert found.evidence == ("2023年完成1835人，已达到（松就业办〔2024〕1号，第4页）", "2023年后不再提及", "所在任务仍在")
        assert (found.last_year, found.task, found.task_dropped_in) == (2023, "帮助困难人员就业", None)

    def test_a_target_that_went_with_its_task(self) -> None:
        (found,) = [v for v in verdicts(office(), 2022, 2024) if v.name == "惠及企业"]
        assert (found.task, found.task_dropped_in) == ("落实援企稳岗政策", 2023)
        assert "所在任务2023年取消" in found.evidence

    def test_without_a_list_of_the_later_year_nobody_knows(self) -> None:
        track = follow([record(FILES[2022]), record(FILES[2023]), record(PROVINCE)])
        found = [v for v in verdicts(track, 2022, 2024) if v.name == "公共实训基地"]
        assert [v.outcome for v in found] == ["unknown"]
        assert found[0].evidence[0] == "没有2024年的清单"

    def test_years_in_the_wrong_order(self) -> None:
        with pytest.raises(ValueError, match="2022 is not after 2024"):
            verdicts(office(), 2024, 2022)

    def test_a_goal_is_held_against_the_one_for_the_same_period(self) -> None:
        old = plan(2021, "扩大覆盖。到2023年，村级服务站覆盖率达到70%以上；到2025年，村级服务站覆盖率达到90%以上。（县民政局）")
        new = plan(2022, "扩大覆盖。到2023年，村级服务站覆盖率达到75%以上；到2025年，村级服务站覆盖率达到90%以上。（县民政局）")
        told = {(x.year, x.goal.by, x.change) for x in follow([old, new]).metrics if x.goal is not None}
        assert told == {
            (2021, "2023-12-31", "first"), (2021, "2025-12-31", "first"), (2022, "2023-12-31", "raised"), (2022, "2025-12-31", "kept"),
        }  # fmt: skip


    def test_every_goal_of_the_year_has_its_verdict(self) -> None:
        old = plan(2021, "健全养老网络。社区养老服务设施覆盖率提高3个百分点，达到90%以上。（县民政局）")
        new = plan(2022, "健全养老网络。社区养老服务设施覆盖率提高2个百分点，达到92%以上。（县民政局）")
        told = [(v.old.mode, v.outcome, v.difference) for v in verdicts(follow([old, new]), 2021, 2022)]
        assert told == [("change", "lowered", "-1"), ("level", "raised", "2")]


class TestMetrics:
    def test_one_metric_through_other_words_and_units(self) -> None:
        found = lines(office(), "新发放创业担保贷款")
        assert [(x.year, x.goal and x.goal.raw, x.goal_value, x.unit) for x in found] == [
            (2022, "新发放创业担保贷款2亿元", "200000000", "元"),
            (2023, "新发放创业担保贷款20000万元", "200000000", "元"),
            (2024, "新发放创业担保贷款3亿元", "300000000", "元"),
        ]
        steps = [(x.change, x.since, x.difference) for x in found]
        assert steps == [("first", None, None), ("kept", 2022, "0"), ("raised", 2023, "100000000")]
        assert found[2].actual is not None
        assert (found[2].actual.raw, found[2].actual.period, found[2].actual_value) == ("21300", "2023", "213000000")

    def test_a_row_of_a_table_and_a_task_are_one_line(self) -> None:
        (last,) = [x for x in lines(office(), "城镇新增就业") if x.year == 2024]
        assert (last.goal and last.goal.raw, last.actual and last.actual.raw) == ("城镇新增就业3.2万人", "3.05")
        assert (last.task_title, last.indicator_id is not None) == ("稳定就业总量", True)

    def test_the_figure_that_a_target_starts_from_is_told(self) -> None:
        (line,) = [x for x in lines(office(), "城镇新增就业") if x.year == 2023]
        assert (line.goal_value, line.actual_value) == ("30000", "28600")

    def test_every_line_leads_to_its_place(self) -> None:
        texts = {record(file).id: record(file).text or "" for file in FILES.values()}
        for line in office().metrics:
            for said in filter(None, (line.goal, line.actual)):
                if said.place.end - said.place.start == len(said.raw):
                    assert texts[line.notice_id][said.place.start : said.place.end] == said.raw

    def test_no_figure_is_lost(self) -> None:
        for file in FILES.values():
            notice = record(file)
            known = {(x.goal.place.start, x.goal.metric) for x in office().metrics if x.goal and x.notice_id == notice.id}
            for task in notice.tasks:
                for target in task.targets:
                    assert target.optional or (target.span.start, target.metric) in known

    def test_a_short_name_of_two_matters_is_two_metrics(self) -> None:
        old = plan(2021, "健全养老网络。覆盖率达到80%以上。（县民政局）", "推进垃圾分类。覆盖率达到60%以上。（县城管局）")
        new = plan(2022, "推进垃圾分类。覆盖率达到70%以上。（县城管局）", "健全养老网络。覆盖率达到85%以上。（县民政局）")
        found: dict[str, list[str | None]] = {}
        for line in follow([old, new]).metrics:
            found.setdefault(line.thread, []).append(line.goal_value)
        assert sorted(map(tuple, found.values())) == [("60", "70"), ("80", "85")]

    def test_a_metric_that_comes_back_is_the_same(self) -> None:
        notices = [
            plan(2021, "扩绿增绿。森林覆盖率达到45%以上。（县林业局）", "修路架桥。新建农村公路30公里。（县交通局）"),
            plan(2022, "修路架桥。新建农村公路40公里。（县交通局）"),
            plan(2023, "开展国土绿化。森林覆盖率达到46%以上。（县林业局）", "修路架桥。新建农村公路50公里。（县交通局）"),
        ]
        found = lines(follow(notices), "森林覆盖率")
        assert [(x.year, x.goal_value, x.since) for x in found] == [(2021, "45", None), (2023, "46", 2021)]


def figure(value: str, comparator: str = "ge", **more: Any) -> TargetRef:
    told = {"raw": value, "metric": "覆盖率", "mode": "level", "unit": "%", "place": Place(start=0, end=1)} | more
    return TargetRef(value=value, comparator=comparator, **told)


@pytest.mark.parametrize(
    ("old", "new", "change", "difference", "certain"),
    [
        (figure("85"), figure("90"), "raised", 5, True),
        (figure("90"), figure("85"), "lowered", -5, True),
        (figure("7", "le"), figure("5", "le"), "raised", -2, True),
        (figure("85"), figure("85", "gt"), "kept", 0, True),
        (figure("2", "eq", unit="万人", mode="count"), figure("30000", "eq", unit="人"), "raised", 10000, True),
        (figure("2", "eq", metric="专项贷款"), figure("3", "eq", metric="专项贷款"), "raised", 1, False),
        (figure("2", "eq", unit="公里"), figure("3", "eq", unit="元"), "changed", None, False),
        (figure("2", "eq", mode="change"), figure("50", "eq"), "changed", 48, False),
    ],
)
def test_one_goal_against_another(old: TargetRef, new: TargetRef, change: str, difference: float | None, certain: bool) -> None:
    found = against(old, new)
    assert (found.change, found.difference, found.certain) == (change, difference, certain)


class TestThreads:
    def test_what_happened_to_each_task(self) -> None:
        told = {x.title: [(step.event, [t.number for t in step.tasks]) for step in x.steps] for x in office().threads}
        assert told == {
            "稳定就业总量": [("first", ["1"]), ("reworded", ["1"]), ("reworded", ["1"])],
            "落实援企稳岗政策": [("first", ["2"]), ("dropped", [])],
            "统筹开发公益性岗位": [("first", ["3"]), ("reworded", ["2"]), ("reworded", ["2"])],
            "促进高校毕业生就业见习": [("first", ["4"]), ("split", ["3", "4"]), ("merged", ["3"])],
            "帮助困难人员就业": [("first", ["5"]), ("same", ["5"]), ("reworded", ["4"])],
            "引导农村劳动力转移就业": [("first", ["6"]), ("reworded", ["6"]), ("reworded", ["5"])],
            "开展职业技能培训": [("first", ["7"]), ("reworded", ["8"]), ("reworded", ["7"])],
            "加大创业担保贷款支持": [("first", ["8"]), ("reworded", ["9"]), ("reworded", ["8"])],
            "举办公共招聘活动": [("first", ["9"]), ("renumbered", ["10"]), ("dropped", [])],
            "规范零工市场建设": [("first", ["10"]), ("reworded", ["11"]), ("renumbered", ["9"])],
            "维护新就业形态劳动者权益": [("added", ["7"]), ("reworded", ["6"])],
        }
        assert {x.title: x.dropped_in for x in office().threads if x.dropped_in} == {"落实援企稳岗政策": 2023, "举办公共招聘活动": 2024}

    def test_every_task_is_in_one_thread(self) -> None:
        placed = [(t.notice_id, t.id) for thread in both_levels().threads for step in thread.steps for t in step.tasks]
        assert sorted(placed) == sorted((n.id, task.id) for n in map(record, (*FILES.values(), PROVINCE)) for task in n.tasks)

    def test_a_part_that_is_not_continued_is_told(self) -> None:
        one = "办好早餐便利。新建社区早餐店40家，规范早餐车管理。（县商务局）"
        two = "改造便民市场。改造农贸市场3个，完善冷链设施。（县市场监管局）"
        merged = "办好早餐和便民市场。新建社区早餐店40家，规范早餐车管理；改造农贸市场3个，完善冷链设施。（县商务局、县市场监管局）"
        track = follow([plan(2021, one, two), plan(2022, merged), plan(2023, one)])
        events = [[step.event for step in thread.steps] for thread in track.threads]
        assert ["first", "merged", "reworded"] in events


class TestSeries:
    def test_notices_stand_by_place_and_year(self) -> None:
        assert [(n.region, n.year, n.predecessors) for n in both_levels().notices] == [
            ("云岭省", 2024, ()),
            ("松河州", 2022, ()),
            ("松河州", 2023, ("松就业办-2022-3",)),
            ("松河州", 2024, ("松就业办-2023-2",)),
        ]

    def test_the_order_in_which_they_come_does_not_matter(self) -> None:
        notices = [record(file) for file in (*FILES.values(), PROVINCE)]
        for seed in range(3):
            random.Random(seed).shuffle(notices)
            assert follow(notices, across=True) == both_levels()

    def test_records_without_text_give_the_same(self) -> None:
        bare = [Notice.from_json(record(file).to_json(with_text=False)) for file in (*FILES.values(), PROVINCE)]
        assert follow(bare, across=True) == both_levels()

    def test_a_year_left_out_is_said_and_bridged(self) -> None:
        track = follow([record(FILES[2022]), record(FILES[2024])])
        assert [f.message for f in track.findings if f.code == "year_gap"] == ["松河州: no list between 2022 and 2024"]
        assert outcomes(track, 2022, 2024) == outcomes(office(), 2022, 2024)

    def test_lists_of_another_matter_are_not_chained(self) -> None:
        track = follow([record(FILES[2022]), record(FILES[2023]), record("songhe-eldercare-oneline.txt")])
        series = {n.source_name: n.series for n in track.notices}
        assert series["songhe-jobs-2022.txt"] == series["songhe-jobs-2023.html"] != series["songhe-eldercare-oneline.txt"]
        assert not [x for x in track.threads if x.dropped_in == 2025]

    def test_two_lists_of_one_year(self) -> None:
        first = plan(2021, "办好早餐便利。新建社区早餐店40家。（县商务局）", "改善出行条件。建设公交候车亭120座。（县交通局）")
        half = plan(2022, "办好早餐便利。新建社区早餐店50家。（县商务局）", matter="便民服务第一批")
        other = plan(2022, "改善出行条件。建设公交候车亭150座。（县交通局）", matter="便民服务第二批")
        track = follow([other, first, half])
        assert [f.code for f in track.findings] == ["several_notices"]
        assert {x.title: [s.event for s in x.steps] for x in track.threads} == {
            "办好早餐便利": ["first", "same"], "改善出行条件": ["first", "renumbered"],
        }  # fmt: skip

    def test_a_notice_without_a_year_is_told(self) -> None:
        track = follow([convert("安平县便民服务工作要点\n一、任务\n1.办好早餐便利。新建早餐店40家。（县商务局）".encode(), name="x.txt")])
        assert (track.notices, [f.code for f in track.findings]) == ((), ["year_unknown"])

    def test_a_notice_without_a_region_stands_where_its_issuer_is(self) -> None:
        first, second = (record(FILES[year]) for year in (2022, 2023))
        placeless = second.model_copy(update={"meta": second.meta.model_copy(update={"region": None})})
        assert [(n.region, n.series) for n in follow([first, placeless]).notices] == [("松河州", "s1"), ("松河州", "s1")]

    def test_two_places_of_one_name_are_two(self) -> None:
        def seated(year: int, code: str) -> Notice:
            notice = plan(year, "办好早餐便利。新建社区早餐店40家。（区商务局）", place="城中区")
            region = Region(name="城中区", level="县", code=code)
            return notice.model_copy(update={"id": f"{code}-{year}", "meta": notice.meta.model_copy(update={"region": region})})

        track = follow([seated(2021, "450202"), seated(2021, "630103"), seated(2022, "450202")])
        assert [(n.region, n.year, n.series) for n in track.notices] == [
            ("城中区（450202）", 2021, "s1"), ("城中区（450202）", 2022, "s1"), ("城中区（630103）", 2021, "s2"),
        ]  # fmt: skip

    def test_nothing_at_all(self) -> None:
        assert follow([]) == Track()
        assert verdicts(Track(), 2021, 2024) == ()


class TestAcross:
    def test_places_are_apart_unless_asked(self) -> None:
        track = follow([record(file) for file in (*FILES.values(), PROVINCE)])
        assert {x.family for x in (*track.metrics, *track.threads)} == {None}
        assert all(len({x.region for x in track.metrics if x.thread == thread}) == 1 for thread in {x.thread for x in track.metrics})

    def test_metrics_of_province_and_prefecture(self) -> None:
        families: dict[str, set[str]] = {}
        for line in both_levels().metrics:
            if line.family:
                families.setdefault(line.family, set()).add(f"{line.region}{line.name}")
        assert {"云岭省城镇新增就业", "松河州城镇新增就业"} in families.values()
        assert {"云岭省农村劳动力转移就业规模", "松河州全州农村劳动力转移就业规模"} in families.values()
        assert all(len({name[:3] for name in names}) == 2 for names in families.values())

    def test_tasks_of_province_and_prefecture(self) -> None:
        families = {x.title: x.family for x in both_levels().threads if x.region == "云岭省"}
        local = {x.family: x.title for x in both_levels().threads if x.region == "松河州" and x.family}
        assert local[families["扩大创业担保贷款规模"]] == "加大创业担保贷款支持"
        assert families["发挥重大项目带动作用"] is None


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("track")
    write_track(both_levels(), verdicts(both_levels(), 2022, 2024), ["jsonl", "parquet", "xlsx"], folder)
    return folder


class TestFiles:
    def test_files_and_nothing_else(self, written: Path) -> None:
        assert sorted(p.name for p in written.iterdir()) == [
            "metrics.jsonl", "metrics.parquet", "thread_steps.parquet", "threads.jsonl", "track.xlsx", "verdicts.jsonl", "verdicts.parquet",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("name", "model", "made"),
        [
            ("metrics", MetricLine, both_levels().metrics),
            ("threads", TaskThread, both_levels().threads),
            ("verdicts", Verdict, verdicts(both_levels(), 2022, 2024)),
        ],
    )
    def test_json_lines_read_back(self, written: Path, name: str, model: Any, made: Any) -> None:
        read = [model.model_validate_json(line) for line in (written / f"{name}.jsonl").read_text("utf-8").splitlines()]
        assert tuple(read) == tuple(made)

    def test_parquet_reads_back(self, written: Path) -> None:
        rows = pq.read_table(written / "metrics.parquet").to_pylist()
        for row, line in zip(rows, both_levels().metrics, strict=True):
            assert (row["thread"], row["family"], row["year"], row["change"]) == (line.thread, line.family, line.year, line.change)
            assert row["goal_number"] == (float(line.goal_value) if line.goal_value else None)
            assert row["goal_raw"] == (line.goal.raw if line.goal else None)
            assert row["actual_page"] == (line.actual.place.page if line.actual else None)
        steps = pq.read_table(written / "thread_steps.parquet").to_pylist()
        assert [(s["thread"], s["year"], s["event"]) for s in steps] == [
            (thread.thread, step.year, step.event) for thread in both_levels().threads for step in thread.steps
        ]
        told = pq.read_table(written / "verdicts.parquet").to_pylist()
        assert {row["name"]: row["outcome"] for row in told} == outcomes(office(), 2022, 2024)

    def test_the_workbook_reads_back(self, written: Path) -> None:
        book = openpyxl.load_workbook(written / "track.xlsx")
        assert book.sheetnames == ["目标去向", "指标轨迹", "指标明细", "任务轨迹", "公文"]
        fates = {row[1]: row[2:6] for row in book["目标去向"].iter_rows(min_row=3, values_only=True)}
        assert fates["城镇新增就业"] == ("2.8万人", "3.2万人", "提高", "已达到")
        assert fates["公共实训基地"] == ("1个", None, "不再提及", None)
        series = {(row[0], row[1]): row[2:9] for row in book["指标轨迹"].iter_rows(min_row=3, values_only=True)}
        assert series["松河州", "城镇新增就业"] == ("人", 28000, 28600, 30000, 30500, 32000, None)
        assert series["松河州", "城镇调查失业率"] == ("%", "≤5.5", None, "≤5.5", 5.2, "≤5", None)
        tasks = {(row[0], row[1]): row[4:7] for row in book["任务轨迹"].iter_rows(min_row=3, values_only=True)}
        assert tasks["松河州", "促进高校毕业生就业见习"][1] == "拆分\n3．促进高校毕业生就业\n4．扩大就业见习规模"
        assert tasks["松河州", "落实援企稳岗政策"][1:] == ("取消", None)
        assert book["公文"].max_row == 2 + 4 + 1  # one notice stands alone, which is told

    def test_hostile_text_is_only_text(self, tmp_path: Path) -> None:
        bad = "=HYPERLINK(\"http://x.example\")\x07"
        track = both_levels().model_copy(
            update={
                "metrics": tuple(x.model_copy(update={"name": bad, "region": bad, "task_title": bad}) for x in both_levels().metrics),
                "threads": tuple(x.model_copy(update={"title": bad}) for x in both_levels().threads),
            }
        )
        write_track(track, (), ["xlsx", "jsonl", "parquet"], tmp_path)
        cells = [cell for sheet in openpyxl.load_workbook(tmp_path / "track.xlsx") for row in sheet.iter_rows() for cell in row]
        assert not {cell.data_type for cell in cells} & {"f", "e"}
        assert [cell for cell in cells if cell.value == bad.replace("\x07", "")]
        assert not (tmp_path / "verdicts.jsonl").exists()

    def test_a_folder_that_cannot_be_written(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x")
        for name in ("jsonl", "parquet", "xlsx"):
            with pytest.raises(GongwenError) as caught:
                write_track(office(), (), [name], tmp_path / "file")
            assert caught.value.code == Code.OUTPUT_UNWRITABLE

    def test_a_form_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="no form csv; there are jsonl, parquet, xlsx"):
            write_track(office(), (), ["csv"], tmp_path)


def test_the_table_for_the_terminal() -> None:
    shown = verdict_table(verdicts(office(), 2022, 2024), 110)
    assert shown.startswith("松河州 2022 → 2024\n")
    assert shown.rstrip().endswith("8 raised, 2 lowered, 1 met, 3 dropped; 6 shown reached")
    assert verdict_table((), 110) == "no targets\n"


@pytest.mark.parametrize(
    ("value", "shown"),
    [("28000", "2.8万"), ("300000000", "3亿"), ("213000000", "2.13亿"),
     ("3200000000000", "3.2万亿"), ("12345678", "1234.5678万"), ("9999", "9999"), ("0.5", "0.5"),
     ("-20000", "-2万"), ("123456.7891", "123456.7891"), (None, None), ("1234567891", "123456.7891万")],
)  # fmt: skip
def test_large_figures_as_offices_write_them(value: str | None, shown: str | None) -> None:
    assert readable(value) == shown


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gongwen", "track", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("records")
    for year, file in FILES.items():
        (folder / f"{year}.json").write_text(record(file).to_json(), "utf-8")
    return folder


class TestCommand:
    def test_table_and_files(self, records: Path, tmp_path: Path) -> None:
        done = run(str(records), "--from", "2022", "--until", "2023", "--to", "jsonl,xlsx", "--out", str(tmp_path), "--width", "120")
        assert (done.returncode, done.stderr) == (0, "3 notices of 1 place: 17 metrics, 11 tasks through time\n")
        assert done.stdout.startswith("松河州 2022 → 2023\n")
        assert sorted(p.name for p in tmp_path.iterdir()) == ["metrics.jsonl", "threads.jsonl", "track.xlsx", "verdicts.jsonl"]

    def test_the_last_year_is_that_of_the_notices(self, records: Path) -> None:
        done = run(str(records), "--from", "2022", "-q")
        assert done.stdout == verdict_table(verdicts(office(), 2022, 2024), 80)
        assert done.stderr == ""

    def test_a_notice_given_twice_counts_once(self, records: Path) -> None:
        done = run(str(records), str(records / "2022.json"), "--from", "2022", "--width", "120")
        assert done.returncode == 0
        assert "stands in" in done.stderr
        assert "3 notices of 1 place:" in done.stderr

    def test_what_is_no_record_is_told(self, records: Path, tmp_path: Path) -> None:
        (tmp_path / "bad.json").write_text("{}")
        done = run(str(records), str(tmp_path / "bad.json"), "--from", "2022")
        assert done.returncode == 1
        assert "bad.json is no record of gongwen" in done.stderr
        assert "1 not read" in done.stderr

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            ((), "name what to write"),
            (("--until", "2024"), "--until wants --from"),
            (("--to", "csv"), "no form csv"),
            (("--from", "2021"), "no notice of 2021"),
            (("--from", "2024", "--until", "2022"), "2022 is not after 2024"),
        ],
    )
    def test_what_makes_no_sense(self, records: Path, arguments: tuple[str, ...], said: str) -> None:
        done = run(str(records), *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in " ".join(done.stderr.replace("│", "").split())


def test_lines_are_json_objects_with_all_keys(written: Path) -> None:
    first = json.loads((written / "metrics.jsonl").read_text("utf-8").splitlines()[0])
    assert list(first) == list(MetricLine.model_fields)


@pytest.mark.parametrize(
    ("period", "by", "year", "told"),
    [
        ("2025", None, 2025, "2025"), ("2025年", None, 2025, "2025"), ("2021—2025年", None, 2025, "2025"),
        ("“十四五”末", None, None, "“十四五”末"),
        (None, "2024-06-30", 2024, "2024"), (None, None, None, None), ("120251", None, None, "120251"),
    ],
)  # fmt: skip
def test_the_year_that_a_figure_is_for(period: str | None, by: str | None, year: int | None, told: str | None) -> None:
    said = figure("85", period=period, by=by)
    assert (year_of(said), period_of(said)) == (year, told)
