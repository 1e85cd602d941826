"""Next year's list with its right diff known, so that a diff engine can be held against the truth.

    made = pair(7, "medium")                    # made.old, made.new: planted notices; made.edited: the right diff
    old, new = read(made.old), read(made.new)   # their records
    score(made, old, new, compare(old, new))    # from .score, which needs the engine

A generated or hand-written notice is converted, its record taken apart (`listing`), cleared of what nobody could tell apart and, if it was
generated, filled up to tasks of two to four sentences about their own object (`fresh`). That list is the old one. The new one is made
from it by edits that are written down as they are made (`edits`, `tasks`): the truth never looks at a diff, nor at the records.
Both lists are printed as whole notices (`printing`), so that what is tested is the whole way from text to diff; a pair counts only
if both records say exactly what was printed.

The levels, measured over the kept tasks of 60 pairs as the overlap (Dice) of the character bigrams of title and text:

| level  | lowest tenth | median | what changes                                                                            |
|--------|--------------|--------|-----------------------------------------------------------------------------------------|
| light  | under 0.79   | 0.92   | a word here and there; house style kept                                                 |
| medium | under 0.56   | 0.71   | half of the words that have a synonym, most titles, boilerplate; another house style    |
| heavy  | under 0.33   | 0.47   | nearly every such word; titles and clauses framed anew, sentences dropped and added     |

At every level tasks are dropped, added (same subject, same bodies, same phrases as the others, another object), split, merged, moved
and reordered, headings renamed, bodies, deadlines and targets edited, bodies renamed by a reform of the organs, and years go on.
It stays fair (`anchors`): a task shares with each of its successors at least three character trigrams that stand in no other task
of either list. `child` makes a lower body's list out of a higher one's, and pairs of lists that have nothing in common.
"""

from .anchors import overlap, unanchored
from .child import child_pair, unrelated_pair
from .lexicon import STRENGTHS
from .pairs import Pair, as_list, corpus_lists, misread, pair, pair_of, read

__all__ = [
    "STRENGTHS",
    "Pair",
    "as_list",
    "child_pair",
    "corpus_lists",
    "misread",
    "overlap",
    "pair",
    "pair_of",
    "read",
    "unanchored",
    "unrelated_pair",
]
