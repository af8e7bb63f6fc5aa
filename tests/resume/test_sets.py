"""Sets that another process orders differently are refused where that would show."""

import ast

import pytest

from ckpt_magic.core.errors import NotResumableError
from ckpt_magic.resume.sets import order_uses, refuse_reordered_sets

WORDS = {"name", "age", "city"}


@pytest.fixture(autouse=True)
def _random_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", "random")


def _names(source: str) -> set[str]:
    return {use.name for use in order_uses(ast.parse(source).body)}


@pytest.mark.parametrize(
    "source",
    [
        "for r in rows:\n    out.append([r[c] for c in cols])",
        "first = list(cols)\nfor c in cols: f(c)",
        "while True: print(*cols)",
        "head = ','.join(cols)\nbody = ','.join(str(d[c]) for c in cols)",
        "while cols: f(cols.pop())",
    ],
)
def test_order_that_matters_twice_is_found(source: str) -> None:
    """Two places, or one place inside a loop."""
    assert "cols" in _names(source)


@pytest.mark.parametrize(
    "source",
    [
        "for c in cols: f(c)",
        "for r in rows:\n    if r in cols: n += 1",
        "for r in rows:\n    out.append([r[c] for c in sorted(cols)])",
        "for r in rows:\n    cols.add(r); k = len(cols)",
        "for r in rows:\n    s = {f(c) for c in cols}",
    ],
)
def test_order_that_does_not_matter_twice_is_no_reason(source: str) -> None:
    """One loop keeps the dead order; membership, size, sorting and new sets have none."""
    assert "cols" not in _names(source)


def test_a_set_of_texts_is_refused_with_the_way_out() -> None:
    """The message names the set, the line and ``sorted``."""
    uses = order_uses(ast.parse("for r in rows:\n    out.append([r[c] for c in cols])").body)
    with pytest.raises(
        NotResumableError, match=r"`cols` \(a set of 3 str, line 2\).*sorted\(cols\)"
    ):
        refuse_reordered_sets(uses, {"cols": WORDS}, line=1, safe="nothing was begun")


def test_lists_numbers_and_what_lies_behind_are_fine() -> None:
    """Only a set with a random order, and only where it is still to be used."""
    uses = order_uses(ast.parse("a = list(cols)\nb = list(cols)").body)
    for value in (sorted(WORDS), {1, 2, 3}, {"one"}):
        refuse_reordered_sets(uses, {"cols": value}, line=1, safe="nothing was begun")
    refuse_reordered_sets(uses, {"cols": WORDS}, line=3, safe="nothing was begun")


def test_a_fixed_hash_seed_keeps_texts_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kernel started with PYTHONHASHSEED has the same order in its next life."""
    uses = order_uses(ast.parse("a = list(cols)\nb = list(cols)").body)
    monkeypatch.setenv("PYTHONHASHSEED", "0")
    refuse_reordered_sets(uses, {"cols": WORDS}, line=1, safe="nothing was begun")
    with pytest.raises(NotResumableError):
        refuse_reordered_sets(
            uses, {"cols": {object(), object()}}, line=1, safe="nothing was begun"
        )
