"""Whether code was written the same, and which names are the person's."""

from __future__ import annotations

import pytest

from ckpt_magic.capture.digest import code_digest
from ckpt_magic.capture.select import is_process_local, saveable_names
from tests.capture.namespaces import run

FUNCTION = "def f(x, *, y=1):\n    return [x for _ in range(2) if x in {1, 2}]\n"
CLASS = "class f:\n    k = 1\n    @property\n    def p(self): return 1\n    def m(self): return 2\n"
DECORATED = "def d(g):\n    def call(): return g()\n    return call\n@d\ndef f(): return 1\n"


def digest(source: str) -> str:
    return code_digest(run(source)["f"])


@pytest.mark.parametrize("source", [FUNCTION, CLASS, DECORATED])
def test_moving_code_changes_nothing(source: str) -> None:
    """Line numbers and comments are not part of the digest."""
    assert digest(source) == digest("\n\n# a comment\n" + source)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (FUNCTION, FUNCTION.replace("range(2)", "range(3)")),
        (CLASS, CLASS.replace("return 2", "return 3")),
        (CLASS, CLASS.replace("return 1", "return 3")),
        (CLASS, CLASS.replace("class f:", "class f(dict):")),
        (DECORATED, DECORATED.replace("return 1", "return 2")),
    ],
)
def test_writing_code_otherwise_is_seen(one: str, other: str) -> None:
    """A changed body, property, base or decorated function changes the digest."""
    assert digest(one) != digest(other)


def test_data_is_not_code() -> None:
    """Only functions and classes have a digest; what a class holds is not in it."""
    assert code_digest([1]) == ""
    assert digest(CLASS) == digest(CLASS.replace("k = 1", "k = 2"))


def test_only_the_persons_names_are_saved() -> None:
    """Dunders, hidden names and the history of inputs and outputs are left out."""
    names = [
        "__name__",
        "__annotations__",
        "In",
        "_",
        "_i",
        "_i12",
        "_3",
        "exit",
        "x",
        "_mine",
        "h",
    ]
    found = saveable_names(dict.fromkeys(names), hidden=frozenset({"h"}))
    assert found == ("__annotations__", "x", "_mine")


def test_values_of_the_running_process_are_known() -> None:
    """A generator can never be saved, a list can."""
    assert is_process_local(iter(x for x in "a"))
    assert not is_process_local([])
