"""Small notices to compare, written as their text would be printed and read by the converter."""

from __future__ import annotations

from functools import lru_cache

from gongwen import convert
from gongwen.diff import NoticeDiff, TaskChange, compare
from gongwen.records import Notice

Section = tuple[str, tuple[str, ...]]

RIVERS: Section = (
    "治理河湖",
    (
        "开展河道清淤。完成城区河道清淤疏浚，清理淤泥和水面垃圾，恢复行洪断面。2031年10月底前完成。（市水利局牵头，市财政局配合）",
        "规范砂石开采。划定可采区和禁采区，严查非法采砂船只，许可证一船一证。（市水利局、市公安局负责）",
        "修复湿地生态。在芦苇荡退化区域补种本土水生植物，湿地保护率达到60%以上。（市林业局负责）",
    ),
)
SCHOOLS: Section = (
    "办好学校",
    (
        "改造校园食堂。更新灶具和冷藏设备，实行明厨亮灶，学校食堂明厨亮灶覆盖率达到90%以上。（市教育局、市市场监管局负责）",
        "推行课后托管。小学每日提供两小时托管，开设书法、足球、编程兴趣班。（市教育局负责）",
        "配备校车驾驶员。核查驾驶资质，每季度组织一次安全演练。（市公安局、市教育局负责）",
    ),
)
DREDGE_LATER = RIVERS[1][0].replace("2031年10月底前", "2032年11月底前")
LISTS: tuple[Section, ...] = (RIVERS, SCHOOLS)


@lru_cache(maxsize=128)
def notice(year: int = 2031, sections: tuple[Section, ...] = LISTS, place: str = "清江市", what: str = "民生重点任务") -> Notice:
    """The notice that prints the sections; items are numbered through within each."""
    numerals = "一二三四五六七八九十"
    lines = [f"{place}人民政府办公室关于印发{place}{year}年{what}的通知", f"清政办发〔{year}〕3号"]
    lines.append("各县（市、区）人民政府，市政府各部门：")
    lines.append(f"现将《{place}{year}年{what}》印发给你们，请认真组织实施。")
    lines += [f"{place}人民政府办公室", f"{year}年2月10日", f"{place}{year}年{what}"]
    for i, (heading, items) in enumerate(sections):
        lines.append(f"{numerals[i]}、{heading}")
        lines += [f"（{numerals[k]}）{item}" for k, item in enumerate(items)]
    return convert("\n".join(lines).encode(), name=f"{year}.txt")


def changed(old: tuple[Section, ...], new: tuple[Section, ...], year: int = 2031) -> NoticeDiff:
    """Both lists of one year, so that only what was edited differs."""
    return compare(notice(year, old), notice(year, new))


def one(old: str, new: str, *, years: tuple[int, int] = (2031, 2031)) -> TaskChange:
    """What became of the first task, among others that stay."""
    rest = RIVERS[1][1:]
    diff = compare(notice(years[0], (("治理河湖", (old, *rest)), SCHOOLS)), notice(years[1], (("治理河湖", (new, *rest)), SCHOOLS)))
    (change,) = [c for c in diff.tasks if c.old and c.new and c.new[0].path == ("一、治理河湖",) and c.new[0].number == "1"]
    return change


def story(diff: NoticeDiff) -> list[tuple[str, str, str]]:
    """(kind, old numbers, new numbers) of every change, headings by their place: 1.2 is （二） under 一、."""
    return [(c.kind, " ".join(map(where, c.old)), " ".join(map(where, c.new))) for c in diff.tasks]


def where(task: object) -> str:
    """Heading and number of a task."""
    path, number = getattr(task, "path"), getattr(task, "number")  # noqa: B009
    return f"{'一二三四五六七八九十'.index(path[0][0]) + 1 if path else 0}.{number}"
