"""Cases of every family come back in another process."""

from __future__ import annotations

import importlib
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.capture.two_processes import outcomes

FAMILIES = (
    "cases_identity",
    "cases_code",
    "cases_objects",
    "cases_arrays",
    "cases_iterators",
    "cases_outside",
)
EVERY = [
    (family, case.claim)
    for family in FAMILIES
    for case in importlib.import_module(f"tests.capture.{family}").CASES
    if case.before is None or sys.version_info < case.before
]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Run each family once."""

    @cache
    def outcomes_of(family: str) -> dict[str, str]:
        folder: Path = tmp_path_factory.mktemp(family)
        return outcomes(family, folder)

    return outcomes_of


@pytest.mark.parametrize(("family", "claim"), EVERY)
def test_comes_back(run: Any, family: str, claim: str) -> None:
    """What the claim says holds in a process that hashes otherwise."""
    assert not run(family)[claim], run(family)[claim]
