"""What a snapshot consists of, as frozen values.

Responsible for the shape of what goes to whoever keeps the bytes. Refuses to know how the
bytes were made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ckpt_magic.core.model import Json, Notice, SkippedVariable, VariableRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A named run of bytes; a buffer is the memory of a live array, not a copy of it."""

    name: str
    data: bytes | bytearray | memoryview
    is_buffer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The captured values at one moment.

    ``index`` is plain JSON and holds everything a restore needs besides the segments.
    Buffers show the live arrays: keep or copy their bytes before the program goes on.
    """

    segments: tuple[Segment, ...]
    variables: tuple[VariableRecord, ...]
    skipped: tuple[SkippedVariable, ...]
    notices: tuple[Notice, ...]
    index: Mapping[str, Json] = field(default_factory=dict)
