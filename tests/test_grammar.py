"""The grammar engine: references, overlap, lookarounds, lazy learning, the gate, the checking of examples."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen.errors import GongwenError
from gongwen.recognise import grammar
from gongwen.recognise.examples import check
from gongwen.recognise.grammar import Grammar, load

Write = Callable[[str], Grammar]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    """Compiles a grammar written in YAML under the name `own`; `other` is there to be referred to."""
    monkeypatch.setattr(grammar, "grammar_folder", lambda: tmp_path)
    (tmp_path / "other.yaml").write_text("fragments:\n  digits: '[0-9]+'\nlexicons:\n  fruit: 桃 李 杏子\n", "utf-8")

    def compiled(text: str) -> Grammar:
        (tmp_path / "own.yaml").write_text(text, "utf-8")
        _forget()
        return load("own")

    yield compiled
    _forget()


def _forget() -> None:
    grammar._raw.cache_clear()
    grammar.load.cache_clear()
    grammar._SHAPES.clear()


def rules(**patterns: str) -> str:
    return "rules:\n" + "".join(f"  - {{name: {name}, pattern: '{pattern}'}}\n" for name, pattern in patterns.items())


def matched(own: Grammar, text: str, start: int = 0, end: int | None = None) -> list[tuple[str, str]]:
    return [(m.rule.name, text[m.start : m.end]) for m in own.find(text, start, end)]


def test_references_to_fragments_and_lexicons_of_this_and_other_files(write: Write) -> None:
    head = "fragments:\n  pair: '{other.digits}{other.fruit}'\nlexicons:\n  basket: [篮, 大篮]\n"
    own = write(head + rules(a="{pair}{basket}", b="x{2,3}"))
    assert matched(own, "3桃大篮，12杏子篮xx") == [("own.a", "3桃大篮"), ("own.a", "12杏子篮"), ("own.b", "xx")]


def test_the_longer_word_of_a_lexicon_comes_first(write: Write) -> None:
    own = write("lexicons:\n  body: [市, 市政府]\n" + rules(a="{body}"))
    assert matched(own, "市政府") == [("own.a", "市政府")]


@pytest.mark.parametrize(
    "text",
    [
        rules(a="{nowhere}"),
        rules(a="{other.nowhere}"),
        rules(a="{absent.x}"),
        "fragments:\n  a: '{b}'\n  b: '{a}'\n" + rules(r="{a}"),
        rules(a="(" * 3),
        rules(a="x" * 201),
        "- a list",
        "a: [",
    ],
    ids=["unknown", "unknown in other", "no such file", "circle", "no regex", "too long", "no mapping", "no yaml"],
)
def test_a_faulty_grammar_is_one_coded_error(write: Write, text: str) -> None:
    with pytest.raises(GongwenError) as failed:
        write(text)
    assert failed.value.code == "grammar_invalid"


def test_leftmost_then_longest_then_first_declared(write: Write) -> None:
    own = write(rules(short="ab", long="abc", late="bcd", same="abc"))
    assert matched(own, "abcd") == [("own.long", "abc")]
    assert matched(own, "bcd") == [("own.late", "bcd")]


def test_matches_do_not_overlap_and_empty_ones_are_none(write: Write) -> None:
    own = write(rules(a="aa", maybe="z*"))
    assert matched(own, "aaaaa") == [("own.a", "aa"), ("own.a", "aa")]


def test_lookarounds_see_the_text_outside_the_window_behind(write: Write) -> None:
    own = write(rules(a="(?<!不)低于", b="(?<=约)[0-9]+"))
    assert matched(own, "不低于") == []
    assert matched(own, "不低于", 1) == []
    assert matched(own, "约30") == [("own.b", "30")]


def test_a_lookbehind_that_must_hold_may_nest_and_hold_brackets(write: Write) -> None:
    own = write(rules(a="(?<=(?:第|[)(]))[0-9]+号"))
    assert matched(own, "第3号 4号 )5号") == [("own.a", "3号"), ("own.a", "5号")]


def test_new_characters_are_learned_between_texts(write: Write) -> None:
    own = write(rules(a="[0-9]+台", b="\\p{Han}市"))
    assert matched(own, "3台") == [("own.a", "3台")]
    assert matched(own, "清江市3台") == [("own.b", "江市"), ("own.a", "3台")]


def test_text_of_more_characters_than_the_scanner_keeps(write: Write) -> None:
    own = write(rules(a="市"))
    many = "".join(map(chr, range(0x4E00, 0x4E00 + grammar.MAX_DULL + 500)))
    assert [m.start for m in own.find(many + "市")] == [many.index("市"), len(many)]
    assert [m.start for m in own.find("\u0400市")] == [1]


def test_a_rule_of_one_character_matches_at_the_very_end(write: Write) -> None:
    own = write(rules(a="。"))
    assert matched(own, "完。") == [("own.a", "。")]


def test_a_gate_spares_the_rules(write: Write) -> None:
    own = write("gate: '[0-9]+台'\n" + rules(a="[0-9]+[台人]"))
    assert matched(own, "3台4人") == [("own.a", "3台")]


def test_windows(write: Write) -> None:
    own = write(rules(a="[0-9]+"))
    assert matched(own, "12 34 56", 3, 5) == [("own.a", "34")]
    assert matched(own, "12", 2) == []


def test_match_and_fullmatch(write: Write) -> None:
    own = write(rules(a="(?P<n>[0-9]+)台?", b="[0-9]+台.*"))
    hit = own.match("有3台", 1)
    assert hit is not None
    assert (hit.start, hit.end, hit["n"], hit["absent"], hit.spans["n"], hit.text, hit.string) == (1, 3, "3", None, (1, 2), "3台", "有3台")
    assert own.match("有3台", 0) is None
    assert own.match("有3台", 9) is None
    whole = own.fullmatch("3台")
    assert whole is not None
    assert whole.rule.name == "own.a"
    assert own.fullmatch("3台电脑") is not None
    assert own.fullmatch("") is None


def test_a_rule_that_takes_too_long_is_one_coded_error(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grammar, "TIMEOUT", 0.05)
    own = write(rules(a="(?:a|aa|aaa)+(?:b|d)"))
    with pytest.raises(GongwenError) as failed:
        matched(own, "a" * 200 + "cbd")
    assert "own.a" in str(failed.value)


def test_examples_are_checked(write: Write) -> None:
    text = """
