"""The process as it was when checkpoints were first asked for.

Responsible for telling what the person's program changed from what the machine came with.
Refuses to know when that moment is.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """Working folder, module search path and environment at one moment."""

    cwd: str
    sys_path: tuple[str, ...]
    environment: Mapping[str, str]

    @classmethod
    def now(cls) -> Baseline:
        """Return the process as it is."""
        return cls(cwd=os.getcwd(), sys_path=tuple(sys.path), environment=dict(os.environ))
