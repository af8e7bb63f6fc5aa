"""Sets of numbers iterate after a restore as they did before."""

from hypothesis import given
from hypothesis import strategies as st

from ckpt_magic.capture.sets import mend_orders, orders_of, reordered

numbers = st.lists(st.integers(0, 200), min_size=2, max_size=12, unique=True)


@given(numbers)
def test_a_set_is_filled_again_until_it_iterates_as_it_did(items: list[int]) -> None:
    """Whatever order filled the table, the order of iteration comes back, in the same object."""
    original: set[int] = set()
    for item in items:
        original.add(item)
    before = orders_of({"s": original})
    loaded = set(list(original))  # noqa: C414 (a stream lists the items first)
    values = {"s": loaded, "alias": loaded}
    mend_orders(before, values)
    assert list(loaded) == list(original) or reordered(before, values)
    assert values["s"] is values["alias"] is loaded


def test_a_table_with_collisions_comes_back() -> None:
    """3 and 99 want the same place: who was first decides the order."""
    for kind in (set, frozenset):
        original = kind([99, 1, 2, 3])
        before = orders_of({"s": original})
        values = {"s": kind(list(original)), "n": 1}
        mend_orders(before, values)
        assert list(values["s"]) == list(original)
        assert reordered(before, values) == ()
