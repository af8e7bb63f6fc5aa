"""Whether a cell that is killed ends as if it had not been killed.

Responsible for the lives of one cell (without the magic, with it, killed at every point and
resumed, dying again and again), for comparing their ends and for the verdict. Refuses to know
how a life is run.
"""

from __future__ import annotations

import random
import re
import shutil
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from tests.conformance.cell import Cell, Part, Want
from tests.conformance.process import (
    Ending,
    Job,
    Kill,
    Moment,
    Trace,
    live_in_fork,
    live_in_interpreter,
    read_ending,
    read_trace,
)

SHOWN_CHARACTERS = 300
STORM_LIVES_PER_POINT = 2


class Outcome(StrEnum):
    """How one life, or a whole cell, compares with the run that was never killed."""

    EXACT = "exact"
    REFUSED = "refused"
    TOLD = "told"
    LOUD = "loud"
    SILENT = "silent"
    NOT_SAVED = "not saved"


ACCEPTED = {
    Want.ANY: {Outcome.EXACT, Outcome.REFUSED, Outcome.TOLD},
    Want.EXACT: {Outcome.EXACT},
    Want.REFUSED: {Outcome.REFUSED},
    Want.TOLD: {Outcome.TOLD},
    Want.UNDETECTABLE: set(Outcome),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How thoroughly cells are checked.

    ``max_points`` bounds the points a cell is killed at: spread evenly, or drawn with
    ``seed``. ``fresh`` resumes in new interpreters, ``rerun_setup`` runs the cells before it
    again first, as Run All does.
    """

    max_points: int = 24
    seed: int | None = None
    kills: bool = True
    storm: bool = True
    fresh: bool = False
    rerun_setup: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """How one life ended: ``life`` says which, ``text`` why it is not exact."""

    outcome: Outcome
    life: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What came of one cell."""

    cell: str
    want: Want
    points: int = 0
    saves: int = 0
    findings: tuple[Finding, ...] = ()
    said: tuple[str, ...] = ()
    took_s: float = 0.0

    def count(self, outcome: Outcome) -> int:
        """Return how many lives ended like that."""
        return sum(finding.outcome is outcome for finding in self.findings)

    @property
    def outcome(self) -> Outcome:
        """The worst that happened, as one word for the cell."""
        for worst in (Outcome.SILENT, Outcome.LOUD):
            if self.count(worst):
                return worst
        if self.findings and self.findings[0].outcome is Outcome.REFUSED:
            return Outcome.REFUSED
        if self.count(Outcome.REFUSED):
            return Outcome.TOLD
        if self.points and not self.saves:
            return Outcome.TOLD if self.said else Outcome.LOUD
        return Outcome.EXACT

    @property
    def accepted(self) -> bool:
        """Whether the cell ended as it must; what must be exact must also have been saved."""
        saved_if_needed = self.saves > 0 or self.want is not Want.EXACT
        return self.outcome in ACCEPTED[self.want] and saved_if_needed

    def reasons(self) -> tuple[str, ...]:
        """Return what was refused or went wrong, each text once."""
        texts = [f.text for f in self.findings if f.outcome is not Outcome.EXACT and f.text]
        return tuple(dict.fromkeys([*texts, *self.said]))


@dataclass(slots=True)
class Bench:
    """One cell on its bench: a folder, the end to compare with, and a counter of seeds."""

    cell: Cell
    plan: Plan
    folder: Path
    baseline: Ending | None = None
    lives: int = field(default=0)

    def check(self) -> Verdict:
        """Run all lives of the plan."""
        began = time.perf_counter()
        unkilled = self._without_a_kill()
        trace = read_trace(self._job("unkilled"))
        findings = [unkilled]
        if unkilled.outcome is Outcome.EXACT and self.plan.kills:
            findings += self._killed_everywhere(trace.points)
        return Verdict(
            cell=self.cell.name,
            want=self._want,
            points=trace.points,
            saves=trace.saves,
            findings=tuple(findings),
            said=trace.skipped + trace.notices,
            took_s=time.perf_counter() - began,
        )

    def _without_a_kill(self) -> Finding:
        self._clear()
        code = live_in_fork(self._job("baseline", magic=False))
        self.baseline = read_ending(self._job("baseline"))
        if code or self.baseline is None:
            return self._died("without the magic", "baseline", code)
        self._clear()
        code = live_in_fork(self._job("unkilled"))
        return self._judge("unkilled", "unkilled", code, self._parts(stdout=True))

    def _killed_everywhere(self, points: int) -> Iterator[Finding]:
        for point in chosen_points(points, self.plan):
            for moment in Moment:
                if moment is Moment.BEFORE and point == 1:
                    continue  # nothing is saved yet
                yield self._killed(Kill(moment, point))
        if points and self.plan.storm and self.cell.storm:
            yield self._storm(points)

    def _killed(self, kill: Kill) -> Finding:
        self._clear()
        code = live_in_fork(self._job("first", kill=kill))
        if code == 0 and kill.moment is Moment.AFTER:
            return Finding(outcome=Outcome.NOT_SAVED, life=f"{kill}: no save came to its end")
        if code != -signal.SIGKILL:
            return self._died(str(kill), "first", code)
        if not read_trace(self._job("first")).saves:
            return Finding(outcome=Outcome.NOT_SAVED, life=f"{kill}: nothing was saved before")
        code = self._resume(self._again("second", save_everywhere=False))
        return self._judge(str(kill), "second", code, self._parts(stdout=False), resumed=True)

    def _storm(self, points: int) -> Finding:
        self._clear()
        code = live_in_fork(self._job("first", kill=Kill(Moment.AFTER, 1)))
        limit = STORM_LIVES_PER_POINT * points + 10
        label, lives = "first", 1
        while code == -signal.SIGKILL and lives < limit:
            if not read_trace(self._job(label)).saves:
                return Finding(outcome=Outcome.NOT_SAVED, life=f"storm: life {lives} saved nothing")
            label, lives = "second", lives + 1
            self._job(label).path("ending").unlink(missing_ok=True)
            # its first save may be of the very point it resumed at: the second is further on
            code = self._resume(self._again(label, kill=Kill(Moment.AFTER, 2)))
        if code == -signal.SIGKILL:
            return Finding(outcome=Outcome.LOUD, life="storm", text=f"no end after {lives} lives")
        life = f"storm of {lives} lives"
        return self._judge(life, label, code, self._parts(stdout=False), resumed=lives > 1)

    def _judge(
        self, life: str, label: str, code: int, parts: tuple[str, ...], *, resumed: bool = False
    ) -> Finding:
        ending = read_ending(self._job(label))
        if code or ending is None:
            return self._died(life, label, code)
        assert self.baseline is not None
        if ending.refusal is not None:
            return Finding(outcome=Outcome.REFUSED, life=life, text=ending.refusal)
        differences = compare(self.baseline, ending, parts)
        if differences:
            silent = ending.err in (None, self.baseline.err)
            outcome = Outcome.SILENT if silent else Outcome.LOUD
            return Finding(outcome=outcome, life=life, text="; ".join(differences[:3]))
        if resumed and not self._trace(label).resumed:
            return Finding(outcome=Outcome.LOUD, life=life, text="started anew, not resumed")
        return Finding(outcome=Outcome.EXACT, life=life)

    def _died(self, life: str, label: str, code: int) -> Finding:
        written = self._job(label).path("err")
        tail = written.read_text(errors="replace")[-600:] if written.exists() else ""
        text = f"exit code {code} {tail}".strip()
        return Finding(outcome=Outcome.LOUD, life=life, text=text)

    def _parts(self, *, stdout: bool) -> tuple[str, ...]:
        """What is compared. What a dead process had printed is not."""
        assert self.baseline is not None
        left_out = set(self.cell.ignore)
        if not stdout or self.baseline.err is not None:  # a traceback is not compared
            left_out.add(Part.STDOUT)
        return tuple(part.value for part in Part if part.value not in left_out)

    def _resume(self, job: Job) -> int:
        return (live_in_interpreter if self._new_interpreter else live_in_fork)(job)

    def _again(self, label: str, *, kill: Kill | None = None, save_everywhere: bool = True) -> Job:
        setup = self._setup_again
        return self._job(label, kill=kill, save_everywhere=save_everywhere, setup=setup)

    def _job(
        self,
        label: str,
        *,
        magic: bool = True,
        setup: bool = True,
        save_everywhere: bool = True,
        kill: Kill | None = None,
    ) -> Job:
        self.lives += 1
        return Job(
            cell=self.cell.name,
            folder=self.folder,
            label=label,
            magic=magic,
            setup=setup,
            save_everywhere=save_everywhere,
            kill=kill,
            seed=1000 + (self.lives if label == "second" else 0),
        )

    def _trace(self, label: str) -> Trace:
        return read_trace(self._job(label))

    @property
    def _want(self) -> Want:
        """What the cell must do under this plan, which may not show what all kills show."""
        if self._setup_again and not self.cell.rerun_setup:
            return Want.ANY  # a changed value may be a reason to ask
        thorough = self.plan.kills and self.plan.seed is None
        return Want.ANY if self.cell.want is Want.TOLD and not thorough else self.cell.want

    @property
    def _setup_again(self) -> bool:
        return self.plan.rerun_setup or self.cell.rerun_setup

    @property
    def _new_interpreter(self) -> bool:
        return self.plan.fresh or self.cell.fresh

    def _clear(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)


def check(cell: Cell, plan: Plan, workplace: Path) -> Verdict:
    """Run `cell` as `plan` says, in a folder of its own below `workplace`, and judge it."""
    folder = workplace / re.sub(r"\W", "_", cell.name)
    try:
        return Bench(cell, plan, folder).check()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def chosen_points(points: int, plan: Plan) -> list[int]:
    """Return the points to kill at: all, or ``max_points`` of them.

    Examples
    --------
    >>> chosen_points(9, Plan(max_points=3))
    [1, 5, 9]
    """
    everywhere = range(1, points + 1)
    if points <= plan.max_points:
        return list(everywhere)
    if plan.seed is not None:
        return sorted(random.Random(plan.seed).sample(everywhere, plan.max_points))
    if plan.max_points == 1:
        return [(points + 1) // 2]
    step = (points - 1) / (plan.max_points - 1)
    return sorted({1 + round(step * index) for index in range(plan.max_points)})


def compare(wanted: Ending, found: Ending, parts: tuple[str, ...]) -> list[str]:
    """Return what differs, as lines that name the part and the name in it."""
    lines: list[str] = []
    for part in parts:
        one, other = getattr(wanted, part), getattr(found, part)
        if one == other:
            continue
        if isinstance(one, dict):
            lines += [
                _line(f"{part} {name}", one.get(name), other.get(name))
                for name in sorted(set(one) | set(other))
                if one.get(name) != other.get(name)
            ]
        else:
            lines.append(_line(part, one, other))
    return lines


def _line(name: str, wanted: object, found: object) -> str:
    return f"{name}: {str(wanted)[-SHOWN_CHARACTERS:]!r} became {str(found)[-SHOWN_CHARACTERS:]!r}"
