"""The best assignment and its posteriors, against all assignments one by one."""

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum.detection.viterbi import best_states, posteriors

STATES = 3
scores = st.lists(
    st.lists(st.floats(-10, 0), min_size=STATES, max_size=STATES), min_size=1, max_size=5
)


def trees(count: int) -> st.SearchStrategy[list[int | None]]:
    """Parents for so many pieces: any earlier one."""
    later = [st.integers(0, i - 1) for i in range(1, count)]
    return st.tuples(*later).map(lambda parents: [None, *parents])


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[list[float]], list[int | None], list[float]]:
    rows = draw(scores)
    costs = draw(st.lists(st.floats(0.1, 8), min_size=len(rows), max_size=len(rows)))
    return rows, draw(trees(len(rows))), costs


def switching(states: tuple[int, ...], parents: list[int | None], costs: list[float]) -> float:
    return sum(
        costs[i]
        for i, parent in enumerate(parents)
        if parent is not None and states[i] != states[parent]
    )


def value(states: tuple[int, ...], rows, parents, costs) -> float:
    return sum(row[k] for row, k in zip(rows, states, strict=True)) - switching(
        states, parents, costs
    )


@given(problems())
def test_no_assignment_is_better(problem) -> None:
    rows, parents, costs = problem
    best = tuple(best_states(rows, parents, costs))
    everything = product(range(STATES), repeat=len(rows))
    assert value(best, *problem) == pytest.approx(max(value(s, *problem) for s in everything))


@given(problems())
def test_posteriors_are_the_shares_of_all_assignments(problem) -> None:
    rows, parents, costs = problem
    weights = {}
    for states in product(range(STATES), repeat=len(rows)):
        weight = math.exp(sum(row[k] for row, k in zip(rows, states, strict=True)))
        for i, parent in enumerate(parents):
            if parent is not None:
                change = math.exp(-costs[i])
                weight *= change if states[i] != states[parent] else 1.0
        weights[states] = weight
    total = sum(weights.values())
    found = posteriors(rows, parents, costs)
    for i in range(len(rows)):
        for k in range(STATES):
            share = sum(w for states, w in weights.items() if states[i] == k) / total
            assert found[i][k] == pytest.approx(share, abs=1e-6)


def test_one_piece_has_its_own_best_state() -> None:
    assert best_states([[-1.0, -0.5]], [None], [2.0]) == [1]
    assert posteriors([[0.0, 0.0]], [None], [2.0]) == [[0.5, 0.5]]


def test_a_weak_piece_follows_and_a_clear_one_stands() -> None:
    weak, clear = [[0.0, -9.0], [-1.0, 0.0], [0.0, -9.0]], [[0.0, -9.0], [-9.0, 0.0], [0.0, -9.0]]
    assert best_states(weak, [None, 0, 1], [3.0] * 3) == [0, 0, 0]
    assert best_states(clear, [None, 0, 1], [3.0] * 3) == [0, 1, 0]


def test_what_follows_a_quotation_hangs_on_what_stood_before() -> None:
    rows = [[0.0, -9.0], [-9.0, 0.0], [-0.7, -0.7]]
    assert best_states(rows, [None, 0, 0], [3.0] * 3) == [0, 1, 0]
    assert best_states(rows, [None, 0, 1], [3.0] * 3) == [0, 1, 1]


def test_a_long_chain_does_not_underflow() -> None:
    rows = [[0.0, -10.0] if i % 2 else [-10.0, 0.0] for i in range(3000)]
    parents = [None, *range(2999)]
    assert all(sum(row) == pytest.approx(1) for row in posteriors(rows, parents, [5.0] * 3000))
