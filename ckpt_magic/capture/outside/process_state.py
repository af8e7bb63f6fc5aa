"""What the providers of process state saved.

Responsible for its shape. Refuses to know the providers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ckpt_magic.core.model import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessState:
    """Plain data by the name of the provider that saved it."""

    providers: Mapping[str, Json]
