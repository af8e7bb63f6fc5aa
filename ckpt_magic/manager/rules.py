"""The options of a manager, checked once.

Responsible for what ``interval``, ``every``, ``max_checkpoints`` and ``validate`` may be.
Refuses to know operations and stores.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ckpt_magic.core.errors import InvalidOptionError
from ckpt_magic.core.retention import DEFAULT_KEEP, KeepLast
from ckpt_magic.core.schedule import Schedule, schedule_for
from ckpt_magic.core.units import parse_duration_s

Validate = Callable[[Any], bool]
"""The caller's own check: whether a state is one to go on from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """When to save, what to keep, and what counts as a good state."""

    schedule: Schedule = field(default_factory=lambda: schedule_for(None, None))
    retention: KeepLast = field(default_factory=KeepLast)
    validate: Validate | None = None

    def accepts(self, state: Any) -> bool:
        """Whether the caller's check lets `state` pass; always true without one."""
        return self.validate is None or bool(self.validate(state))


def rules_from(
    *,
    interval: str | float | None = None,
    every: int | None = None,
    max_checkpoints: int = DEFAULT_KEEP,
    validate: Validate | None = None,
) -> Rules:
    """Return the rules that a manager's arguments ask for.

    Raises
    ------
    InvalidOptionError
        Naming the argument and what was expected.

    Examples
    --------
    >>> rules_from(every=100).schedule
    EveryItems(items=100)
    """
    interval_s = None if interval is None else _seconds(interval)
    if every is not None:
        require_count("every", every, least=1)
    require_count("max_checkpoints", max_checkpoints, least=1)
    if validate is not None and not callable(validate):
        raise InvalidOptionError(f"validate={validate!r}: expected a function of the state")
    schedule = schedule_for(every, interval_s)
    return Rules(schedule=schedule, retention=KeepLast(max_checkpoints), validate=validate)


def require_count(name: str, value: Any, *, least: int) -> None:
    """Raise `InvalidOptionError` unless `value` is a whole number of at least `least`."""
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise InvalidOptionError(f"{name}={value!r}: expected a whole number of {least} or more")


def _seconds(interval: Any) -> float:
    try:
        if isinstance(interval, bool):
            raise TypeError(interval)
        return parse_duration_s(interval)
    except (ValueError, TypeError):
        raise InvalidOptionError(
            f"interval={interval!r}: expected a duration such as '30s' or '5m', or seconds"
        ) from None
