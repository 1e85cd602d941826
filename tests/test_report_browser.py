"""The page of a notice in a real browser: it can be read, filtered, walked through by keyboard and printed, and nothing leaves it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser import PHONE, chromium, opened
from gongwen import convert
from gongwen.limits import DEFAULT
from gongwen.readers.pictures import page_pictures
from gongwen.records import Notice
from gongwen.report import notice_page, sheets_of
from sample_record import sample
from test_report import HOSTILE, PDF, ROOT, fifty_pages, hostile

JOBS = ROOT / "corpus" / "songhe-jobs-2024.pdf"
DARK_AND_LIGHT = ("light", "dark")
# Relative luminance and contrast as WCAG 2.2 defines them, of every text on the page against what lies behind it.
FAINT = """() => {
  const channel = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const behind = (e) => {
    const colour = numbers(getComputedStyle(e).backgroundColor);
    return colour.length < 4 || colour[3] > 0 ? colour : e.parentElement ? behind(e.parentElement) : [255, 255, 255];
  };
  const found = new Map();
  for (const e of document.querySelectorAll("body *")) {
    const says = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!says || e.closest("svg, script, option") || !e.checkVisibility()) continue;
    const a = light(numbers(getComputedStyle(e).color)), b = light(behind(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) found.set(`${e.tagName}.${e.className}`, Math.round(ratio * 100) / 100);
  }
  return [...found];
}"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with chromium(tmp_path_factory.mktemp("downloads")) as found:
        yield found


@pytest.fixture(scope="module")
def jobs() -> Notice:
    return convert(JOBS)


@pytest.fixture(scope="module")
def jobs_page(jobs: Notice, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("pages"), notice_page(jobs))


def written(folder: Path, page: str) -> Path:
    file = folder / "page.html"
    file.write_text(page, "utf-8")
    return file


def visible_rows(page: Any) -> list[str]:
    return page.locator("tr.task:visible .what > a").all_inner_texts()


def in_view(page: Any, selector: str) -> bool:
    page.wait_for_timeout(700)  # smooth scrolling
    found: bool = page.eval_on_selector(
        selector, "e => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight && r.width > 0; }"
    )
    return found


def test_all_tasks_are_there_with_their_parts(browser: Any, jobs: Notice, jobs_page: Path) -> None:
    with opened(browser, jobs_page) as seen:
        assert visible_rows(seen.page) == [task.title for task in jobs.tasks]
        first = seen.page.locator("tr.task").first.inner_text()
        assert all(unit.name in first for unit in jobs.tasks[0].units)
        assert seen.page.locator("#words .m").count() > 40


def test_filter_by_unit(browser: Any, jobs: Notice, jobs_page: Path) -> None:
    name = jobs.tasks[0].units[1].canonical or jobs.tasks[0].units[1].name
    wanted = [t.title for t in jobs.tasks if any((u.canonical or u.name) == name for u in t.units)]
    with opened(browser, jobs_page) as seen:
        seen.page.select_option("#by-body", label=f"{name}（{len(wanted)}）")
        assert visible_rows(seen.page) == wanted
        assert len(wanted) < len(jobs.tasks)
        assert f"{len(wanted)} / {len(jobs.tasks)}" in seen.page.inner_text("#shown")
        assert seen.page.locator("#words [data-t].dim").count() > 0
        seen.page.click("#reset")
        assert len(visible_rows(seen.page)) == len(jobs.tasks)
        assert seen.page.locator(".dim").count() == 0


def test_filter_by_heading(browser: Any, jobs: Notice, jobs_page: Path) -> None:
    heading = jobs.tasks[-1].path[0]
    wanted = [t.title for t in jobs.tasks if heading in t.path]
    with opened(browser, jobs_page) as seen:
        seen.page.select_option("#by-heading", label=f"{heading}（{len(wanted)}）")
        assert visible_rows(seen.page) == wanted


