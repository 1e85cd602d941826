"""Front and back matter after GB/T 9704: issuer head, document number, recipients, signature, date, attachments, colophon."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from .authority import Authority
from .document import Paragraph
from .numbering import chinese
from .sentences import Context
from .stock import bodies
from .times import chinese_year
from .truth import Entry, deadline


@dataclass(frozen=True, slots=True)
class Matter:
    """The identity of one notice. `printed_recipients` ends with ：."""

    issuers: tuple[str, ...]
    doc_number: str | None
    issued: date | None
    printed_date: str
    recipients: tuple[str, ...]
    printed_recipients: str
    disclosure: str | None
    attachments: tuple[str, ...] = ()
    group: str = field(default="")

    def meta(self, title: str, kind: str) -> dict[str, Any]:
        return {
            "title": title,
            "kind": kind,
            "doc_number": self.doc_number,
            "issuers": list(self.issuers),
            "issued_on": self.issued.isoformat() if self.issued else None,
            "recipients": list(self.recipients),
            "disclosure": self.disclosure,
            "attachments": list(self.attachments),
        }


def print_date(rng: Random, day: date) -> str:
    """Arabic or Chinese numerals."""
    if rng.random() < 0.2:
        return f"{chinese_year(day.year)}年{chinese(day.month)}月{chinese(day.day)}日"
    gap = " " if rng.random() < 0.1 else ""
    return f"{day.year}{gap}年{gap}{day.month}{gap}月{gap}{day.day}{gap}日"


def choose_matter(context: Context, *, numbered: bool = True, addressed: bool = True) -> Matter:
    """Issuers, number, date, recipients and disclosure for one notice."""
    rng, authority, subject = context.rng, context.authority, context.subject
    issuers, sign, group = _issuers(rng, authority, subject)
    year = context.horizon.issued.year
    number = f"{sign}〔{year}〕{rng.randint(1, 96)}号" if numbered and sign and rng.random() < 0.85 else None
    printed, listed = rng.choice(bodies()["recipients"][authority.level])
    printed, listed = printed.format(group=subject["group"]), [r.format(group=subject["group"]) for r in listed]
    if not addressed:
        printed, listed = "", []
    disclosure = rng.choice([None, None, "主动公开", "公开发布", "主动公开", "依申请公开"])
    issued = context.horizon.issued
    return Matter(issuers, number, issued, print_date(rng, issued), tuple(listed), printed + "：" if printed else "", disclosure, (), group)


def _issuers(rng: Random, authority: Authority, subject: dict[str, Any]) -> tuple[tuple[str, ...], str, str]:
    """Signing bodies, the sign before the year of the number, and the leading group where it is one."""
    where = authority.sign
    if authority.level == "国":
        return ("国务院办公厅",), "国办发", ""
    kind = rng.choices(["office", "government", "agency", "group", "joint"], [40, 12, 22, 16, 10])[0]
    if kind == "office":
        return (authority.office,), where + rng.choice(["政办发", "府办发", "政办字", "政办函"]), ""
    if kind == "government":
        return (authority.government,), where + rng.choice(["政发", "府发"]), ""
    main = authority.names[subject["agency"]]
    full = (
        main.replace("卫健委", "卫生健康委员会")
        .replace("卫健局", "卫生健康局")
        .replace("工信局", "工业和信息化局")
        .replace("教体局", "教育体育局")
    )
    if full.endswith("卫生健康委"):
        full += "员会"
    if kind == "agency":
        return (authority.place + full,), where + rng.choice(["字", "发", "办发", "函"]), ""
    if kind == "group":
        return (authority.place + subject["group"],), "", subject["group"]
    partner = rng.choice([k for k in bodies()["partners"][subject["agency"]] if k not in ("planning", "personnel", "insurance")])
    return (authority.place + full, authority.place + authority.names[partner]), where + rng.choice(["联发", "发"]), ""


def head(rng: Random, matter: Matter, title: str, *, office_head: bool = True) -> list[Paragraph]:
    """Everything above the text."""
    made: list[Paragraph] = []
    number_first = rng.random() < 0.7
    if office_head and matter.issuers and rng.random() < 0.35:
        apart = (matter.doc_number and number_first) or title.startswith(matter.issuers[0])  # else it reads as the title's first line
        made.append(Paragraph(matter.issuers[0] + (rng.choice(["文件", "文件", ""]) if apart else "文件"), "issuer_head"))
    if matter.doc_number and number_first:
        made.append(Paragraph(matter.doc_number, "doc_number"))
    made.append(Paragraph(break_title(rng, title), "title", 1))
    if matter.doc_number and not number_first:
        made.append(Paragraph(matter.doc_number, "doc_number"))
    if matter.printed_recipients:
        made.append(Paragraph(matter.printed_recipients, "recipients"))
    return made


def tail(rng: Random, matter: Matter, *, listed: tuple[str, ...] = ()) -> list[Paragraph]:
    """Attachments list, signature, date and disclosure."""
    made: list[Paragraph] = []
    if len(listed) == 1:
        made.append(Paragraph("附件：" + listed[0], "attachments"))
    for i, name in enumerate(listed if len(listed) > 1 else (), 1):
        made.append(Paragraph(("附件：" if i == 1 else "") + f"{i}.{name}", "attachments"))
    made += [Paragraph(name, "signature") for name in matter.issuers]
    if matter.issued:
        made.append(Paragraph(matter.printed_date, "date"))
    if matter.disclosure:
        made.append(
            Paragraph(
                rng.choice([f"（此件{matter.disclosure}）", f"（此件{matter.disclosure}）", f"（信息公开选项：{matter.disclosure}）"]),
                "disclosure",
            )
        )
    return made


def colophon(rng: Random, matter: Matter) -> list[Paragraph]:
    """抄送 and 印发 at the foot of the last page."""
    if rng.random() < 0.6 or not matter.issued or not matter.issuers:
        return []
    copy = Paragraph(
        rng.choice(
            [
                "抄送：市委办公室，市人大常委会办公室，市政协办公室，市监委。",
                "抄送：上级主管部门，有关新闻单位。",
                "抄送：各民主党派，各人民团体。",
            ]
        ),
        "colophon",
    )
    return [copy, Paragraph(f"{matter.issuers[0]}　　{matter.issued.year}年{matter.issued.month}月{matter.issued.day}日印发", "colophon")]


def break_title(rng: Random, title: str) -> str:
    """A long title over several lines, broken between words."""
    if len(title) < 22 or rng.random() < 0.35:
        return title
    places = [
        i for i, c in enumerate(title) if 8 < i < len(title) - 4 and (title[i - 2 : i] in ("关于", "印发", "办公", "做好") or c in "《（")
    ]
    middle = len(title) // 2
    cut = min(places, key=lambda i: abs(i - middle), default=middle)
    return title[:cut] + "\n" + title[cut:]


def duty(context: Context, receiver: str) -> tuple[str, list[Entry]]:
    """What the notice asks of its addressees: a sentence and its deadlines."""
    rng, horizon = context.rng, context.horizon
    year, month = horizon.issued.year, horizon.issued.month
    late = min(month + 3, 11)
    who = rng.choice(["请各地各部门", "请各有关单位", "各地各单位要认真总结，"])
    kind = rng.random()
    if kind < 0.3:
        text = f"{who}于每季度末将工作进展情况报送{receiver}。"
        return text, [deadline("每季度末", "recurring", freq="P3M")]
    if kind < 0.6:
        text = f"{who}于{year}年{late}月15日前将贯彻落实情况书面报送{receiver}。"
        return text, [deadline(f"{year}年{late}月15日前", "by", None, date(year, late, 15).isoformat())]
    text = f"{who}分别于{late}月20日、12月10日前将任务进展情况报送{receiver}。"
    return text, [
        deadline(f"{late}月20日", "by", None, date(year, late, 20).isoformat()),
        deadline("12月10日前", "by", None, f"{year}-12-10"),
    ]
