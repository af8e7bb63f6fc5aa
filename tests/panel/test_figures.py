"""Figures as a person reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckpt_magic.core.model import Progress
from ckpt_magic.panel.figures import (
    THIN,
    format_percent,
    format_progress,
    format_rate,
    format_share,
    format_time,
)


@pytest.mark.parametrize(
    ("rate_per_s", "text"),
    [
        (None, "–"),
        (0.0, "–"),
        (412.3, "412 it/s"),
        (2.34, "2.3 it/s"),
        (0.3125, "3.2 s/it"),
        (1 / 90, "1 min 30 s/it"),
        (10_000_000.0, "10 M it/s"),
        (12_345.0, "12.3 k it/s"),
    ],
)
def test_a_rate_is_read_at_a_glance(rate_per_s: float | None, text: str) -> None:
    """Iterations a second, or seconds an iteration, whichever is more than one."""
    assert format_rate(rate_per_s).replace(THIN, " ") == text


@given(st.floats(1e-12, 1e12))
def test_every_rate_has_a_short_text(rate_per_s: float) -> None:
    """Also those nobody has."""
    assert len(format_rate(rate_per_s)) <= 20


@given(st.integers(1, 10**12), st.data())
def test_all_is_done_only_when_it_is(total: int, data: st.DataObject) -> None:
    """100 % is never claimed before."""
    done = data.draw(st.integers(0, total))
    text = format_progress(Progress(processed=done, total=total))
    assert (f"100{THIN}%" in text) == (done == total)


def test_per_cent_of_a_third() -> None:
    """Rounded down."""
    assert format_percent(1 / 3) == f"33{THIN}%"


def test_a_small_share_is_not_nothing() -> None:
    """Less than a tenth of a per cent is said so."""
    assert format_share(0.0001) == f"< 0.1{THIN}%"
    assert format_share(0.0) == f"0.0{THIN}%"


def test_times_below_a_millisecond_are_told() -> None:
    """A fast loop's iteration is no zero."""
    assert format_time(4.2e-6) == f"4.2{THIN}µs"