def test_filter_by_kind(browser: Any, jobs_page: Path) -> None:
    with opened(browser, jobs_page) as seen:
        unit = seen.page.locator("#words .m.k-unit").first
        before = unit.evaluate("e => getComputedStyle(e).backgroundColor")
        seen.page.locator('label.kind:has(input[value="unit"])').click()
        assert unit.evaluate("e => getComputedStyle(e).backgroundColor") != before
        unit.hover()
        assert not seen.page.locator("#card:visible").count()


def test_search_keeps_what_says_it_counts_and_steps_through_it(browser: Any, jobs: Notice, jobs_page: Path) -> None:
    word = "培训"
    with opened(browser, jobs_page) as seen:
        seen.page.keyboard.press("/")
        seen.page.keyboard.type(word)
        seen.page.locator("#hits", has_text="处").wait_for()
        assert visible_rows(seen.page) == [t.title for t in jobs.tasks if word in t.text]
        count = seen.page.evaluate("search.ranges.length")
        assert count >= (jobs.text or "").count(word)
        seen.page.keyboard.press("Enter")
        seen.page.keyboard.press("Enter")
        assert seen.page.inner_text("#hits") == f"2/{count}"
        seen.page.keyboard.press("Shift+Enter")
        assert seen.page.inner_text("#hits") == f"1/{count}"
        seen.page.keyboard.press("Escape")
        assert len(visible_rows(seen.page)) == len(jobs.tasks)


def test_search_finds_words_that_marks_cut(browser: Any, tmp_path: Path) -> None:
    with opened(browser, written(tmp_path, notice_page(sample()))) as seen:
        seen.page.fill("#q", "设立综合窗口；②2031年")
        seen.page.locator("#hits", has_text="1 处").wait_for()


def test_from_table_to_text_and_back(browser: Any, jobs_page: Path) -> None:
    with opened(browser, jobs_page) as seen:
        chip = seen.page.locator("tr.task").last.locator(".chip.k-target").first
        number = chip.get_attribute("data-m")
        chip.click()
        assert in_view(seen.page, f"#m{number}")
        assert seen.page.locator(f"#m{number}.at").count() == 1
        assert seen.page.evaluate("document.activeElement.id") == f"m{number}"
        seen.page.keyboard.press("Escape")
        seen.page.locator("tr.task a:focus").wait_for()
        seen.page.go_forward()
        seen.page.locator(f"#m{number}:focus").wait_for()
        seen.page.go_back()
        seen.page.locator("tr.task a:focus").wait_for()


def test_from_text_to_table(browser: Any, jobs_page: Path) -> None:
    with opened(browser, jobs_page) as seen:
        mark = seen.page.locator("#words .m.k-target").last
        number = mark.get_attribute("data-m")
        mark.click()
        assert in_view(seen.page, f'.panel.shown [data-m="{number}"].at')
        seen.page.locator("#t0").click()
        assert in_view(seen.page, "#r0")
        assert seen.page.locator("#r0.on").count() == 1


def test_findings_are_listed_and_lead_to_their_place(browser: Any, jobs: Notice, jobs_page: Path) -> None:
    with opened(browser, jobs_page) as seen:
        seen.page.click('.tabs a[href="#findings"]')
        assert seen.page.locator(".findings li:visible").count() == len(jobs.audit.findings)
        link = seen.page.locator(".findings a").first
        number = link.get_attribute("data-m")
        link.click()
        assert in_view(seen.page, f"#m{number}")


def test_hovering_and_focus_tell_rule_place_and_page(browser: Any, jobs: Notice, jobs_page: Path) -> None:
    target = jobs.tasks[0].targets[0]
    with opened(browser, jobs_page) as seen:
        mark = seen.page.locator("#words .m.k-target").first
        mark.scroll_into_view_if_needed()
        seen.page.wait_for_timeout(100)
        mark.hover()
        told = seen.page.inner_text("#card")
        assert target.rule in told
        assert f"{target.span.start}–{target.span.end}" in told
        assert f"第 {target.span.page} 页" in told
        seen.page.mouse.move(5, 5)
        assert not seen.page.locator("#card:visible").count()


