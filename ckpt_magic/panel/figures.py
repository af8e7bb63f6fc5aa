"""Counts, rates and shares as a person reads them.

Responsible for the words and digits of single figures. Refuses to know where they stand.
"""

from __future__ import annotations

from ckpt_magic.core.model import Progress
from ckpt_magic.core.units import format_duration

THIN = "\N{NARROW NO-BREAK SPACE}"
"""Stands between groups of digits, and between a number and its unit."""


def format_count(count: int) -> str:
    """Return a whole number in groups of three digits.

    Examples
    --------
    >>> format_count(12300).split(THIN)
    ['12', '300']
    """
    return f"{count:,}".replace(",", THIN)


def format_progress(progress: Progress) -> str:
    """Return how far a loop is: ``12 300 of 20 000 · 61 %``, or ``12 300 done``.

    The last per cent is not claimed before the last item is done.
    """
    done = format_count(progress.processed)
    if progress.total is None:
        return f"{done} done"
    words = f"{done} of {format_count(progress.total)}"
    return words if progress.fraction is None else f"{words} · {format_percent(progress.fraction)}"


def format_percent(fraction: float) -> str:
    """Return a share of the whole, never rounded up to all of it.

    Examples
    --------
    >>> format_percent(0.9999).split(THIN)
    ['99', '%']
    """
    return f"{int(fraction * 100 + 1e-9)}{THIN}%"


def format_share(share: float) -> str:
    """Return a small share as per cent with one digit: ``0.4 %``."""
    return f"< 0.1{THIN}%" if 0 < share < 0.001 else f"{share * 100:.1f}{THIN}%"


def format_rate(rate_per_s: float | None) -> str:
    """Return ``412 it/s``, ``3.2 s/it``, or a dash where nobody knows.

    Examples
    --------
    >>> format_rate(0.25).replace(THIN, " "), format_rate(2_400_000.0).replace(THIN, " ")
    ('4.0 s/it', '2.4 M it/s')
    """
    if not rate_per_s:
        return "–"
    if rate_per_s < 1:
        return f"{format_time(1 / rate_per_s)}/it"
    for unit, size in (("G", 1e9), ("M", 1e6), ("k", 1e4)):
        if rate_per_s >= size:
            shown = rate_per_s / (1e3 if unit == "k" else size)
            return f"{shown:.3g}{THIN}{unit}{THIN}it/s"
    digits = 1 if rate_per_s < 10 else 0
    return f"{rate_per_s:.{digits}f}{THIN}it/s"


def format_time(seconds: float) -> str:
    """Return a duration whose number and unit stay on one line; below a millisecond too.

    Examples
    --------
    >>> format_time(0.0000042).replace(THIN, " "), format_time(4.2).replace(THIN, " ")
    ('4.2 µs', '4.2 s')
    """
    if 0 < seconds < 0.001:
        return f"{seconds * 1e6:.3g}{THIN}µs"
    return format_duration(seconds).replace(" ", THIN)
