"""A small comparison built by hand, as the engine would build it: every kind of change occurs in it once at least."""

from __future__ import annotations

from typing import Any

from gongwen.diff import (
    DeadlineChange,
    DeadlineRef,
    DiffFinding,
    FieldChanges,
    IndicatorChange,
    IndicatorRef,
    NoticeDiff,
    NoticeRef,
    Place,
    Relation,
    Summary,
    TargetChange,
    TargetRef,
    TaskChange,
    TaskRef,
    UnitChange,
    UnitRef,
)
from gongwen.records import Period

HERE = Place(start=0, end=1, page=3)


def notice(year: int, **more: Any) -> NoticeRef:
    """A notice of a year."""
    told = {
        "id": f"松就业办-{year}",
        "title": f"松河州{year}年就业重点任务",
        "doc_number": f"松就业办〔{year}〕1号",
        "issued_on": f"{year}-02-01",
        "period": Period(start=f"{year}-01-01", end=f"{year}-12-31"),
        "source": f"{year}.pdf",
        "sha256": "0" * 64,
        "tasks": 6,
    }
    return NoticeRef(**(told | more))


def task(id_: str, number: str | None, title: str | None, text: str, path: str = "一、稳住就业大盘", **more: Any) -> TaskRef:
    """A task of the running text."""
    return TaskRef(id=id_, view="section", number=number, path=(path,), title=title, text=text, place=HERE, **more)


def unit(name: str, role: str = "responsible") -> UnitRef:
    return UnitRef(name=name, role=role)


def by(raw: str, end: str) -> DeadlineRef:
    return DeadlineRef(raw=raw, kind="by", end=end, place=HERE)


def level(metric: str, value: str, counter: str = "%", comparator: str = "ge", **more: Any) -> TargetRef:
    raw = f"{metric}达到{value}{counter}"
    return TargetRef(raw=raw, metric=metric, mode="level", comparator=comparator, value=value, unit=counter, place=HERE, **more)


def sample_diff(hostile: str = "") -> NoticeDiff:
    """The comparison of two years; `hostile` stands in titles, texts, names, metrics and findings."""
    x = hostile
    tightened = TargetChange(
        kind="changed", old=level(f"{x}毕业生就业率", "85"), new=level(f"{x}毕业生就业率", "90"), direction="tightened", reached=True,
        difference="5",
    )  # fmt: skip
    tasks = (
        TaskChange(
            kind="reworded", traits=("reworded", "retitled"), score=0.9,
            old=(task("a1", "1", f"{x}稳定总量", f"{x}稳定总量。每季度分析一次，就业率达到85%以上。（州人社局）"),),
            new=(task("b1", "1", f"{x}稳定就业总量", f"{x}稳定就业总量。每月分析一次，就业率达到90%以上。（州人社局、州残联）"),),
            changes=FieldChanges(
                similarity=0.8,
                units=(
                    UnitChange(kind="added", new=unit(f"{x}州残联", "supporting")),
                    UnitChange(kind="removed", old=unit("州妇联")),
                    UnitChange(kind="renamed", old=unit("州人社局"), new=unit("州人力资源和社会保障局", "lead")),
                    UnitChange(kind="role_changed", old=unit("州财政局", "lead"), new=unit("州财政局")),
                ),
                deadlines=(
                    DeadlineChange(
                        kind="moved", old=by("6月底前", "2022-06-30"), new=by("8月底前", "2023-08-31"), days=427, against_period=62
                    ),
                    DeadlineChange(
                        kind="moved", old=by("年底前", "2022-12-31"), new=by("年底前", "2023-12-31"), days=365, with_period=True
                    ),
                    DeadlineChange(kind="added", new=by(f"{x}9月底前", "2023-09-30")),
                ),
                targets=(tightened, TargetChange(kind="removed", old=level("参保率", "95"), direction="dropped")),
            ),
        ),
        TaskChange(
            kind="split", score=0.7, certain=False, rivals=("b6",),
            old=(task("a2", "2", "帮扶毕业生和困难人员", "帮扶毕业生和困难人员。建立台账。募集见习岗位。"),),
            new=(task("b2", "2", "帮扶毕业生", "帮扶毕业生。募集见习岗位。"), task("b3", "3", "帮扶困难人员", "帮扶困难人员。建立台账。")),
            changes=FieldChanges(similarity=0.6),
        ),
        TaskChange(
            kind="merged", score=0.7,
            old=(task("a3", "3", "办招聘会", "办招聘会。"), task("a4", "4", "建零工市场", "建零工市场。")),
            new=(task("b4", "4", "办招聘会和零工市场", "办招聘会和零工市场。"),),
            changes=FieldChanges(similarity=0.6),
        ),
        TaskChange(kind="removed", old=(task("a5", "5", f"{x}返还保费", f"{x}返还保费。6月底前拨付。", units=(unit("州财政局"),)),)),
        TaskChange(
            kind="moved", traits=("moved", "renumbered"), score=0.9,
            old=(task("a6", "6", "开展培训", "开展培训。"),), new=(task("b5", "5", "开展培训", "开展培训。", "二、提升技能"),),
            changes=FieldChanges(),
        ),
        TaskChange(
            kind="added",
            new=(
                task(
                    "b6", "6", None, f"{x}设立户外劳动者服务站点50个，为快递员、送餐员等提供休息、饮水、充电等便利。", "二、提升技能",
                    units=(unit("州总工会"),), deadlines=(by("年底前", "2023-12-31"),), targets=(level("服务站点", "50", "个", "eq"),),
                ),
            ),
        ),
        TaskChange(
            kind="same", score=1, old=(task("a7", "7", "加强督查", "加强督查。"),), new=(task("b7", "7", "加强督查", "加强督查。"),),
            changes=FieldChanges(),
        ),
    )  # fmt: skip
    baseline = level("新增就业", "3.05", "万人", "eq", role="baseline", period="2022")
    goal = level("新增就业", "3.2", "万人", role="goal", period="2023")
    unemployed = TargetChange(
        kind="changed", old=level("失业率", "5.5"), new=level("失业率", "5"), direction="tightened", difference="-0.5"
    )
    indicators = (
        IndicatorChange(
            kind="added", new=IndicatorRef(id="i1", name=f"{x}新增就业", unit="万人", values=(baseline, goal), place=HERE),
        ),
    )  # fmt: skip
    return NoticeDiff(
        old=notice(2022, title=f"{x}松河州2022年就业重点任务"),
        new=notice(2023),
        relation=Relation(kind="successive", similarity=0.83, evidence=(f"{x}同一发文机关",)),
        tasks=tasks,
        goals=(unemployed,),
        indicators=indicators,
        summary=Summary(same=1, reworded=1, split=1, merged=1, added=1, removed=1, moved=1, uncertain=1),
        findings=(DiffFinding(code="year_gap", severity="info", message=f"{x}两份文件相隔一年"),),
    )
