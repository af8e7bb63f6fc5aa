"""Fingerprints differ when values do."""

import copy

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckpt_magic.resume.facts import fingerprint, fingerprints

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


@given(values)
def test_a_copy_has_the_same_fingerprint(value: object) -> None:
    """Equal plain data looks the same."""
    assert fingerprint(copy.deepcopy(value)) == fingerprint(value)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (0.1, 0.2), (1, 1.0), (1, True), ([1, 2], [2, 1]), ([1], (1,)), ({"a": 1}, {"a": 2}),
        (np.zeros(3), np.ones(3)), (np.zeros(3), np.zeros((3, 1))), ({1, 2}, {1, 3}),
        (pd.DataFrame({"a": [1]}), pd.DataFrame({"b": [1]})),
    ],
)  # fmt: skip
def test_different_values_have_different_fingerprints(one: object, other: object) -> None:
    """Type, order, shape and content count."""
    assert fingerprint(one) != fingerprint(other)


def test_a_value_that_contains_itself_is_no_trap() -> None:
    """Cycles and very large values end."""
    loop: list[object] = []
    loop.append(loop)
    assert fingerprint(loop) == fingerprint(loop)
    assert fingerprint(list(range(10**6)))


def test_code_and_modules_have_no_fingerprint() -> None:
    """Functions, classes and modules are compared by their source, elsewhere."""
    namespace = {"f": lambda: 0, "C": int, "np": np, "x": 1}
    assert set(fingerprints(namespace, namespace)) == {"x"}
