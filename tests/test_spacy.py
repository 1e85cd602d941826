"""The spaCy component: what stands in the text stands in doc.spans, exactly or said not to, and survives being stored."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

spacy = pytest.importorskip("spacy", reason="spaCy is not installed (pip install 'gongwen[spacy]')")

from spacy import displacy  # noqa: E402
from spacy.language import Language  # noqa: E402
from spacy.tokens import Doc, DocBin  # noqa: E402

from generator import generate, render_text  # noqa: E402
from gongwen import convert  # noqa: E402
from gongwen.spacy import GROUPS, Gongwen  # noqa: E402

TEXT = (
    "到2026年底，累计培育专精特新企业120家，规上工业增加值增长6%以上。（责任单位：市工信局、发改委，各县（市、区）政府）\n"
    "依据《云岭省中小企业条例》，每季度调度一次。"
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    made = spacy.blank("zh")
    made.add_pipe("gongwen")
    return made


def seen(doc: Doc, group: str) -> list[tuple[str, str]]:
    return [(span.text, span.label_) for span in doc.spans[group]]


def test_groups_and_labels(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert set(GROUPS) <= set(doc.spans)
    assert seen(doc, "units") == [("市工信局", "responsible"), ("发改委", "responsible"), ("各县（市、区）政府", "responsible")]
    assert seen(doc, "deadlines") == [("到2026年底", "by"), ("每季度", "recurring")]
    assert seen(doc, "targets") == [("累计培育专精特新企业120家", "count"), ("规上工业增加值增长6%以上", "change")]
    assert seen(doc, "citations") == [("《云岭省中小企业条例》", "citation")]
    assert doc.ents == ()


def test_attributes_are_those_of_the_record(nlp: Language) -> None:
    doc = nlp(TEXT)
    unit = doc.spans["units"][1]._.gongwen
    assert (unit["name"], unit["role"], unit["level"]) == ("市发改委", "responsible", "市")
    assert doc.spans["deadlines"][0]._.gongwen["end"] == "2026-12-31"
    assert doc.spans["deadlines"][1]._.gongwen["freq"] == "P3M"
    target = doc.spans["targets"][1]._.gongwen
    assert (target["comparator"], target["value"], target["unit"]) == ("ge", "6", "%")
    assert doc.spans["citations"][0]._.gongwen["title"] == "云岭省中小企业条例"
    assert all(span._.gongwen["rule"] for group in GROUPS for span in doc.spans[group])
    assert doc[0:2]._.gongwen is None


def test_settings() -> None:
    made = spacy.blank("zh")
    made.add_pipe("gongwen", config={"planning_year": 2031, "region": "海南省", "ents": True})
    doc = made("9月底前完成试点。（省教育厅负责）")
    assert doc.spans["deadlines"][0]._.gongwen["end"] == "2031-09-30"
    assert doc.spans["units"][0]._.gongwen["canonical"] == "海南省教育厅"
    assert [(e.text, e.label_) for e in doc.ents] == [("9月底前", "DEADLINE"), ("省教育厅", "UNIT")]


def test_entities_of_others_stay() -> None:
    made = spacy.blank("zh")
    made.add_pipe("entity_ruler").add_patterns([{"label": "WORK", "pattern": [{"TEXT": "试"}, {"TEXT": "点"}]}])  # type: ignore[attr-defined]
    made.add_pipe("gongwen", config={"ents": True, "planning_year": 2031})
    assert [(e.text, e.label_) for e in made("9月底前完成试点。").ents] == [("9月底前", "DEADLINE"), ("试点", "WORK")]


def test_spans_are_exact_with_a_token_per_character(nlp: Language) -> None:
    for seed in range(6_000, 6_006):
        doc = nlp(render_text(generate(seed).document))
        assert doc._.gongwen_unaligned == ()
        component = nlp.get_pipe("gongwen")
        assert isinstance(component, Gongwen)
        wanted = [(m.group, m.start, m.end) for m in component.mentions(doc.text)]
        got = [(group, span.start_char, span.end_char) for group in GROUPS for span in doc.spans[group]]
        assert sorted(wanted) == sorted(got)


def test_tokens_that_cross_a_mention_are_named(nlp: Language) -> None:
    component = nlp.get_pipe("gongwen")
    words = ["到20", "26年底，累计", "培育", "企业", "120", "家", "。"]
    doc = component(Doc(nlp.vocab, words=words, spaces=[False] * len(words)))
    (deadline,) = doc.spans["deadlines"]
    assert deadline.text == "到2026年底，累计"
    (lost,) = [u for u in doc._.gongwen_unaligned if u["id"] == "deadlines:0"]
    assert (lost["text"], doc.text[lost["start"] : lost["end"]], lost["tokens"]) == ("到2026年底", "到2026年底", deadline.text)


@pytest.mark.skipif(find_spec("jieba") is None, reason="jieba is not installed")
def test_another_segmenter_loses_nothing() -> None:
    made = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    made.add_pipe("gongwen")
    doc = made(TEXT)
    exact = spacy.blank("zh")
    exact.add_pipe("gongwen")
    assert {g: len(doc.spans[g]) for g in GROUPS} == {g: len(exact(TEXT).spans[g]) for g in GROUPS}


def test_units_of_a_notice_are_those_of_its_record(nlp: Language) -> None:
    for seed in range(6_100, 6_106):
        notice = convert(render_text(generate(seed).document).encode())
        doc = nlp(notice.text or "")
        spotted = {span._.gongwen["name"] for span in doc.spans["units"]}
        in_text = {u.name for t in notice.tasks if t.view == "section" for u in t.units if not u.inherited and not u.optional}
        assert in_text <= spotted


def test_stored_and_read_back(nlp: Language, tmp_path: Path) -> None:
    doc = nlp(TEXT)
    path = tmp_path / "docs.spacy"
    DocBin(docs=[doc], store_user_data=True).to_disk(path)
    (again,) = DocBin().from_disk(path).get_docs(spacy.blank("zh").vocab)
    for group in GROUPS:
        assert seen(again, group) == seen(doc, group)
        assert [s._.gongwen for s in again.spans[group]] == [s._.gongwen for s in doc.spans[group]]
    assert again._.gongwen == doc._.gongwen


def test_shown_by_displacy(nlp: Language) -> None:
    html = displacy.render(nlp(TEXT), style="span", options={"spans_key": "targets"}, jupyter=False)
    assert "change" in html
    assert "count" in html


def test_a_pipeline_with_it_is_saved_and_loaded(tmp_path: Path) -> None:
    made = spacy.blank("zh")
    made.add_pipe("gongwen", config={"planning_year": 2031})
    made.to_disk(tmp_path / "pipeline")
    doc = spacy.load(tmp_path / "pipeline")("9月底前完成试点。")
    assert doc.spans["deadlines"][0]._.gongwen["end"] == "2031-09-30"


def test_many_docs_and_processes(nlp: Language) -> None:
    one, two = nlp.pipe([TEXT, "没有什么。"], n_process=2)
    assert seen(one, "citations") == [("《云岭省中小企业条例》", "citation")]
    assert [len(two.spans[group]) for group in GROUPS] == [0, 0, 0, 0]


@pytest.mark.parametrize("text", ["", "\n\n", " ", "。", "a b  c\n"])
def test_texts_without_anything(nlp: Language, text: str) -> None:
    assert [len(nlp(text).spans[group]) for group in GROUPS] == [0, 0, 0, 0]


def test_no_import_is_needed(tmp_path: Path) -> None:
    """spaCy finds the component by the entry point of the installed package."""
    code = "import spacy; nlp = spacy.blank('zh'); nlp.add_pipe('gongwen'); print(len(nlp('（责任单位：市教育局）').spans['units']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path)
    assert done.stdout == "1\n", done.stderr[-500:]


def test_without_spacy_the_module_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "spacy.py").write_text("raise ImportError('no spaCy here')\n", "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    code = "import gongwen.convert\ntry:\n    import gongwen.spacy\nexcept ImportError as e:\n    print(e)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True, env=environment)
    assert "gongwen[spacy]" in done.stdout


def blocks(path: Path) -> Iterator[str]:
    yield from re.findall(r"^```python\n(.*?)^```$", path.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def test_the_examples_of_the_documentation_hold(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    found = "\n".join(blocks(root / "docs" / "spacy.md"))
    example = doctest.DocTestParser().get_doctest(found, {}, "docs/spacy.md", "docs/spacy.md", 0)
    assert len(example.examples) > 10
    said: list[str] = []
    result = doctest.DocTestRunner(verbose=False).run(example, out=said.append)
    assert result.failed == 0, "".join(said)
