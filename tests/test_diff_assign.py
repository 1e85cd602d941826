"""The assignment is the best one there is: as good as scipy's on every matrix, and the same on every run."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from gongwen.diff.assign import assign

GAINS = st.one_of(st.floats(-1, 1, allow_nan=False), st.sampled_from([0.0, 0.25, 0.5]))
ROWS = st.lists(st.dictionaries(st.integers(0, 7), GAINS, max_size=8), max_size=8)


@given(ROWS)
def test_no_other_assignment_gains_more(rows: list[dict[int, float]]) -> None:
    found = assign(rows)
    matrix = np.zeros((len(rows), 8))
    for i, row in enumerate(rows):
        for j, gain in row.items():
            matrix[i, j] = max(gain, 0)
    best = matrix[linear_sum_assignment(matrix, maximize=True)].sum() if rows else 0
    assert abs(sum(rows[i][j] for i, j in enumerate(found) if j is not None) - best) < 1e-9


@given(ROWS)
def test_every_column_is_taken_once_and_only_for_a_gain(rows: list[dict[int, float]]) -> None:
    found = assign(rows)
    taken = [j for j in found if j is not None]
    assert len(taken) == len(set(taken))
    assert all(rows[i][j] > 0 for i, j in enumerate(found) if j is not None)
    assert assign(rows) == found


def test_what_is_best_for_all_may_not_be_best_for_one() -> None:
    assert assign([{0: 0.9, 1: 0.8}, {0: 0.85}]) == [1, 0]
    assert assign([]) == []
    assert assign([{}, {0: -1.0}]) == [None, None]
