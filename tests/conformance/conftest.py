"""Prints the seed of the sample, so that a green run can be repeated as well."""

from __future__ import annotations

import sys
from typing import Any


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Name the seed at the end of a run that drew a sample."""
    suite = sys.modules.get("tests.conformance.test_conformance")
    if suite is not None:
        terminalreporter.write_line(f"conformance sample: {suite.SEED_VARIABLE}={suite.SEED}")
