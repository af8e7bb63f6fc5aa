"""Durations and sizes are read and written as people do."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckpt_magic.core.units import format_duration, format_size, parse_duration_s, parse_size_bytes


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30s", 30),
        ("5m", 300),
        ("1h30m", 5400),
        ("2d", 172800),
        ("250ms", 0.25),
        ("12", 12),
        (7, 7),
    ],
)
def test_durations_are_read(text: str, seconds: float) -> None:
    """Every unit, sums of units and bare seconds are understood."""
    assert parse_duration_s(text) == seconds


@pytest.mark.parametrize("text", ["", "0", "-3s", "5 apples", "s", "1h nonsense", "nan", 0, -1])
def test_what_is_not_a_duration_is_refused(text: str) -> None:
    """Zero, negatives and other words are a ValueError that says what was expected."""
    with pytest.raises(ValueError, match="expected a duration such as 30s"):
        parse_duration_s(text)


@pytest.mark.parametrize(
    ("text", "size"),
    [("5GB", 5 * 10**9), ("2 GiB", 2**31), ("1.5 MB", 1_500_000), ("100", 100), (4096, 4096)],
)
def test_sizes_are_read(text: str, size: int) -> None:
    """Powers of 1000 and of 1024 are told apart."""
    assert parse_size_bytes(text) == size


@pytest.mark.parametrize("text", ["", "0", "-5MB", "5 parsecs", "MB"])
def test_what_is_not_a_size_is_refused(text: str) -> None:
    """Zero, negatives and unknown units are a ValueError that says what was expected."""
    with pytest.raises(ValueError, match="expected a size such as 500MB"):
        parse_size_bytes(text)


@given(st.integers(1, 10**14))
def test_a_written_size_is_read_back_within_its_three_digits(size: int) -> None:
    """Formatting and parsing a size agree to half a percent."""
    assert math.isclose(parse_size_bytes(format_size(size)), size, rel_tol=0.0051)


@given(st.floats(0.001, 59.4))
def test_a_written_duration_below_a_minute_is_read_back(seconds: float) -> None:
    """Formatting and parsing a duration agree within the digits that are shown."""
    read = parse_duration_s(format_duration(max(0.001, seconds)))
    assert math.isclose(read, seconds, rel_tol=0.06, abs_tol=0.0006)


def test_long_durations_are_written_in_two_units() -> None:
    """Minutes, hours and days keep the next smaller unit beside them."""
    assert format_duration(61) == "1 min 1 s"
    assert format_duration(3600 * 30) == "1 d 6 h"
