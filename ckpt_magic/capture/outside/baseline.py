"""The process as it was when checkpoints were first asked for.

Responsible for telling what the person's program changed from what the machine came with.
Refuses to know when that moment is.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

from ckpt_magic.capture.outside.compared import describe


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """Working folder, search path, environment and what was set up, at one moment."""

    cwd: str
    sys_path: tuple[str, ...]
    environment: Mapping[str, str]
    compared: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def now(cls) -> Baseline:
        """Return the process as it is."""
        return cls(
            cwd=os.getcwd(),
            sys_path=tuple(sys.path),
            environment=dict(os.environ),
            compared=describe(),
        )

    def set_up_since(self) -> dict[str, str]:
        """Return what the program set up since then and no restore brings back."""
        now = describe()
        return {name: text for name, text in now.items() if self.compared.get(name) != text}
