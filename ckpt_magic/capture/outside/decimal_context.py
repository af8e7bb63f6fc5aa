"""The context of decimal arithmetic: precision, rounding, traps and flags.

Responsible for setting it in place: a variable may be this very context. Refuses to import
decimal where the program had not.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping
from typing import Any

from ckpt_magic.capture.outside.baseline import Baseline

_PLAIN = ("prec", "rounding", "Emin", "Emax", "capitals", "clamp")
_SIGNALS = ("flags", "traps")


def save(_baseline: Baseline) -> dict[str, Any] | None:
    """Return the context, ``None`` where decimal is not in use."""
    decimal = sys.modules.get("decimal")
    return None if decimal is None else _state_of(decimal.getcontext())


def load(state: Mapping[str, Any] | None) -> Callable[[], None]:
    """Bring it back; returns what undoes it."""
    if state is None:
        return lambda: None
    context = importlib.import_module("decimal").getcontext()
    before = _state_of(context)
    _become(context, state)
    return lambda: _become(context, before)


def _state_of(context: Any) -> dict[str, Any]:
    state = {name: getattr(context, name) for name in _PLAIN}
    for name in _SIGNALS:
        signals = getattr(context, name)
        state[name] = sorted(signal.__name__ for signal, is_set in signals.items() if is_set)
    return state


def _become(context: Any, state: Mapping[str, Any]) -> None:
    for name in _PLAIN:
        setattr(context, name, state[name])
    for name in _SIGNALS:
        signals = getattr(context, name)
        for signal in list(signals):
            signals[signal] = signal.__name__ in state[name]
