from importlib.metadata import EntryPoint

import pytest

from mlsum.core import backends, plugins
from mlsum.core.errors import UsageError


@pytest.mark.parametrize(
    ("group", "name"),
    [(group, name) for group, known in backends.BUILT_IN.items() for name in known],
)
def test_every_built_in_backend_loads_and_knows_its_name(group: backends.Group, name: str) -> None:
    assert backends.load(group, name).name == name


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(UsageError, match="unknown engine 'babelfish'") as caught:
        backends.load("engines", "babelfish")
    assert "firefox" in caught.value.hint


def test_what_writes_summaries_is_named_among_the_summarizers() -> None:
    with pytest.raises(UsageError, match="unknown summarizer") as caught:
        backends.load("summarizers", "oracle")
    assert {"extractive", "abstractive", "chat"} <= set(caught.value.hint[7:].split(", "))


def test_an_installed_package_adds_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = EntryPoint("mine", "collections:OrderedDict", "mlsum.engines")

    monkeypatch.setattr(plugins, "_ours", lambda: (entry,))
    assert "mine" in backends.names("engines")
    assert backends.load("engines", "mine").__name__ == "OrderedDict"


@pytest.mark.parametrize("name", ["beam", "threads", "batch_tokens"])
def test_numbers_of_an_engine_are_at_least_one(name: str) -> None:
    with pytest.raises(UsageError, match=f"{name} is 0"):
        backends.EngineOptions(**{name: 0})  # type: ignore[arg-type]
