"""What is kept, as a law."""

from hypothesis import given
from hypothesis import strategies as st

from ckpt_magic.core.retention import KeepLast


@given(st.integers(1, 10), st.sets(st.integers(1, 100)))
def test_keep_last_keeps_exactly_the_newest(count: int, sequences: set[int]) -> None:
    """What is dropped is older than all that is kept, and `count` are kept where there are."""
    dropped = set(KeepLast(count).drop(list(sequences)))
    kept = sequences - dropped
    assert len(kept) == min(count, len(sequences))
    assert all(old < new for old in dropped for new in kept)
