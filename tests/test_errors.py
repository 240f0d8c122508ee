import pytest

from mlsum.core import errors
from mlsum.core.errors import (
    EngineError,
    InputError,
    MissingExtraError,
    MlsumError,
    UsageError,
    foreign_errors,
)


def test_the_public_names_are_complete_and_sorted() -> None:
    defined = [
        name
        for name, value in vars(errors).items()
        if getattr(value, "__module__", "") == errors.__name__
    ]
    assert sorted(defined) == errors.__all__


def test_every_error_is_drawn_in_the_tree_at_the_top() -> None:
    classes = [name for name in errors.__all__ if name.endswith("Error")]
    assert all(f"{name} " in f"{errors.__doc__}" for name in classes)


@pytest.mark.parametrize(
    ("error", "code"),
    [(MlsumError("x"), 1), (UsageError("x"), 2), (InputError("x"), 2), (EngineError("x"), 1)],
)
def test_exit_codes_tell_what_kind_of_trouble_it_was(error: MlsumError, code: int) -> None:
    assert error.exit_code == code


def test_an_error_says_where_it_happened() -> None:
    assert str(InputError("not text", where="a.txt")) == "a.txt: not text"
    assert str(InputError("not text")) == "not text"


def test_a_missing_extra_comes_with_the_command_that_installs_it() -> None:
    error = MissingExtraError("trafilatura", "html")
    assert error.exit_code == 3
    assert "[html]" in error.hint


def test_foreign_errors_become_ours_and_ours_pass_through() -> None:
    with (
        pytest.raises(EngineError, match="firefox: ValueError: bad model") as caught,
        foreign_errors("firefox"),
    ):
        raise ValueError("bad model")
    assert isinstance(caught.value.__cause__, ValueError)
    with pytest.raises(UsageError), foreign_errors("firefox"):
        raise UsageError("ours")
    with pytest.raises(MemoryError), foreign_errors("firefox"):
        raise MemoryError
