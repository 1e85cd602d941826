"""A notice to be put on the web in many ways, as plain text and as markup, and a site to put around it."""

from __future__ import annotations

TITLE = "清江市人民政府办公室关于印发清江市2031年便民服务重点任务的通知"
NUMBER = "清政办发〔2031〕12号"
FRONT = ["各县（市、区）人民政府，市政府各部门："]
OPENING = [
    "《清江市2031年便民服务重点任务》已经市政府同意，现印发给你们，请认真组织实施。各责任单位于每季度末将进展情况报市政府办公室。",
]
SIGNED = ["清江市人民政府办公室", "2031年3月5日"]
PLAN = "清江市2031年便民服务重点任务"
TASKS = [
    "一、办好身边小事",
    "（一）便利早餐供应。新建社区早餐店40家，6月底前，中心城区社区早餐网点覆盖率达到85%以上。（市商务局牵头，市市场监管局、市城市管理局配合）",
    "（二）改善出行条件。",
    "1.更新公交候车亭120座，新增公共停车泊位3000个以上。（责任单位：市交通运输局、市公安局）",
    "2.年底前，中心城区高峰时段平均候车时间不超过8分钟。（责任单位：市交通运输局）",
    "二、优化窗口服务",
    "（三）压缩办理时间。①每季度公布一次窗口评价结果；②不动产登记办结时间压缩到3个工作日以内。（市自然资源局、市政务服务局负责）",
]
HEAD = ["序号", "任务", "责任单位", "完成时限"]
ROWS = [
    ["1", "建成老年助餐点60个", "市民政局", "2031年9月底前"],
    ["2", "新增婴幼儿托位1500个", "市卫生健康委", "2031年12月底前"],
]
TABLE_TITLE = "清江市2031年便民服务任务清单"

BODY = [*FRONT, *OPENING, *SIGNED, PLAN, *TASKS, TABLE_TITLE]


def plain() -> str:
    table = ["\t".join(row) for row in (HEAD, *ROWS)]
    return "\n".join([TITLE, NUMBER, *BODY, *table]) + "\n"


def printed(width: float, indent: str = "\u3000\u3000") -> list[str]:
    """The lines of print of title and body on paper `width` full-width characters wide; first lines of running text are set in."""
    made = [TITLE, NUMBER]
    for text in BODY:
        line, room = ("", width) if text in (*FRONT, *SIGNED, PLAN, TABLE_TITLE) else (indent, width - 2)
        for char in text:
            needed = 0.5 if char.isascii() else 1.0
            if room < needed and char not in "，。；：、）":
                made.append(line)
                line, room = "", width
            line, room = line + char, room - needed
        made.append(line)
    return made


def paragraphs(form: str = "<p>{}</p>", lines: list[str] | None = None) -> str:
    return "\n".join(form.format(line) for line in (lines or BODY))


def table(attributes: str = "border=1", cell: str = "<td>{}</td>", head: str | None = None) -> str:
    first = "".join((head or cell).format(text) for text in HEAD)
    rows = "".join(f"<tr>{''.join(cell.format(text) for text in row)}</tr>" for row in ROWS)
    return f"<table {attributes}><tr>{first}</tr>{rows}</table>"


TOP = f"<p align=center>{TITLE}</p><p align=center>{NUMBER}</p>"


def article() -> str:
    return f"{TOP}{paragraphs()}{table()}"


def page(body: str, head: str = "<meta charset=utf-8>") -> str:
    return f"<!DOCTYPE html><html><head>{head}<title>{TITLE}</title></head><body>{body}</body></html>"


NAV = (
    "<div class='top'><a href=/>首页</a> <a href=/zwgk>政务公开</a> <a href=/zmhd>互动</a> 今天是2031年4月1日 星期二</div>"
    "<form><button>搜索</button></form><div class=dqwz>您当前的位置：<a href=/>首页</a> &gt; <a>政府文件</a></div>"
)
TOOLS = (
    "<div>发布时间：2031-03-06 09:12　来源：市政府办公室　浏览次数：<span id=hits>128</span>"
    "　【字体：<a>大</a> <a>中</a> <a>小</a>】</div>"
    "<div class=share>分享到：<a>微信</a><a>微博</a></div>"
)
FOOT = (
    "<div>【<a>打印本页</a>】【<a>关闭窗口</a>】</div><p>上一篇：<a href=1.html>清江市人民政府关于表彰先进的决定</a></p>"
    "<p>下一篇：<a href=2.html>清江市人民政府办公室关于做好防汛工作的通知</a></p><div class=ewm>扫一扫在手机打开当前页</div>"
    "<div class=xgwz><h3>相关文件</h3><ul><li><a href=3.html>一图读懂便民服务重点任务</a></li></ul></div>"
    "<div class=footer>主办：清江市人民政府办公室　承办：清江市大数据中心<br>云ICP备00000000号 网站标识码：0000000000<br>"
    "版权所有 清江市人民政府 Copyright 2031 All Rights Reserved</div>"
)
