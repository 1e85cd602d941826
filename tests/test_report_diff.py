"""The page of a comparison: what is in it, what is escaped, and how it behaves in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from typer.testing import CliRunner

from browser import PHONE, chromium, opened
from gongwen import convert
from gongwen.cli import app
from gongwen.diff import NoticeDiff, TargetRef, TaskChange, TaskRef, compare
from gongwen.diff.record import Place
from gongwen.records import Notice
from gongwen.report import diff_page
from gongwen.report.pairs import texts
from gongwen.report.plots import HEIGHT, WIDTH, plots
from sample_record import sample
from test_report import HOSTILE, Reader, hostile
from test_report_browser import DARK_AND_LIGHT, FAINT, in_view, written

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
OLD, NEW = CORPUS / "songhe-jobs-2023.html", CORPUS / "songhe-jobs-2024.pdf"


@pytest.fixture(scope="module")
def old() -> Notice:
    return convert(OLD)


@pytest.fixture(scope="module")
def new() -> Notice:
    return convert(NEW)


@pytest.fixture(scope="module")
def diff(old: Notice, new: Notice) -> NoticeDiff:
    return compare(old, new)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with chromium(tmp_path_factory.mktemp("downloads")) as found:
        yield found


@pytest.fixture(scope="module")
def page_file(diff: NoticeDiff, old: Notice, new: Notice, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("diff"), diff_page(diff, old, new))


def task(text: str, **more: Any) -> TaskRef:
    return TaskRef(id="t", view="section", text=text, place=Place(start=0, end=len(text)), **more)


def change(old: str, new: str) -> TaskChange:
    return TaskChange(kind="reworded", old=(task(old),), new=(task(new),))


# The page


def test_words_that_changed_are_marked_on_their_side() -> None:
    before, after = texts(change("新增就业3万人，培训不少于5场。", "新增就业3.2万人，培训不少于5场。"))
    assert before == "新增就业<del>3</del>万人，培训不少于5场。"
    assert after == "新增就业<ins>3.2</ins>万人，培训不少于5场。"


def test_a_sentence_that_stands_elsewhere_is_moved_and_not_gone() -> None:
    first, second = "健全岗位退出机制。按月发放见习补贴。", "每季度开展评估。"
    before, after = texts(change(first + second, second + first))
    assert "<del>" not in before
    assert before.count('<span class="moved">') == after.count('<span class="moved">') == 1


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_texts_are_there_whatever_changed(before: str, after: str) -> None:
    shown = [Reader(Markup("<p>{}</p>").format(side)) for side in texts(change(before, after))]
    for read, said in zip(shown, (before, after), strict=True):
        assert len("".join(read.said.get("p", [])).replace("\n", "")) == len(said.replace("\n", ""))
        assert {name for name, _ in read.tags} <= {"p", "del", "ins", "span"}


def test_every_change_is_on_the_page_with_its_words(diff: NoticeDiff, old: Notice, new: Notice) -> None:
    page = diff_page(diff, old, new)
    read = Reader(page)
    pairs = [attrs for name, attrs in read.tags if name == "article" and "pair" in str(attrs["class"])]
    assert [attrs["data-k"] for attrs in pairs] == [c.kind for c in diff.tasks]
    ids = [attrs["id"] for _, attrs in read.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {str(attrs["href"])[1:] for name, attrs in read.tags if name == "a"} <= set(ids)
    assert "合并" in page
    assert "随计划期顺延" in page


def test_without_the_two_records_there_are_no_source_texts(diff: NoticeDiff) -> None:
    read = Reader(diff_page(diff))
    assert not any(attrs.get("id") == "sources" for _, attrs in read.tags)
    ids = {attrs["id"] for _, attrs in read.tags if "id" in attrs}
    assert {str(attrs["href"])[1:] for name, attrs in read.tags if name == "a"} <= ids


def test_unrelated_notices_say_so() -> None:
    other = convert("安平县人民政府关于城市绿化的通知\n一、植树造林\n（一）种树。年内植树3000株。（责任单位：县林业局）\n".encode())
    page = diff_page(compare(convert(OLD), other), convert(OLD), other)
    assert "两份文件没有共同任务" in page


def test_two_notices_without_tasks_have_a_page() -> None:
    empty = convert("今天天气很好。\n".encode())
    Reader(diff_page(compare(empty, empty), empty, empty))


@pytest.mark.parametrize("evil", HOSTILE)
def test_hostile_text_is_text(notice: Notice, evil: str) -> None:
    bad = hostile(notice, evil)
    for one, other in ((notice, bad), (bad, notice), (bad, bad)):
        tags = Reader(diff_page(compare(one, other), one, other)).tags
        assert sum(name == "script" for name, _ in tags) == 2
        assert not any(key.startswith("on") for _, attrs in tags for key in attrs)
        assert not any(name in ("img", "iframe", "object", "embed", "form", "base", "link") for name, _ in tags)
        assert all(str(attrs.get("href", "#")).startswith("#") for _, attrs in tags)


# Plots


def test_a_plot_has_goals_and_what_was_reached(diff: NoticeDiff) -> None:
    made = {plot.name: plot for plot in plots(diff)}
    jobs = made["城镇新增就业"]
    assert [(d.point.year, d.point.role, d.point.text) for d in jobs.dots] == [
        (2023, "actual", "3.05万人"),
        (2023, "goal", "3万人"),
        (2024, "goal", "3.2万人"),
    ]
    assert jobs.dots[1].y > jobs.dots[0].y > jobs.dots[2].y  # less is lower on the page
    assert [role for role, _ in jobs.lines] == ["way", "goal"]


def test_points_stay_inside_their_plot(diff: NoticeDiff) -> None:
    for plot in plots(diff):
        assert all(0 < dot.x < WIDTH and 0 < dot.y < HEIGHT and 0 < dot.label_y < HEIGHT for dot in plot.dots)


def figure_of(value: str, **more: Any) -> TargetRef:
    return TargetRef(raw=value, metric="床位", mode="level", comparator="ge", value=value, place=Place(start=0, end=1), **more)


@pytest.mark.parametrize("value", ["0", "-3", "9" * 60, "0.000001"])
def test_figures_of_any_size_do_no_harm(diff: NoticeDiff, value: str) -> None:
    from gongwen.diff import TargetChange

    pair = TargetChange(kind="changed", old=figure_of(value, unit="万"), new=figure_of("5", unit="万张"))
    Reader(diff_page(diff.model_copy(update={"goals": (pair,)})))


# The command


def test_the_command_writes_the_page(tmp_path: Path) -> None:
    out = tmp_path / "diff.html"
    done = CliRunner().invoke(app, ["diff", str(OLD), str(NEW), "--to", "html", "--out", str(out)])
    assert done.exit_code == 0
    assert 'id="sources"' in out.read_text("utf-8")


# In the browser


def visible(page: Any) -> int:
    count: int = page.locator(".pair:visible").count()
    return count


def test_filters_work(browser: Any, diff: NoticeDiff, page_file: Path) -> None:
    with opened(browser, page_file) as seen:
        page = seen.page
        assert visible(page) == len(diff.tasks)
        page.locator('label.kind:has(input[value="reworded"])').click()
        assert visible(page) == sum(c.kind != "reworded" for c in diff.tasks)
        page.click("#reset")
        page.select_option("#by-tag", "tightened")
        wanted = [c for c in diff.tasks if c.changes and any(t.direction == "tightened" for t in c.changes.targets)]
        assert visible(page) == len(wanted)
        assert f"{len(wanted)} / {len(diff.tasks)}" in page.inner_text("#shown")
        page.click("#reset")
        name = diff.tasks[0].new[0].units[1].canonical
        page.select_option("#by-body", label=page.locator("#by-body option", has_text=name).first.inner_text())
        assert visible(page) == sum(any(u.canonical == name for t in (*c.old, *c.new) for u in t.units) for c in diff.tasks)
        page.click("#reset")
        heading = diff.tasks[-1].new[0].path[0]
        page.select_option("#by-heading", label=page.locator("#by-heading option", has_text=heading).first.inner_text())
        assert visible(page) == sum(any(heading in t.path for t in (*c.old, *c.new)) for c in diff.tasks)
        page.click("#reset")
        page.fill("#q", "见习")
        page.locator("#hits", has_text="处").wait_for()
        assert visible(page) == sum("见习" in t for t in page.locator(".pair").all_text_contents())


def test_from_a_change_to_the_source_texts_and_back(browser: Any, page_file: Path) -> None:
    with opened(browser, page_file) as seen:
        page = seen.page
        page.locator("#c0 .changes a.to").last.click()
        assert page.locator("#sources").is_visible()
        assert in_view(page, "#new-text .m.changed.at")
        page.keyboard.press("Escape")
        page.locator("#c0 a:focus").wait_for()
        assert page.evaluate("document.activeElement.closest('.pair').id") == "c0"
        page.locator("#c0 .old h4 a").click()
        assert in_view(page, "#ot0")
        page.locator("#nt1").click()
        assert in_view(page, "#c1")


def test_pairs_are_walked_through_by_keyboard(browser: Any, page_file: Path) -> None:
    with opened(browser, page_file) as seen:
        page = seen.page
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "pairs"
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.closest('.pair').id") == "c1"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.pair').id") == "c1"
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
        assert page.locator("#sources").is_visible()


def test_plots_are_drawn_and_told(browser: Any, diff: NoticeDiff, page_file: Path) -> None:
    with opened(browser, page_file) as seen:
        seen.page.click('.tabs a[href="#metrics"]')
        drawn = seen.page.locator(".plot svg:visible")
        assert drawn.count() == len(plots(diff))
        assert all("年目标" in (each.get_attribute("aria-label") or "") for each in drawn.all())
        cut = seen.page.evaluate(
            """() => [...document.querySelectorAll(".plot text")].filter((t) => {
              const box = t.getBoundingClientRect(), svg = t.ownerSVGElement.getBoundingClientRect();
              return box.left < svg.left - 14 || box.right > svg.right + 14 || box.top < svg.top - 8 || box.bottom > svg.bottom + 4;
            }).map((t) => t.textContent)"""
        )
        assert cut == []


@pytest.mark.parametrize("scheme", DARK_AND_LIGHT)
def test_all_text_stands_out_from_its_ground(browser: Any, page_file: Path, scheme: str) -> None:
    with opened(browser, page_file, color_scheme=scheme) as seen:
        for tab in seen.page.locator(".tabs a").all():
            tab.click()
            assert seen.page.evaluate(FAINT) == []


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_no_width_needs_sideways_scrolling(browser: Any, page_file: Path, width: int) -> None:
    with opened(browser, page_file, viewport={"width": width, "height": 800}) as seen:
        for tab in seen.page.locator(".tabs a").all():
            tab.click()
            assert seen.page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


def test_on_a_phone_the_old_text_stands_above_the_new_one(browser: Any, page_file: Path) -> None:
    with opened(browser, page_file, viewport=PHONE, has_touch=True) as seen:
        old_box, new_box = (seen.page.locator(f"#c0 .{side}").bounding_box() for side in ("old", "new"))
        assert old_box["y"] + old_box["height"] <= new_box["y"] + 1


def test_print_has_all_pairs_and_no_controls(browser: Any, diff: NoticeDiff, page_file: Path) -> None:
    with opened(browser, page_file) as seen:
        seen.page.select_option("#by-tag", "tightened")
        seen.page.click("#reset")
        seen.page.emulate_media(media="print")
        for control in (".controls", ".tabs", ".skip", "button"):
            assert not any(each.is_visible() for each in seen.page.locator(control).all())
        assert visible(seen.page) == len(diff.tasks)
        assert seen.page.locator("#sources").is_visible()


def test_without_script_everything_can_be_read(browser: Any, diff: NoticeDiff, page_file: Path) -> None:
    with opened(browser, page_file, java_script_enabled=False) as seen:
        assert visible(seen.page) == len(diff.tasks)
        assert not seen.page.locator(".controls").is_visible()
        seen.page.locator("#c0 .new h4 a").click()
        assert seen.page.url.endswith("#nt0")


@pytest.mark.parametrize("evil", HOSTILE)
def test_hostile_text_does_nothing(browser: Any, tmp_path: Path, evil: str) -> None:
    one, other = sample(), hostile(sample(), evil)
    with opened(browser, written(tmp_path, diff_page(compare(one, other), one, other))) as seen:
        for tab in seen.page.locator(".tabs a").all():
            tab.click()
        assert seen.page.locator("img, iframe").count() == 0


def test_doubtful_pairs_are_flagged(browser: Any, diff: NoticeDiff, old: Notice, new: Notice, tmp_path: Path) -> None:
    first, second = diff.tasks[0], diff.tasks[1]
    doubtful = first.model_copy(update={"certain": False, "rivals": (second.new[0].id,)})
    changed = diff.model_copy(update={"tasks": (doubtful, *diff.tasks[1:])})
    with opened(browser, written(tmp_path, diff_page(changed, old, new))) as seen:
        assert "请核对" in seen.page.inner_text("#c0 header")
        seen.page.locator("#c0 .rivals a").click()
        assert in_view(seen.page, "#c1 header")
        seen.page.select_option("#by-tag", "uncertain")
        assert visible(seen.page) == 1
