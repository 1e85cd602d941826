"""Whole notices: cover, plans, annexes, tables, put together with the truth of each part."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

from . import front, tables
from .authority import choose_authority
from .document import Block, Document, Paragraph, Planted
from .front import Matter
from .house import choose_house
from .sections import Plan, Writer
from .sentences import Context
from .stock import bodies, subjects
from .times import Horizon
from .truth import Entry

STYLES = ("clean", "hard_wrap", "page_breaks", "one_line", "blank_lines", "ocr", "cell_lines", "several")
PLAN_KINDS = {
    "实施方案": "方案",
    "工作方案": "方案",
    "工作要点": "要点",
    "重点任务": "任务",
    "行动计划": "计划",
    "若干措施": "措施",
    "任务分工方案": "方案",
}


class Builder:
    """Draws one notice. Blocks in print order, truth beside them."""

    def __init__(self, seed: int, style: str) -> None:
        self.rng = Random(f"gongwen-{seed}-{style}")
        self.seed, self.style = seed, style
        rng = self.rng
        key = rng.choices(list(subjects()), [4 if k == "health" else 1.4 for k in subjects()])[0]
        self.subject = subjects()[key]
        self.authority = choose_authority(rng)
        issued = date(rng.randint(2019, 2026), rng.randint(1, 8), rng.randint(1, 28))
        self.horizon = self._horizon(issued)
        self.house = choose_house(rng, self.authority, style)
        self.context = self._context()
        self.blocks: list[Block] = []
        self.tasks: list[Entry] = []
        self.indicators: list[Entry] = []
        self.duties: list[Entry] = []
        self.goals: list[Entry] = []
        self.annex_meta: list[dict[str, Any]] = []
        self.listed: list[str] = []

    def _horizon(self, issued: date) -> Horizon:
        kind = self.rng.random()
        if kind < 0.6:
            return Horizon(issued.year, issued.year, issued)
        if kind < 0.75 and issued.year in (2021, 2026):
            return Horizon(issued.year, issued.year + 4, issued)
        return Horizon(issued.year, issued.year + 2, issued)

    def _context(self) -> Context:
        prefix = self.authority.prefix
        scope = {"": "全国", "自治区": "全区", "开发区": "全区"}.get(prefix, "全" + prefix)
        return Context(self.rng, self.subject, self.authority, self.horizon, scope)

    # titles -------------------------------------------------------------------------------------------------------------

    def plan_title(self, topic: str | None = None) -> tuple[str, str]:
        """A plan's title and kind; it carries the planning years where the notice plans for several."""
        rng, horizon = self.rng, self.horizon
        place = self.authority.place if self.authority.level != "国" else ""
        topic = topic or self.subject["name"]
        if horizon.one_year:
            ending = rng.choice(["工作要点", "重点任务", "实施方案", "任务分工方案"])
            year = f"{horizon.first}年" if rng.random() < 0.75 or ending == "工作要点" else ""
            title = rng.choice([f"{place}{year}{topic}{ending}", f"{year}{place}{topic}{ending}"])
        elif horizon.last - horizon.first == 4:
            ending = "规划"
            name = {2021: "十四五", 2026: "十五五"}[horizon.first]
            return f"{place}“{name}”{topic}专项规划", "规划"
        else:
            ending = rng.choice(["行动计划", "实施方案", "工作方案"])
            dash = rng.choice(["—", "-", "－"])
            title = rng.choice(
                [
                    f"{place}{topic}三年{ending}（{horizon.first}{dash}{horizon.last}年）",
                    f"{place}{topic}{ending}（{horizon.first}{dash}{horizon.last}年）",
                ]
            )
        return title, PLAN_KINDS[ending]

    def cover_title(self, matter: Matter, plan: str) -> str:
        rng = self.rng
        bare = [f"关于印发{plan}的通知"] if "》" not in plan else []
        body = rng.choice([f"关于印发《{plan}》的通知", *bare])
        return ("".join(matter.issuers[:1]) if len(matter.issuers) == 1 and rng.random() < 0.7 else "") + body

    # parts --------------------------------------------------------------------------------------------------------------

    def sections(self, root: list[str], this: str, n: int | None = None) -> Plan:
        plan = Writer(self.context, self.house, root).write(self.subject["short"], this, n or self.rng.randint(2, 4))
        self.blocks += plan.paragraphs
        self.tasks += plan.tasks
        self.goals += plan.goals
        return plan

    def annex(self, title: str, mark: str | None = None) -> None:
        self.blocks.append(Paragraph(mark or self.house.annex_word, "annex_mark", page_break_before=True))
        self.blocks.append(Paragraph(front.break_title(self.rng, title), "title", 1))

    def plan_heading(self, title: str) -> None:
        self.blocks.append(Paragraph(front.break_title(self.rng, title), "title", 1, page_break_before=self.rng.random() < 0.5))

    def task_table(self, plan: Plan | None = None) -> None:
        """A table of tasks of its own, or of the tasks that the plan's body has."""
        rng, context = self.rng, self.context
        carry = rng.random() < 0.4
        if plan is None:
            layout = rng.choice(tables.LAYOUTS)
            rows = tables.task_rows(context, layout, tables.choose_groups(context, layout), carry)
        else:
            layout = rng.choice([lay for lay in tables.LAYOUTS if "responsible" in lay and not {"lead", "support", "group"} & set(lay)])
            titled = [t for t in plan.tasks if t["title"]]
            known = {
                t["title"]: {"units": [{"name": u["name"], "role": "responsible"} for u in t["units"] if not u.get("optional")]}
                for t in titled
            }
            text = {name: "、".join(u["name"] for u in entry["units"]) for name, entry in known.items()}
            rows = tables.task_rows(context, layout, [("", [t["title"] for t in titled])], carry, known, text)
        self.blocks.append(tables.draw_tasks(rng, layout, rows, rng.random() < 0.5))
        self.tasks += [row.gold for row in rows]

    def indicator_annex(self, title: str, mark: str) -> None:
        self.annex(title, mark)
        drawn, golds = tables.indicator_table(self.context, domains=self.rng.random() < 0.5)
        self.blocks.append(drawn)
        self.indicators += golds

    def opening(self, plan: str, *, doc_duty: bool = True) -> None:
        """The cover's text: what is sent, and what the addressees are asked."""
        rng = self.rng
        text = rng.choice(
            [
                f"《{plan}》已经研究同意，现印发给你们，请认真贯彻执行。",
                f"现将《{plan}》印发给你们，请结合实际认真贯彻落实。",
                f"为做好相关工作，现将《{plan}》印发给你们，请认真组织实施。",
            ]
        )
        self.blocks.append(Paragraph(text))
        if doc_duty and rng.random() < 0.35:
            receiver = self.authority.agency(self.subject["agency"]).name
            sentence, when = front.duty(self.context, receiver)
            self.blocks.append(Paragraph(sentence))
            self.duties.append({"raw": sentence, "deadlines": when})

    # kinds --------------------------------------------------------------------------------------------------------------

    def build(self) -> Planted:
        meta = getattr(self, "_" + self.house.kind)()
        truth: dict[str, Any] = {"notice": f"{self.style}_{self.seed}.txt", "meta": meta}
        if self.annex_meta:
            truth["annex_meta"] = self.annex_meta
        truth |= {"tasks": self.tasks, "indicators": self.indicators, "duties": self.duties, "goals": self.goals}
        document = Document(f"{self.style}_{self.seed}", tuple(self.blocks), self.rng.random() < 0.3)
        return Planted(document, truth, self._described())

    def _described(self) -> dict[str, Any]:
        house, clause = self.house, self.house.clause
        return {
            "noise": self.style,
            "level": self.authority.level,
            "subject": self.subject["short"],
            "kind": house.kind,
            "headings": list(house.headings),
            "task": house.task,
            "measure": house.measure,
            "title": house.title,
            "clause": list(clause.forms) if clause else [],
            "clause_at": house.clause_at,
            "carry": bool(clause and clause.carry),
            "bracket": clause.bracket if clause else None,
            "declared_lead": bool(clause and clause.declared_lead),
            "everyone": bool(clause and clause.everyone),
            "heading_clause": house.heading_clause,
            "continuous": house.continuous,
            "years": [self.horizon.first, self.horizon.last],
        }

    def _cover(self, plan: str, listed: tuple[str, ...]) -> tuple[Matter, str]:
        matter = front.choose_matter(self.context)
        title = self.cover_title(matter, plan)
        self.blocks += front.head(self.rng, matter, title)
        self.opening(plan)
        self.blocks += front.tail(self.rng, matter, listed=listed)
        return matter, title

    def _plan(self) -> dict[str, Any]:
        """通知 with one plan, with or without an annex of indicators."""
        plan, _ = self.plan_title()
        annexed = self.rng.random() < 0.4
        table = f"{self.authority.place}{self.subject['short']}主要指标" if self.house.indicators else None
        listed = ((plan, table) if table else (plan,)) if annexed else ()
        matter, title = self._cover(plan, tuple(x for x in listed if x))
        if annexed:
            self.annex(plan, "附件1" if table else None)
        else:
            self.plan_heading(plan)
        self.sections([], "本方案")
        if table and not annexed and self.rng.random() < 0.7:
            self.blocks.append(Paragraph(f"附件：{table}", "attachments"))
            self.indicator_annex(table, "附件")
        elif table:
            self.indicator_annex(table, "附件2" if annexed else "附件")
        self.blocks += front.colophon(self.rng, matter)
        attachments = tuple(x for x in (plan if annexed else None, table) if x)
        return replace(matter, attachments=attachments).meta(title, "通知")

    def _direct(self) -> dict[str, Any]:
        """A notice or opinion whose own text holds the tasks."""
        rng = self.rng
        matter = front.choose_matter(self.context)
        kind, ending = rng.choice([("通知", "有关工作的通知"), ("意见", "的实施意见"), ("意见", "的意见"), ("措施", "的若干措施")])
        year = f"{self.horizon.first}年" if self.horizon.one_year and rng.random() < 0.3 and kind == "通知" else ""
        body = f"关于做好{year}{self.subject['name']}{ending}" if kind == "通知" else f"关于{self.subject['name']}{ending}"
        title = (matter.issuers[0] if len(matter.issuers) == 1 and rng.random() < 0.7 else "") + body
        self.blocks += front.head(rng, matter, title)
        self.sections([], f"本{kind}")
        table = f"{self.authority.place}{self.subject['short']}主要指标" if self.house.indicators else None
        self.blocks += front.tail(rng, matter, listed=(table,) if table else ())
        if table:
            self.indicator_annex(table, "附件")
        self.blocks += front.colophon(rng, matter)
        return replace(matter, attachments=(table,) if table else ()).meta(title, kind)

    def _alone(self) -> dict[str, Any]:
        """A plan without a cover, now and then with a table of contents."""
        title, kind = self.plan_title()
        if kind == "任务":
            title, kind = title.replace("重点任务", "工作要点"), "要点"
        if self.horizon.one_year and str(self.horizon.first) not in title:
            title = f"{self.horizon.first}年{title}"
        self.blocks.append(Paragraph(front.break_title(self.rng, title), "title", 1))
        at = len(self.blocks)
        plan = self.sections([], "本" + ("规划" if kind == "规划" else "方案"))
        table = f"{self.authority.place}{self.subject['short']}主要指标" if self.house.indicators else None
        if table:
            self.indicator_annex(table, "附件")
        if self.house.toc and plan.outline:
            self.blocks[at:at] = self._contents(plan.outline)
        return {
            "title": title,
            "kind": kind,
            "doc_number": None,
            "issuers": [],
            "issued_on": None,
            "recipients": [],
            "disclosure": None,
            "attachments": [table] if table else [],
        }

    def _contents(self, outline: list[tuple[int, str]]) -> list[Block]:
        """目录 with page numbers."""
        leader = self.rng.choice(["\t", "……………………", "............"])
        page, lines = 1, [Paragraph(self.rng.choice(["目　录", "目 录", "目录"]), "toc")]
        for level, text in outline:
            page += self.rng.choice([0, 1, 1, 2])
            lines.append(Paragraph(f"{text}{leader}{page}", "toc", level))
        return list(lines)

    def _table(self) -> dict[str, Any]:
        """通知 with a table of tasks."""
        title = (
            f"{self.authority.place if self.authority.level != '国' else ''}{self.horizon.first}年{self.subject['name']}"
            + self.rng.choice(["重点任务分解表", "重点任务清单", "任务分工表", "工作台账"])
        )
        self.horizon = Horizon(self.horizon.first, self.horizon.first, self.horizon.issued)
        self.context = self._context()
        listed = (title,) if self.rng.random() < 0.6 else ()
        matter, cover = self._cover(title, listed)
        self.annex(title)
        self.task_table()
        self.blocks += front.colophon(self.rng, matter)
        return replace(matter, attachments=(title,)).meta(cover, "通知")

    def _both_views(self) -> dict[str, Any]:
        """通知, plan, and a table that lists the plan's tasks again."""
        self.house = replace(self.house, title="run_in" if self.house.title == "none" else self.house.title)
        plan_title, _ = self.plan_title()
        table = f"{self.authority.place}{self.subject['short']}任务分工表"
        matter, title = self._cover(plan_title, (plan_title, table))
        self.annex(plan_title, "附件1")
        plan = self.sections([], "本方案", 2)
        self.annex(table, "附件2")
        self.task_table(plan)
        self.blocks += front.colophon(self.rng, matter)
        return replace(matter, attachments=(plan_title, table)).meta(title, "通知")

    def _two_plans(self) -> dict[str, Any]:
        """One notice with two plans: the plan's title comes first in every path."""
        first, _ = self.plan_title()
        topic = self.rng.choice(self.subject["works"])
        second, _ = self.plan_title(topic)
        matter, title = self._cover(f"{first}》《{second}", (first, second))
        for i, plan in enumerate((first, second), 1):
            self.annex(plan, f"附件{i}")
            self.sections([plan], "本方案", 2)
        return replace(matter, attachments=(first, second)).meta(title, "通知")

    def _letter(self) -> dict[str, Any]:
        """A letter that asks for views on the draft of a notice."""
        rng, horizon = self.rng, self.horizon
        inner = rng.choice([f"关于做好{self.subject['name']}有关工作的通知", f"关于{self.subject['name']}的实施意见"])
        draft = f"{inner}（征求意见稿）"
        matter = front.choose_matter(self.context)
        own = (
            self.authority.place + self.authority.names[self.subject["agency"]]
            if self.authority.level != "国"
            else self.authority.names[self.subject["agency"]]
        )
        matter = replace(matter, issuers=(own,), disclosure=None, doc_number=None)
        title = f"关于征求《{draft}》意见的函"
        self.blocks += front.head(rng, matter, title, office_head=False)
        month, day = horizon.issued.month + 1, rng.randint(5, 25)
        sentence = f"现将《{draft}》发给你们，请认真研究，并于{month}月{day}日前将修改意见书面反馈我单位。"
        self.blocks.append(Paragraph(sentence))
        self.duties.append(
            {
                "raw": sentence,
                "deadlines": [
                    {"raw": f"{month}月{day}日前", "kind": "by", "start": None, "end": date(horizon.issued.year, month, day).isoformat()}
                ],
            }
        )
        self.blocks += front.tail(rng, matter, listed=(draft,))
        self.blocks.append(Paragraph("附件", "annex_mark", page_break_before=True))
        printed, listed = rng.choice(bodies()["recipients"][self.authority.level])
        printed, listed = printed.format(group=self.subject["group"]), [r.format(group=self.subject["group"]) for r in listed]
        self.blocks.append(Paragraph(inner + rng.choice(["\n", ""]) + "（征求意见稿）", "title", 1))
        self.blocks.append(Paragraph(printed + "：", "recipients"))
        self.sections([], "本通知")
        signer = self.authority.office
        signed = rng.random() < 0.5
        if signed:
            self.blocks.append(Paragraph(signer, "signature"))
        self.annex_meta.append(
            {
                "title": draft,
                "kind": inner[-2:],
                "doc_number": None,
                "issuers": [signer] if signed else [],
                "issued_on": None,
                "recipients": listed,
                "disclosure": None,
                "attachments": [],
            }
        )
        return replace(matter, attachments=(draft,)).meta(title, "函")


def generate(seed: int, style: str | None = None) -> Planted:
    """A notice with planted truth. The same seed and style give the same notice.

    `style` is one of STYLES; None draws one from the seed. The noise itself is the renderer's (`render_text(..., style)`).
    Raises ValueError for an unknown style.
    """
    if style is None:
        style = Random(f"gongwen-style-{seed}").choice(STYLES)
    if style not in STYLES:
        raise ValueError(f"unknown style {style!r}")
    return Builder(seed, style).build()
