"""How long iterations took in the course of a run, in a bounded number of samples.

Responsible for forgetting evenly: a run of a week has as many samples as one of a minute. Refuses
to look at a clock: all times are seconds in which this run was not paused.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

MOST = 60
"""Samples and marks that are kept."""
_FIRST_WIDTH_S = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Iterations in a row: `count` of them took `spent_s`, the last ended at `end_s`."""

    end_s: float
    spent_s: float
    count: int

    @property
    def iteration_s(self) -> float:
        """What one of them took."""
        return self.spent_s / self.count

    def joined(self, later: Sample) -> Sample:
        """Return both as one."""
        count = self.count + later.count
        return Sample(end_s=later.end_s, spent_s=self.spent_s + later.spent_s, count=count)


@dataclass(frozen=True, slots=True)
class History:
    """Samples of at least ``width_s`` seconds each (but for the last), and when saves were."""

    samples: tuple[Sample, ...] = ()
    saves_s: tuple[float, ...] = ()
    width_s: float = _FIRST_WIDTH_S

    def went_by(self, sample: Sample) -> History:
        """Take in iterations that ended after all others."""
        if sample.count <= 0:
            return self
        last = self.samples[-1] if self.samples else None
        if last is not None and last.spent_s < self.width_s:
            return replace(self, samples=(*self.samples[:-1], last.joined(sample)))
        if len(self.samples) < MOST:
            return replace(self, samples=(*self.samples, sample))
        coarser = replace(self, samples=_pairs(self.samples), width_s=2 * self.width_s)
        return coarser.went_by(sample)

    def saved(self, at_s: float) -> History:
        """Take in a checkpoint; of very many, every other one is forgotten again and again."""
        kept = self.saves_s if len(self.saves_s) < MOST else self.saves_s[1::2]
        return replace(self, saves_s=(*kept, at_s))


def _pairs(samples: tuple[Sample, ...]) -> tuple[Sample, ...]:
    pairs = zip(samples[::2], samples[1::2], strict=False)
    odd = samples[-1:] if len(samples) % 2 else ()
    return (*(first.joined(second) for first, second in pairs), *odd)