rules:
  - {name: good, pattern: '(?P<n>[0-9]+)台', examples: [{text: 共3台, raw: 3台, n: 3}], not: [三台]}
  - {name: wrong_raw, pattern: '[0-9]+人', examples: [{text: 3人, raw: 人}]}
  - {name: wrong_field, pattern: '(?P<n>[0-9]+)个', examples: [{text: 3个, n: 4}]}
  - {name: counter, pattern: '[0-9]+次', examples: [{text: 3次}], not: [第3次]}
  - {name: none, pattern: 'x'}
"""
    failures = check(write(text), lambda match: match.groups)
    assert [f.rule for f in failures] == ["own.wrong_raw", "own.wrong_field", "own.counter", "own.none"]


def test_whole_line_grammars_are_checked_whole(write: Write) -> None:
    text = "whole: true\nrules:\n  - {name: a, pattern: '[0-9]+', examples: [{text: '12'}], not: [12台]}\n"
    assert check(write(text)) == []


@pytest.mark.parametrize("name", grammar.grammar_names())
def test_every_grammar_shipped_compiles(name: str) -> None:
    own = load(name)
    assert own.name == name
    assert all(rule.name.startswith(name + ".") for rule in own.rules)


@given(st.text(alphabet="ab1约第号0-9。 ", max_size=40))
def test_the_engine_finds_what_a_naive_scan_finds(text: str) -> None:
    own = load("times")
    naive = []
    at = 0
    while at < len(text):
        hits = [hit for rule in own.rules if (hit := rule.pattern.match(text, at)) is not None and hit.end() > at]
        best = max((hit.end() for hit in hits), default=at)
        naive += [text[at:best]] if best > at else []
        at = max(best, at + 1)
    assert [m.text for m in own.find(text)] == naive


def test_a_scanner_finds_what_the_fragment_finds(write: Write) -> None:
    write("fragments:\n  pair: '{other.digits}{other.fruit}|[（(]'\n" + rules(a="x"))
    text = "有3桃，（12杏子"
    scanner = grammar.compile_scanner("own", "{pair}")
    assert [m.span() for m in scanner.finditer(text)] == [m.span() for m in grammar.compile_fragment("own", "{pair}").finditer(text)]
    with pytest.raises(GongwenError):
        grammar.compile_scanner("own", "{pair}?")


def test_a_rule_is_not_tried_where_a_word_that_it_needs_is_missing(write: Write) -> None:
    own = write(rules(a="[0-9]+(?:底前|以前)", b="[0-9]+年"))
    assert matched(own, "3年底后，5以前") == [("own.b", "3年"), ("own.a", "5以前")]
