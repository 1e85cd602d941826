"""A small diff built by hand: every kind of change to a task, and every kind of change inside one, occurs at least once."""

from __future__ import annotations

from gongwen.diff import (
    DeadlineChange,
    DeadlineRef,
    DiffFinding,
    Evidence,
    FieldChanges,
    IndicatorChange,
    IndicatorRef,
    MeasureChange,
    MeasureRef,
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
from gongwen.records import Period, Region

HERE = Place(start=0, end=10, page=1)
OFFICE = UnitRef(name="市政务局", canonical="清江市政务服务局", role="lead", level="市")
DATA = UnitRef(name="市数据局", canonical="清江市数据局", role="supporting", level="市")
HEALTH_OLD = UnitRef(name="市卫生计生委", canonical="清江市卫生和计划生育委员会", role="responsible", level="市")
HEALTH_NEW = UnitRef(name="市卫生健康委", canonical="清江市卫生健康委员会", role="responsible", level="市")


def deadline(raw: str, end: str | None, kind: str = "by", freq: str | None = None) -> DeadlineRef:
    """A deadline."""
    return DeadlineRef.model_validate({"raw": raw, "kind": kind, "end": end, "freq": freq, "place": HERE})


def target(raw: str, metric: str, comparator: str, value: str, unit: str, **more: str) -> TargetRef:
    """A target."""
    given = {"raw": raw, "metric": metric, "mode": "level", "comparator": comparator, "value": value, "unit": unit, "place": HERE}
    return TargetRef.model_validate(given | more)


def task(number: str, title: str, text: str, path: str, *, units: tuple[UnitRef, ...] = ()) -> TaskRef:
    """A task of the running text."""
    return TaskRef(id=f"s{number}", view="section", number=number, path=(path,), title=title, text=text, units=units, place=HERE)


def measure(of: TaskRef, index: int, text: str) -> MeasureRef:
    """A measure of a task."""
    return MeasureRef(task=of.id, index=index, text=text, place=HERE)


def notice(year: int, tasks: int) -> NoticeRef:
    """The list of one year."""
    return NoticeRef(
        id=f"清政办发-{year}-3",
        title=f"清江市人民政府办公室关于印发{year}年便民服务工作要点的通知",
        doc_number=f"清政办发〔{year}〕3号",
        issuers=("清江市人民政府办公室",),
        issued_on=f"{year}-02-10",
        region=Region(name="清江市", level="市"),
        period=Period(start=f"{year}-01-01", end=f"{year}-12-31"),
        source=f"{year}.txt",
        sha256="0" * 64,
        tasks=tasks,
    )


def sample() -> NoticeDiff:
    """The diff."""
    windows, service = "一、优化窗口服务", "二、便利群众办事"
    one_old = task("1", "推行一窗受理", "推行一窗受理。设立综合窗口。", windows, units=(OFFICE, HEALTH_OLD))
    one_new = task("2", "推行一窗受理", "推行一窗受理。各大厅设立综合窗口。", windows, units=(DATA, HEALTH_NEW))
    two_old, two_new = (task(n, "公开办事指南", "公开办事指南。", p) for n, p in (("2", windows), ("5", service)))
    both = task("3", "减材料、压时限", "减少申请材料，压缩办理时限。", windows)
    fewer, faster = task("3", "减材料", "减少申请材料。", windows), task("4", "压时限", "压缩办理时限。", windows)
    halls, posts = task("4", "建设大厅", "建设服务大厅。", service), task("5", "设立站点", "设立便民站点。", service)
    network = task("6", "织密服务网络", "建设服务大厅，设立便民站点。", service)
    kept_old, kept_new = task("6", "开展评价", "开展好差评。", service), task("7", "开展评价", "开展好差评。", service)
    same = task("8", "加强培训", "加强窗口人员培训。", service)
    gone, come = task("7", "推广自助机", "推广自助终端。", service), task("1", "推行告知承诺", "推行告知承诺制。", windows)
    rate_old = target("满意率达到95%", "满意率", "ge", "95", "%")
    rate_new = target("满意率达到98%", "满意率", "ge", "98", "%")
    satisfaction = target("群众满意率90%以上", "群众满意率", "ge", "90", "%")
    online = [target(f"{v}%", "网上可办率", "ge", v, "%", period=p, role="goal") for v, p in (("82", "2031"), ("85", "2032"))]
    inside = FieldChanges(
        similarity=0.8,
        units=(
            UnitChange(kind="added", new=DATA),
            UnitChange(kind="removed", old=OFFICE),
            UnitChange(kind="renamed", old=HEALTH_OLD, new=HEALTH_NEW),
        ),
        deadlines=(
            DeadlineChange(
                kind="moved", old=deadline("2031年底前", "2031-12-31"), new=deadline("2032年6月底前", "2032-06-30"), days=182
            ),
            DeadlineChange(
                kind="recurrence_changed",
                old=deadline("每季度", None, "recurring", "P3M"),
                new=deadline("每月", None, "recurring", "P1M"),
            ),
        ),
        targets=(TargetChange(kind="changed", old=rate_old, new=rate_new, direction="tightened", reached=None, difference="3"),),
        measures=(
            MeasureChange(
                kind="reworded", old=measure(one_old, 0, "设立综合窗口。"), new=measure(one_new, 0, "各大厅设立综合窗口。"), score=0.8
            ),
        ),
    )
    plain = FieldChanges()
    changes = (
        TaskChange(kind="added", new=(come,)),
        TaskChange(
            kind="reworded",
            traits=("reworded", "renumbered"),
            old=(one_old,),
            new=(one_new,),
            score=0.86,
            evidence=(Evidence(kind="title", score=1.0, shared=("一窗", "受理")), Evidence(kind="text", score=0.8)),
            changes=inside,
        ),
        TaskChange(kind="split", old=(both,), new=(fewer, faster), score=0.7, certain=False, rivals=("s8",), changes=plain),
        TaskChange(kind="moved", traits=("renumbered", "moved"), old=(two_old,), new=(two_new,), score=0.9, changes=plain),
        TaskChange(kind="merged", old=(halls, posts), new=(network,), score=0.75, changes=plain),
        TaskChange(kind="renumbered", traits=("renumbered",), old=(kept_old,), new=(kept_new,), score=1.0, changes=plain),
        TaskChange(kind="removed", old=(gone,)),
        TaskChange(kind="same", old=(same,), new=(same,), score=1.0, changes=plain),
    )
    rows = [IndicatorRef(id="i1", number="1", name="网上可办率", unit="%", values=(value,), place=HERE) for value in online]
    return NoticeDiff(
        old=notice(2031, 8),
        new=notice(2032, 8),
        relation=Relation(kind="successive", similarity=0.9, evidence=("发文机关相同：清江市人民政府办公室",)),
        tasks=changes,
        goals=(TargetChange(kind="removed", old=satisfaction, direction="dropped", reached=True),),
        indicators=(
            IndicatorChange(
                kind="changed",
                old=rows[0],
                new=rows[1],
                score=1.0,
                values=(TargetChange(kind="changed", old=online[0], new=online[1], direction="tightened", difference="3"),),
            ),
        ),
        summary=Summary(
            same=1, reworded=1, renumbered=1, moved=1, split=1, merged=1, added=1, removed=1, uncertain=1,
            units_added=1, units_removed=1, deadlines_later=1, targets_tightened=2, targets_dropped=1, targets_reached=1,
        ),
        findings=(DiffFinding(code="uncertain_alignment", severity="info", message="1 change should be looked at: old task 3."),),
    )
