"""Titles, sentences and measures with the truth that stands in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

from . import figures, times
from .authority import Authority
from .stock import common
from .times import Horizon
from .truth import Entry


@dataclass(slots=True)
class Context:
    """What the sentences of one notice draw on."""

    rng: Random
    subject: dict[str, Any]
    authority: Authority
    horizon: Horizon
    scope: str
    titles: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Passage:
    """Text with its truth."""

    text: str = ""
    targets: list[Entry] = field(default_factory=list)
    deadlines: list[Entry] = field(default_factory=list)

    def add(self, other: Passage) -> None:
        self.text += other.text
        self.targets += other.targets
        self.deadlines += other.deadlines


def phrase(rng: Random, subject: dict[str, Any]) -> str:
    """Verb and object: 健全分级诊疗制度."""
    kind = rng.choice(["systems", "works", "forces"])
    return str(rng.choice(common()["verbs"][kind])) + str(rng.choice(subject[kind]))


def stressed(rng: Random, subject: dict[str, Any]) -> str:
    """The same with an adverb where the verb bears one: 着力健全分级诊疗制度."""
    kind = rng.choice(["systems", "works", "forces"])
    if rng.random() < 0.5:
        return phrase(rng, subject)
    return str(rng.choice(common()["adverbs"])) + str(rng.choice(common()["plain"][kind])) + str(rng.choice(subject[kind]))


def title(context: Context) -> str:
    """A heading that this notice does not have yet."""
    for _ in range(60):
        made = phrase(context.rng, context.subject)
        if context.rng.random() < 0.15:
            made += "，" + phrase(context.rng, context.subject)
        elif context.rng.random() < 0.05:
            made = f"{made}和{context.rng.choice(context.subject['works'])}"
        if made not in context.titles:
            context.titles.add(made)
            return made
    return f"{made}（{len(context.titles)}）"


def filler(rng: Random, subject: dict[str, Any]) -> str:
    """A sentence without any figure, time or body."""
    start = stressed(rng, subject)
    kind = rng.random()
    if kind < 0.45:
        return f"{start}，{rng.choice(common()['tails'])}。"
    if kind < 0.7:
        return f"{start}，{rng.choice(common()['extras'])}。"
    if kind < 0.85:
        return f"{rng.choice(common()['leads_in'])}，{start}，{rng.choice(common()['tails'])}。"
    return f"{start}。"


def decoy(context: Context) -> str:
    """A sentence with figures or years that are neither target nor deadline."""
    rng, stock = context.rng, common()
    form = rng.choice(stock["decoys"])
    return (
        str(
            form.format(
                project=rng.choice(stock["projects"]),
                age=rng.choice(stock["ages"]),
                doc=document_name(context),
                past=f"{context.horizon.issued.year - 1}年",
                slogan=rng.choice(stock["slogans"]),
                ordinal=rng.choice(stock["ordinals"]),
                extra=rng.choice(stock["extras"]),
                **{"class": rng.choice(stock["classes"])},
            )
        )
        + "。"
    )


def document_name(context: Context) -> str:
    """A document cited with years and number."""
    rng, year = context.rng, context.horizon.issued.year
    kind = rng.choice(["行动计划", "实施方案", "若干措施", "专项规划"])
    years = rng.choice(["", f"（{year - 2}—{year + 1}年）", f"（{year - 1}-{year + 2}年）"])
    number = rng.choice(["", f"（云政办发〔{year - 1}〕{rng.randint(2, 60)}号）", f"（国办发〔{year - 1}〕{rng.randint(2, 40)}号）"])
    return f"《{context.subject['name']}{kind}{years}》{number}"


def aims(context: Context, used: set[str], n: int) -> Passage:
    """A sentence with `n` or fewer targets, often under one deadline."""
    rng = context.rng
    found = [a for a in (figures.aim(rng, context.subject, context.scope, used) for _ in range(n)) if a is not None]
    if not found:
        return Passage(filler(rng, context.subject))
    if len({a.targets[0].get("group") for a in found if a.targets[0].get("group")}) and len(found) > 1:
        found = found[:1]
    needs = {a.needs for a in found}
    when: Entry | None = None
    if "none" not in needs and rng.random() < 0.65:
        if needs == {"level"}:
            when = times.before_level(rng, context.horizon)
        elif needs == {"count"}:
            when = times.before_count(rng, context.horizon)
        else:
            when = times.point(rng, context.horizon)
    body = "，".join(a.text for a in found)
    targets = [t for a in found for t in a.targets]
    if when is None:
        return Passage(rng.choice(["力争", "确保", "", ""]) + body + "。", targets)
    opening = rng.choice(["", "", "", "力争", "确保"]) if when["kind"] == "by" else ""
    return Passage(
        f"{opening}{when['raw']}，{body}。" if not opening or rng.random() < 0.5 else f"{opening}{when['raw']}{body}。", targets, [when]
    )


def timed(context: Context) -> Passage:
    """A sentence whose work has a time."""
    rng, subject = context.rng, context.subject
    kind = rng.random()
    work = rng.choice(subject["works"])
    if kind < 0.4:
        when = times.before_completion(rng, context.horizon)
        deeds = [f"出台{work}实施细则", f"完成{work}任务", f"出台《{work}管理办法》", f"完成{work}阶段性评估"]
        if when["raw"] != "年内":  # 年内制定 could be read as the time in which
            deeds.append(f"制定{work}工作方案")
        deed = rng.choice(deeds)
        return Passage(
            f"{when['raw']}，{deed}，{rng.choice(common()['tails'])}。" if rng.random() < 0.5 else f"{when['raw']}{deed}。", [], [when]
        )
    if kind < 0.65:
        when = times.before_action(rng, context.horizon)
        deed = rng.choice([f"启动{work}", f"深入推进{work}", f"组织开展{work}专项行动", f"继续开展{work}"])
        return Passage(f"{when['raw']}{rng.choice(['，', ''])}{deed}，{rng.choice(common()['extras'])}。", [], [when])
    if kind < 0.8 and not context.horizon.one_year:
        when = times.span(rng, context.horizon)
        return Passage(f"{when['raw']}，持续实施{work}，{rng.choice(common()['tails'])}。", [], [when])
    when = times.recurring(rng)
    deed = rng.choice([f"组织开展{work}专项检查", f"对{work}情况进行评估", f"通报{work}进展", "召开联席会议，研究解决重点难点问题"])
    return Passage(f"{when['raw']}{deed}。", [], [when])


def body(context: Context, used: set[str], sentences: int) -> Passage:
    """Running text of a task: fillers first, then what can be measured."""
    rng = context.rng
    made = Passage(filler(rng, context.subject))
    for _ in range(sentences - 1):
        kind = rng.random()
        if kind < 0.3:
            made.add(aims(context, used, rng.choice([1, 1, 1, 2, 2, 3])))
        elif kind < 0.45:
            made.add(timed(context))
        elif kind < 0.55:
            made.add(Passage(decoy(context)))
        else:
            made.add(Passage(filler(rng, context.subject)))
    return made


def measure(context: Context, used: set[str]) -> Passage:
    """One enumerated measure, without its marker and final stop."""
    rng = context.rng
    kind = rng.random()
    if kind < 0.2:
        made = aims(context, used, 1)
        if not made.text.startswith(("力争", "确保")) and not made.deadlines and made.targets:
            made.text = f"{stressed(rng, context.subject)}，{made.text}"
        elif not made.targets:
            made = Passage(filler(rng, context.subject))
    elif kind < 0.28:
        made = timed(context)
    elif kind < 0.6:
        made = Passage(rng.choice(common()["measures"]) + "。")
    else:
        made = Passage(filler(rng, context.subject))
    made.text = made.text.removesuffix("。")
    return made
