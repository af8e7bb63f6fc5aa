"""What numpy does about floating-point errors.

Responsible for ``numpy.seterr``. Refuses to import numpy where the program had not, and to keep
a function that the program gave to ``numpy.seterrcall``.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping
from typing import Any

from ckpt_magic.capture.outside.baseline import Baseline


def save(_baseline: Baseline) -> dict[str, Any] | None:
    """Return the settings, ``None`` where numpy is not in use."""
    numpy = sys.modules.get("numpy")
    return None if numpy is None else dict(numpy.geterr())


def load(state: Mapping[str, Any] | None) -> Callable[[], None]:
    """Bring them back; returns what undoes it."""
    if state is None:
        return lambda: None
    numpy = importlib.import_module("numpy")
    before = numpy.seterr(**state)
    return lambda: numpy.seterr(**before)
