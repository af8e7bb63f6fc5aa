"""What the harness calls exact, refused, told, loud and silent."""

from __future__ import annotations

import dataclasses

import pytest

from tests.conformance.cell import Want
from tests.conformance.harness import Finding, Outcome, Plan, Verdict, chosen_points, compare
from tests.conformance.process import Ending

ENDING = Ending(
    ns={"x": "1"}, st={"cwd": "work"}, files={}, err=None, result="None", stdout="", refusal=None
)


def _verdict(*outcomes: Outcome, want: Want = Want.ANY, saves: int = 3) -> Verdict:
    findings = tuple(Finding(outcome=outcome, life="a life") for outcome in outcomes)
    return Verdict(cell="some_cell", want=want, points=3, saves=saves, findings=findings)


@pytest.mark.parametrize(
    ("lives", "outcome"),
    [
        ([Outcome.EXACT, Outcome.EXACT], Outcome.EXACT),
        ([Outcome.REFUSED], Outcome.REFUSED),
        ([Outcome.EXACT, Outcome.REFUSED, Outcome.EXACT], Outcome.TOLD),
        ([Outcome.EXACT, Outcome.REFUSED, Outcome.SILENT], Outcome.SILENT),
        ([Outcome.EXACT, Outcome.LOUD, Outcome.REFUSED], Outcome.LOUD),
    ],
)
def test_the_worst_life_names_the_cell(lives: list[Outcome], outcome: Outcome) -> None:
    """One silent difference makes the cell silent, whatever the other lives did."""
    assert _verdict(*lives).outcome is outcome


def test_a_cell_in_which_nothing_was_saved_and_nothing_said_fails() -> None:
    """Losing every checkpoint without a word is not exact, though no life differed."""
    assert not _verdict(Outcome.EXACT, saves=0).accepted


def test_what_must_be_exact_is_not_accepted_when_told() -> None:
    """The named cells have no way out through a question."""
    assert not _verdict(Outcome.EXACT, Outcome.REFUSED, want=Want.EXACT).accepted
    assert _verdict(Outcome.EXACT, Outcome.REFUSED).accepted


@pytest.mark.parametrize("seed", [None, 7])
@pytest.mark.parametrize("points", [0, 1, 5, 6, 100])
def test_points_are_bounded_and_real(points: int, seed: int | None) -> None:
    """At most ``max_points`` different points, all of them existing."""
    chosen = chosen_points(points, Plan(max_points=5, seed=seed))
    assert len(set(chosen)) == len(chosen) == min(points, 5)
    assert set(chosen) <= set(range(1, points + 1))


def test_a_difference_names_part_and_name() -> None:
    """The line of a difference says where to look."""
    found = dataclasses.replace(ENDING, ns={"x": "2"}, stdout="other")
    assert compare(ENDING, found, ("ns",)) == ["ns x: '1' became '2'"]
    assert compare(ENDING, ENDING, ("ns", "st", "stdout")) == []
