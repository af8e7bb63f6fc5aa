"""The global random streams of Python, numpy and torch.

Responsible for streams that the program did not make itself; its own generators are variables.
Refuses to import a library that is not loaded: its stream cannot have been used.
"""

from __future__ import annotations

import importlib
import random
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomState:
    """The state of every stream, by the library that draws from it."""

    streams: Mapping[str, Any]


def save() -> RandomState:
    """Return the state of every stream."""
    streams: dict[str, Any] = {"python": random.getstate()}
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        streams["numpy"] = numpy_random.get_state(legacy=False)
    torch = sys.modules.get("torch")
    if torch is not None:
        streams["torch"] = bytes(torch.get_rng_state().numpy())
    return RandomState(streams=streams)


def load(state: RandomState) -> None:
    """Bring the streams back."""
    streams = state.streams
    random.setstate(streams["python"])
    if "numpy" in streams:
        importlib.import_module("numpy.random").set_state(streams["numpy"])
    if "torch" in streams:
        torch = importlib.import_module("torch")
        torch.set_rng_state(torch.frombuffer(bytearray(streams["torch"]), dtype=torch.uint8))
