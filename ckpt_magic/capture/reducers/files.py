"""Open files.

Responsible for plain files that are read or written from start to end. Refuses the rest; how a
file is opened again is told by `open_files`.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from ckpt_magic.capture import links
from ckpt_magic.capture.open_files import state_of
from ckpt_magic.capture.refusal import Refusal
from ckpt_magic.capture.scene import Scene

_PLAIN = (io.TextIOWrapper, io.BufferedReader, io.BufferedWriter, io.BufferedRandom, io.FileIO)
_IN_MEMORY = (io.StringIO, io.BytesIO)


def rule_for(_scene: Scene, kind: type) -> Callable[[Scene, Any], Any] | None:
    """Return the rule for a type of this family."""
    if kind in _PLAIN:
        return _file
    if issubclass(kind, io.IOBase) and not issubclass(kind, _IN_MEMORY):
        return _unknown
    return None


def _file(scene: Scene, file: Any) -> Any:
    state = state_of(file)
    scene.files[state.path] = state
    return links.open_file, (state,)


def _unknown(_scene: Scene, file: Any) -> Any:
    raise Refusal(file, "only plain files that are read or written in order can be saved")
