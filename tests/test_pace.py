"""The tests' own measures tell right from wrong."""

import pytest
from likeness import chrf
from pace import assert_in_line


def test_linear_time_is_in_line_and_quadratic_time_is_not() -> None:
    assert_in_line(lambda count: sum(range(1000 * count)), 4000)
    with pytest.raises(AssertionError, match="4 times as much"):
        assert_in_line(lambda count: [0 for _ in range(count) for _ in range(count)], 4000)


def test_likeness_is_that_of_letters() -> None:
    assert chrf("Choveu o dia todo.", "Choveu o dia todo.") == 100
    assert chrf("Choveu o dia inteiro.", "Choveu o dia todo.") > 50
    assert chrf("Quem escreveu a carta?", "Choveu o dia todo.") < 20
    assert chrf("", "Choveu o dia todo.") == 0
