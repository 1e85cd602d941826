"""The shape of a pattern: what every match begins, ends and holds; never told too narrowly."""

from __future__ import annotations

import string

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from gongwen.recognise.grammar import Rule, grammar_names, load
from gongwen.recognise.shapes import Shape, lexicon_shape, shape_of, without_lookbehind


def shape(pattern: str) -> Shape:
    return shape_of(pattern, {"fruit": lexicon_shape(["桃", "李子"]), "digits": shape_of("[0-9]+", lambda _: Shape())}.__getitem__)


def ends(of: Shape, text: str) -> tuple[str, str]:
    """Which characters of `text` a match can begin with, and which it can end with."""
    return "".join(filter(of.begins_with, text)), "".join(filter(of.ends_with, text))


@pytest.mark.parametrize(
    ("pattern", "text", "first", "last"),
    [
        ("ab", "abc", "a", "b"),
        ("a?b", "abc", "ab", "b"),
        ("ab*", "abc", "a", "ab"),
        ("(?:a|bc)", "abc", "ab", "ac"),
        ("[ab-d]x", "abcdex", "abcd", "x"),
        ("[^ab]", "abc", "c", "c"),
        ("[]a]", "]ab", "]a", "]a"),
        (r"[\]\-]", "]-\\a", "]-", "]-"),
        (r"\u4e00\.", "一.a", "一", "."),
        (r"\s?a\d", "a1 ", "a1 ", "a1 "),  # classes by escapes are taken to allow anything
        ("a{0,2}b{2}", "abc", "ab", "b"),
        ("a++b*?", "abc", "a", "ab"),
        ("{fruit}个{digits}", "桃李子个1", "桃李", "1"),
        ("(?P<n>a)(?=x)(?<!y)b$", "abxy", "a", "b"),
        ("(?:a|)", "ab", "ab", "ab"),  # may be empty
        (".a", "ab", "ab", "a"),
        ("(?i:a)b", "Aab", "Aab", "b"),  # a flag is not read
    ],
)
def test_the_ends_of_a_match(pattern: str, text: str, first: str, last: str) -> None:
    assert ends(shape(pattern), text) == (first, last)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("附件[0-9]", ("附件",)),
        ("a?版权所有.*", ("版权所有",)),
        (".*(?:主办单位|承办):", ("主办单位", "承办")),
        ("(?:甲|乙丙)*", None),
        ("[甲乙]", ("甲", "乙")),
        ("[^甲乙]", None),
        ("[一-鿿]", None),  # too many
        ("年[0-9]月前后", ("月前后",)),  # the longest is the surest
        ("甲(?!丙)乙", ("甲乙",)),
        ("(?:甲|[丙丁])", ("甲", "丙", "丁")),
        ("(?:甲乙)+", ("甲乙",)),
        ("{fruit}树", ("树",)),
        ("x{fruit}", ("x",)),
        ("{fruit}", ("桃", "李子")),
        ("(?i)end", None),  # END matches too
    ],
)
def test_words_of_which_one_stands_in_every_match(pattern: str, words: tuple[str, ...] | None) -> None:
    assert shape(pattern).words == words


@pytest.mark.parametrize(
    ("pattern", "without"),
    [(r"(?<=[〔\[])a(b)", "a(b)"), (r"[〔\[]x(?<=y)z", r"[〔\[]xz"), ("[]a](?<=q)b", "[]a]b"), ("[^]a](?<=[)])b", "[^]a]b")],
)
def test_lookbehinds_are_taken_out_and_classes_left_alone(pattern: str, without: str) -> None:
    assert without_lookbehind(pattern) == without


def test_a_class_of_an_escape_for_no_character() -> None:
    with pytest.raises(ValueError, match="no character"):
        shape(r"[\b]")


@pytest.mark.parametrize("pattern", ["(a", "a)", "[a", "(?:a|b"])
def test_brackets_without_their_partner(pattern: str) -> None:
    with pytest.raises(ValueError, match="unmatched"):
        shape(pattern)


def fits(of: Shape, text: str) -> bool:
    if not text:
        return of.empty
    return of.begins_with(text[0]) and of.ends_with(text[-1]) and (of.words is None or any(word in text for word in of.words))


small = st.text(alphabet="abcd", max_size=6)
pieces = st.recursive(
    st.sampled_from([*"abcd", ".", "[ab]", "[^a]", "bc", r"\w", "(?=b)", "(?<!a)", "(?P<n>d)", ""]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: "(?:" + "|".join(parts) + ")"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{0,2}", "{2}", "*?", "?+"])).map(lambda pair: f"(?:{pair[0]}){pair[1]}"),
    ),
    max_leaves=8,
)


@given(pieces, small)
def test_whatever_matches_fits_the_shape(pattern: str, text: str) -> None:
    hit = regex.compile(pattern).fullmatch(text, timeout=5)
    assert hit is None or fits(shape(pattern), text)


RULES = [rule for name in grammar_names() for rule in load(name).rules]
FOUND = sorted({str(e["text"]) for rule in RULES for e in rule.examples} | {t for rule in RULES for t in rule.counter_examples})


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_what_the_rules_match_fits_their_shape(rule: Rule) -> None:
    met = 0
    for text in FOUND:
        for hit in rule.pattern.finditer(text, overlapped=True):
            assert fits(rule.shape, hit.group()), f"{hit.group()!r} does not fit"
            met += 1
    assert met


def test_shapes_tell_most_rules_apart() -> None:
    """Else nothing would be won by them."""
    whole = [rule for rule in RULES if load(rule.name.partition(".")[0]).whole]
    assert whole
    for char in string.ascii_lowercase + "的了，":
        assert sum(rule.shape.begins_with(char) and rule.shape.ends_with(char) for rule in whole) < len(whole) / 4
