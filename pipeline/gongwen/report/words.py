"""Chinese words for what records say in codes: pages are read by those who read the notices."""

from __future__ import annotations

from types import MappingProxyType

KINDS = MappingProxyType(
    {
        "unit": "单位",
        "deadline": "时限",
        "target": "目标",
        "indicator": "指标值",
        "citation": "引用文件",
        "measure": "措施",
        "duty": "工作要求",
        "finding": "审核发现",
    }
)
COLUMNS = MappingProxyType(
    {
        "number": "序号",
        "task": "工作任务",
        "measures": "具体措施",
        "lead": "牵头单位",
        "units": "责任单位",
        "deadlines": "完成时限",
        "targets": "目标值",
        "page": "页",
    }
)
ROLES = MappingProxyType({"lead": "牵头", "supporting": "配合", "responsible": "责任"})
SEVERITIES = MappingProxyType({"error": "错误", "warning": "警告", "info": "提示"})
VIEWS = MappingProxyType({"section": "正文", "table": "任务表"})
CATEGORIES = MappingProxyType(
    {
        "government": "政府部门",
        "party": "党委机构",
        "vertical": "垂直管理单位",
        "collective": "泛指",
        "court_procuratorate": "法院检察院",
        "mass_organization": "群团组织",
        "enterprise": "企业",
        "other": "其他",
    }
)
DEADLINE_KINDS = MappingProxyType({"by": "截止", "during": "期间", "recurring": "周期", "relative": "相对", "open": "长期"})
DEADLINE_SOURCES = MappingProxyType({"text": "正文", "column": "时限栏", "heading": "标题"})
MODES = MappingProxyType({"level": "水平", "count": "数量", "change": "增减", "trend": "趋势", "reference": "参照"})
VALUE_ROLES = MappingProxyType({"baseline": "基期值", "goal": "目标值"})

FINDINGS = MappingProxyType(
    {
        "no_tasks": "未识别出任务",
        "no_title": "未识别出标题",
        "text_unplaced": "有文字未归位",
        "numbering_gap": "序号缺漏",
        "numbering_repeat": "序号重复",
        "numbering_order": "序号倒退",
        "numbering_restart": "序号重新起排",
        "heading_empty": "标题下无内容",
        "quantity_open": "数字未归入目标",
        "value_unread": "指标值未读出",
        "deadline_unclear": "时限表述含糊",
        "deadline_no_such_date": "日期不存在",
        "deadline_year_missing": "日期缺年份",
        "year_inferred": "年份系推定",
        "clause_unread": "疑似责任单位未读出",
        "clause_part_unread": "责任单位部分未读出",
        "unit_unexplained": "单位名称未核实",
        "unit_repeated": "单位重复列出",
        "views_differ": "正文与任务表不一致",
        "region_conflict": "行政区域不一致",
        "column_unknown": "表格列用途不明",
        "table_restored": "表格经复原",
        "table_unrestored": "表格未能复原",
        "page_unreadable": "页面无法打开",
        "page_without_text": "页面无文字层",
        "text_garbled": "文字乱码",
        "drawing_capped": "页面图元过多",
        "file_mended": "文件损坏，已修复读取",
        "text_lost": "部分文字丢失",
        "text_outlined": "文字已转为图形",
        "picture_unreadable": "图片无法读取",
        "vertical_text": "竖排页面",
        "watermark_text": "水印文字已剔除",
        "text_unseen": "不可见文字已剔除",
        "ocr_used": "经文字识别（OCR）",
        "ocr_missing": "需要文字识别（OCR）",
        "ocr_mended": "识别结果经校正",
        "ocr_low_confidence": "识别把握不足",
        "changes_accepted": "修订中的删除已略去",
        "no_text": "文件无文字",
        "pictures_not_read": "图片未读取",
        "part_unreadable": "文件部分无法读取",
        "numbering_format_unknown": "自动编号格式不明",
        "embedded_document": "嵌入文档未读取",
        "embedded_object": "嵌入对象未读取",
        "chart": "图表未读取",
        "ruby_left_out": "注音已略去",
        "text_in_table": "表格内为正文",
        "frame_table": "排版用表格",
        "links_capped": "链接过多，未全列",
        "attachments_unread": "附件未读取",
        "annotations": "批注另存",
        "signatures_unchecked": "签章未核验",
        "sheet_hidden": "隐藏工作表未读取",
        "cells_hidden": "隐藏单元格未读取",
        "formula_without_value": "公式无结果",
        "sheet_unreadable": "工作表无法读取",
        "chart_sheet": "图表工作表已略去",
        "text_box": "文本框未读取",
        "all_text_hidden": "全文被隐藏",
        "script_built": "页面由脚本生成",
        "content_is_images": "正文为图片",
        "text_in_attachment": "正文在附件中",
        "text_outside_container": "正文区域外另有文字",
        "text_in_frame": "正文在框架页中",
        "undecodable_bytes": "有字符无法解码",
        "encoded_twice": "编码错误已还原",
    }
)

CHANGE_TAGS = MappingProxyType(
    {
        "uncertain": "需人工核对",
        "units": "责任单位有变",
        "deadlines": "时限有变",
        "tightened": "目标提高要求",
        "loosened": "目标放宽要求",
        "dropped": "目标不再提及",
        "new_target": "新增目标",
        "reached": "原目标已达到",
    }
)
EVIDENCE = MappingProxyType(
    {
        "title": "标题",
        "text": "文字",
        "heading": "所属部分",
        "units": "责任单位",
        "metrics": "指标",
        "citations": "引用文件",
        "map": "人工指定",
    }
)
DIFF_FINDINGS = MappingProxyType(
    {
        "nothing_in_common": "两份文件没有共同任务",
        "no_tasks": "有一份文件没有任务",
        "uncertain_alignment": "有对应关系需要人工核对",
        "higher_body_second": "第二份是上级文件",
        "older_second": "第二份成文在先",
    }
)
