"""How every tool is asked for its best reading of a document, with the settings that its own documentation gives.

Imported in the environment of the tool, so nothing is imported before the tool is made. `convert` is what is timed: from the path of a
file to the text or JSON that a program would pass on. `read` tells what is in it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from reading import Reading, count, from_html_table, from_markdown


@dataclass(frozen=True)
class Tool:
    convert: Callable[[str], str]
    read: Callable[[str], Reading]


def gongwen() -> Tool:
    from gongwen import convert

    def walk(nodes: list[dict[str, Any]]) -> Iterator[tuple[int, str]]:
        for node in nodes:
            if node["kind"] in ("heading", "item") and node["heading"]:
                yield node["level"], (node["marker"] or "") + node["heading"]
            yield from walk(node["children"])

    def read(path: str) -> Reading:
        record = json.loads(convert(path).to_json())
        tables = [[[column["header"] for column in table["columns"]], *table["rows"]] for table in record["tables"]]
        fields = [field for task in record["tasks"] for field in ("units", "deadlines", "targets") for _ in task[field]]
        kinds = {"tasks": len(record["tasks"]), **count(fields), "tables": len(tables)}
        return Reading(record["text"], list(walk(record["outline"])), tables, {kind: n for kind, n in kinds.items() if n})

    return Tool(lambda path: convert(path).to_json(), read)


def markitdown() -> Tool:
    from markitdown import MarkItDown

    converter = MarkItDown(enable_plugins=False)

    def convert(path: str) -> str:
        return str(converter.convert(path).text_content)

    return Tool(convert, lambda path: from_markdown(convert(path)))


def unstructured() -> Tool:
    """The fast strategy. Elements are told apart with an English model of spaCy, fetched on first use: where it is not installed, spaCy's
    blank English pipeline stands in for it, which is faster than any model would be."""
    import spacy
    import unstructured.nlp.tokenize as tokenize
    from unstructured.partition.auto import partition
    from unstructured.staging.base import elements_to_json

    if not spacy.util.is_package("en_core_web_sm"):

        def blank() -> Any:
            made = spacy.blank("en")
            made.add_pipe("sentencizer")
            return made

        tokenize._load_spacy_model = blank

    def elements(path: str) -> list[Any]:
        return list(partition(path, strategy="fast", languages=["zho"]))

    def read(path: str) -> Reading:
        found = elements(path)
        headings = [(element.metadata.category_depth or 0, element.text) for element in found if element.category == "Title"]
        tables = [from_html_table(element.metadata.text_as_html) for element in found if element.metadata.text_as_html]
        text = "\n".join(element.text for element in found)
        return Reading(text, headings, tables, count(element.category for element in found))

    return Tool(lambda path: str(elements_to_json(elements(path))), read)


def docling() -> Tool:
    """PDF goes by the native pipeline, the one that needs no model; all else as ever."""
    from docling.datamodel.base_models import InputFormat
    from docling.document_converter import DocumentConverter, NativePdfFormatOption

    return _docling(DocumentConverter(format_options={InputFormat.PDF: NativePdfFormatOption()}))


def docling_standard() -> Tool:
    """PDF by the standard pipeline, whose layout model comes from a hub."""
    from docling.document_converter import DocumentConverter

    return _docling(DocumentConverter())


def _docling(converter: Any) -> Tool:
    def read(path: str) -> Reading:
        document = converter.convert(path).document
        items = [item for item, _ in document.iterate_items()]
        labels = [str(getattr(item.label, "value", item.label)) for item in items if hasattr(item, "label")]
        headings = [
            (getattr(item, "level", 0), item.text) for item in items if getattr(item.label, "value", "") in ("title", "section_header")
        ]
        tables = [[[cell.text for cell in row] for row in table.data.grid] for table in document.tables]
        return Reading(document.export_to_markdown(), headings, tables, count(labels))

    return Tool(lambda path: str(converter.convert(path).document.export_to_markdown()), read)


def pdfplumber() -> Tool:
    """Text and tables of every page, each page let go of after it."""
    import pdfplumber as plumber

    def pages(path: str) -> Iterator[tuple[str, list[list[list[str | None]]]]]:
        with plumber.open(path) as document:
            for page in document.pages:
                yield page.extract_text(), page.extract_tables()
                page.close()

    def read(path: str) -> Reading:
        found = list(pages(path))
        tables = [[[cell or "" for cell in row] for row in table] for _, of_page in found for table in of_page]
        return Reading("\n".join(text for text, _ in found), tables=tables, kinds=count("table" for _ in tables))

    def convert(path: str) -> str:
        return "\n".join(text + json.dumps(tables, ensure_ascii=False) for text, tables in pages(path))

    return Tool(convert, read)


def pypdfium2() -> Tool:
    """The text of every page."""
    import pypdfium2 as pdfium

    def convert(path: str) -> str:
        document = pdfium.PdfDocument(path)
        try:
            return "\n".join(page.get_textpage().get_text_range() for page in document)
        finally:
            document.close()

    return Tool(convert, lambda path: Reading(convert(path)))


def python_docx() -> Tool:
    """Paragraphs and the cells of tables."""
    import docx

    def paragraphs_and_tables(path: str) -> tuple[list[Any], list[list[list[str]]]]:
        document = docx.Document(path)
        return list(document.paragraphs), [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]

    def text(path: str) -> str:
        paragraphs, tables = paragraphs_and_tables(path)
        return "\n".join([*(paragraph.text for paragraph in paragraphs), *("\t".join(row) for table in tables for row in table)])

    def read(path: str) -> Reading:
        paragraphs, tables = paragraphs_and_tables(path)
        styles = [(paragraph.style.name or "", paragraph.text) for paragraph in paragraphs]
        headings = [(int(style[8:]), words) for style, words in styles if style.startswith("Heading ")]
        return Reading(text(path), headings, tables, {"paragraph": len(paragraphs), "table": len(tables)})

    return Tool(text, read)


MAKERS: dict[str, Callable[[], Tool]] = {
    "gongwen": gongwen,
    "markitdown": markitdown,
    "unstructured": unstructured,
    "docling": docling,
    "docling_standard": docling_standard,
    "pdfplumber": pdfplumber,
    "pypdfium2": pypdfium2,
    "python_docx": python_docx,
}
