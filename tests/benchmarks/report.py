"""Tables of measurements, as text.

Responsible for how figures are printed. Refuses to know what was measured.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a Markdown table under a title that names machine and Python."""
    print(f"## {title}\n")
    print(f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores\n")
    print(_line(columns))
    print(_line(["---"] * len(columns)))
    for row in rows:
        print(_line(row))
    print()


def _line(values: Sequence[str]) -> str:
    return "| " + " | ".join(values) + " |"