def test_the_keyboard_is_enough(browser: Any, jobs: Notice, jobs_page: Path) -> None:
    with opened(browser, jobs_page) as seen:
        page = seen.page
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "tasks"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == jobs.tasks[0].title
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.textContent") == jobs.tasks[1].title
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "t1"
        page.keyboard.press("Escape")
        page.locator("tr.task a:focus", has_text=jobs.tasks[1].title).wait_for()
        page.keyboard.press("Tab")  # into the row: its measures and chips
        assert page.evaluate("document.activeElement.closest('tr').id") == "r1"
        page.focus("#words .m[tabindex='0']")
        page.keyboard.press("ArrowRight")
        first = page.evaluate("document.activeElement.id")
        assert first.startswith("m")
        assert page.locator("#card:visible").count() == 1
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.activeElement.id") != first
        page.keyboard.press("Escape")
        assert page.locator("#card:visible").count() == 0


def test_everything_that_can_be_used_has_a_name(browser: Any, jobs_page: Path) -> None:
    with opened(browser, jobs_page) as seen:
        nameless = seen.page.evaluate(
            """() => [...document.querySelectorAll("a, button, input, select, [role]")]
              .filter((e) => e.checkVisibility())
              .filter((e) => !(e.textContent.trim() || e.getAttribute("aria-label") || e.labels?.[0]?.textContent.trim()))
              .map((e) => e.outerHTML.slice(0, 80))"""
        )
        assert nameless == []
        assert seen.page.evaluate("document.documentElement.lang") == "zh-CN"


@pytest.mark.parametrize("scheme", DARK_AND_LIGHT)
def test_all_text_stands_out_from_its_ground(browser: Any, jobs_page: Path, scheme: str) -> None:
    with opened(browser, jobs_page, color_scheme=scheme) as seen:
        for panel in ("tasks", "indicators", "findings", "more"):
            seen.page.click(f'.tabs a[href="#{panel}"]')
            assert seen.page.evaluate(FAINT) == []


def test_dark_is_dark(browser: Any, jobs_page: Path) -> None:
    grounds = []
    for scheme in DARK_AND_LIGHT:
        with opened(browser, jobs_page, color_scheme=scheme) as seen:
            colour = seen.page.evaluate("getComputedStyle(document.querySelector('.sheet')).backgroundColor")
            grounds.append(sum(int(v) for v in colour[4:-1].split(",")[:3]))
    assert grounds[0] > 700
    assert grounds[1] < 200


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_no_width_needs_sideways_scrolling(browser: Any, jobs_page: Path, width: int) -> None:
    with opened(browser, jobs_page, viewport={"width": width, "height": 800}) as seen:
        tabs = [tab for tab in seen.page.locator(".tabs a").all() if tab.is_visible()]
        for tab in tabs:
            tab.click()
            assert seen.page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
            assert seen.page.locator(".pane.text.shown:visible, .panel.shown:visible").count() >= 1


def test_on_a_phone_one_thing_is_shown_and_links_lead_to_the_other(browser: Any, jobs_page: Path) -> None:
    with opened(browser, jobs_page, viewport=PHONE, has_touch=True) as seen:
        assert seen.page.locator("#words").is_visible()
        assert not seen.page.locator("#tasks").is_visible()
        seen.page.locator("#t2").click()
        assert not seen.page.locator("#words").is_visible()
        assert in_view(seen.page, "#r2 .what")
        seen.page.locator("#r2 .chip.k-unit").first.click()
        assert seen.page.locator("#words").is_visible()


def test_on_a_phone_a_tap_tells_what_a_mark_is_and_leads_on(browser: Any, jobs: Notice, jobs_page: Path) -> None:
    with opened(browser, jobs_page, viewport=PHONE, has_touch=True) as seen:
        seen.page.locator("#words .m.k-target").first.tap()
        assert jobs.tasks[0].targets[0].rule in seen.page.inner_text("#card")
        box = seen.page.locator("#card").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
        seen.page.locator("#card a").first.tap()
        assert in_view(seen.page, "#r0 .what")
        assert not seen.page.locator("#card").is_visible()


def test_without_script_everything_can_be_read_and_links_work(browser: Any, jobs: Notice, jobs_page: Path) -> None:
    with opened(browser, jobs_page, java_script_enabled=False) as seen:
        assert seen.page.locator("tr.task:visible").count() == len(jobs.tasks)
        assert not seen.page.locator(".controls").is_visible()
        for part in ("#words", "#tasks", "#indicators", "#findings", "#more"):
            assert seen.page.locator(part).is_visible()
        seen.page.locator("#r3 .what > a").click()
        assert seen.page.url.endswith("#t3")


def test_print_has_everything_and_no_controls(browser: Any, jobs: Notice, jobs_page: Path) -> None:
    with opened(browser, jobs_page) as seen:
        seen.page.emulate_media(media="print")
        for control in (".controls", ".tabs", ".skip", "button", "#card"):
            assert not any(each.is_visible() for each in seen.page.locator(control).all())
        assert seen.page.locator("tr.task:visible").count() == len(jobs.tasks)
        assert seen.page.locator("#words").is_visible()
        assert seen.page.locator("#findings").is_visible()
        assert len(seen.page.pdf(prefer_css_page_size=True)) > 10_000


@pytest.mark.parametrize("evil", HOSTILE)
def test_hostile_text_does_nothing(browser: Any, tmp_path: Path, evil: str) -> None:
    with opened(browser, written(tmp_path, notice_page(hostile(sample(), evil)))) as seen:
        shown = " ".join(evil.split("\u2028"))
        assert shown in " ".join(seen.page.inner_text(".masthead").split("\u2028"))
        for mark in seen.page.locator("#words .m").all():
            mark.hover()
        seen.page.locator("#words .m").last.hover()
        for tab in seen.page.locator(".tabs a:visible").all():
            tab.click()
        seen.page.select_option("#by-body", index=1)
        assert seen.page.locator("img, iframe, svg").count() == 0


def test_a_script_that_gets_in_all_the_same_is_stopped_by_the_policy(browser: Any, tmp_path: Path) -> None:
    """The second line of defence, tried by taking the first one away."""
    evil = '<img src="https://example.org/x.png" onerror="window.bad=1"><script>window.bad=1</script>'
    page = notice_page(sample()).replace('<article class="sheet"', evil + '<article class="sheet"')
    assert evil in page
    context = browser.new_context()
    try:
        tab = context.new_page()
        left: list[str] = []
        context.on("requestfinished", lambda request: left.append(request.url))
        tab.goto(written(tmp_path, page).as_uri())
        assert tab.evaluate("window.bad") is None
        assert [url for url in left if not url.startswith("file:")] == []
    finally:
        context.close()


def test_pages_show_boxes_that_lead_to_the_table(browser: Any, tmp_path: Path) -> None:
    notice = convert(PDF)
    sheets = list(sheets_of(page_pictures(PDF.read_bytes(), PDF.name, DEFAULT)))
    with opened(browser, written(tmp_path, notice_page(notice, sheets=sheets))) as seen:
        page = seen.page
        page.click('[data-look="sheets"]')
        assert not page.locator("#words").is_visible()
        assert page.locator("#sheets image").first.is_visible()
        box = page.locator("#sheets .box.k-target").first
        number = box.get_attribute("data-m")
        box.click()
        assert page.locator(f'.panel.shown .chip[data-m="{number}"].at').count() == 1
        page.locator("tr.task").last.locator(".chip.k-deadline").first.click()
        assert page.locator("#sheets .box.at").count() >= 1
        assert page.locator("#sheets").is_visible()
        page.locator("tr.task").first.locator(".page-no a").click()
        assert in_view(page, "#p2 figcaption") or page.evaluate("location.hash") == "#p2"


def test_fifty_pages_open_within_a_second(browser: Any, tmp_path: Path) -> None:
    """Time on the processor, all work of the page's main thread until it stands: other programs on the machine do not count."""
    with opened(browser, written(tmp_path, notice_page(fifty_pages()))) as seen:
        session = seen.page.context.new_cdp_session(seen.page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        seen.page.reload()
        seen.page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        spent = {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
        seen.requests.pop()
        assert 0 < spent["TaskDuration"] < 1.0
