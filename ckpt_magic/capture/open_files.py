"""What an open file is, as plain data, and how to open it again where it stood.

Responsible for position, size, encoding, line ends and for noticing that the file on disk is
not the one that was saved. Refuses files opened for update and anything that is not a plain
file. Writes nothing before the whole snapshot is loaded.
"""

from __future__ import annotations

import gc
import hashlib
import io
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ckpt_magic.capture.refusal import Refusal
from ckpt_magic.core.errors import RestoreError

WHOLE_HASH_BYTES = 16 * 1024 * 1024
"""Files that are read are hashed whole up to this size, else only as far as they were read."""
_TEXT_DECODERS = (io.IncrementalNewlineDecoder,)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileState:
    """One file object at one moment; ``position`` is what ``tell`` says."""

    name: str
    path: str
    mode: str
    closed: bool
    position: int = 0
    size_bytes: int = 0
    hashed_bytes: int = 0
    content_hash: str = ""
    buffered: bool = True
    encoding: str | None = None
    errors: str | None = None
    newline: str | None = None
    line_buffering: bool = False

    @property
    def writes(self) -> bool:
        """Whether the file is open for writing."""
        return self.mode[0] in "wax"


def state_of(file: Any) -> FileState:
    """Return the state of a file object; what is in its buffer is written to the file first."""
    raw = _raw_of(file)
    mode = getattr(file, "mode", None)
    name = getattr(file, "name", None)
    if not isinstance(mode, str) or not isinstance(name, str | bytes | os.PathLike):
        raise Refusal(file, "it was opened from a descriptor, not by a name")
    text = _text_state(file) if isinstance(file, io.TextIOWrapper) else {}
    common = {"name": os.fsdecode(name), "mode": mode, "buffered": raw is not file, **text}
    if file.closed:
        return FileState(path=os.path.abspath(os.fsdecode(name)), closed=True, **common)
    if "+" in mode:
        raise Refusal(file, f"{name!r} is open for update: what was overwritten is not kept")
    return FileState(closed=False, **common, **_place_of(file, os.fsdecode(name), mode))


def open_again(state: FileState, on_commit: list[Callable[[], None]]) -> Any:
    """Return a file object that stands where the saved one stood.

    A file that was written is cut to its saved length when `on_commit` is run, not before.

    Raises
    ------
    RestoreError
        When the file on disk is gone, shorter, or (for reading) another one.
    """
    if state.closed:
        return _closed(state)
    _check(state)
    file = _opened(state, lambda _name, flags: os.open(state.path, flags & ~_MAKING))
    if state.writes:
        on_commit.append(lambda: _cut(file, state))
    else:
        file.seek(state.position)
    return file


_MAKING = os.O_TRUNC | os.O_EXCL | os.O_CREAT


def _raw_of(file: Any) -> Any:
    inner = file.buffer if isinstance(file, io.TextIOWrapper) else file
    return getattr(inner, "raw", inner)


def _place_of(file: Any, name: str, mode: str) -> dict[str, Any]:
    if mode[0] in "wax":
        file.flush()
    try:
        position = file.tell()
    except OSError as error:
        raise Refusal(file, f"{error}; read its lines with a `for` loop over it") from error
    found = os.fstat(file.fileno())
    if not stat.S_ISREG(found.st_mode):
        raise Refusal(file, f"{name!r} is not a plain file")
    path = _path_of(file, name, found)
    place = {"path": path, "position": position, "size_bytes": found.st_size}
    if mode[0] in "wax":
        return place
    read = found.st_size if found.st_size <= WHOLE_HASH_BYTES else _bytes_read(file, position)
    return place | {"hashed_bytes": read, "content_hash": _hash_of(path, read)}


def _bytes_read(file: Any, position: int) -> int:
    buffer = file.buffer if isinstance(file, io.TextIOWrapper) else file
    return int(buffer.tell()) if buffer is not file else position


def _path_of(file: Any, name: str, found: os.stat_result) -> str:
    path = os.path.abspath(name)
    try:
        if os.path.samestat(os.stat(path), found):
            return path
    except OSError:
        pass
    raise Refusal(file, f"{name!r} was moved or removed, or the working folder changed since")


def _hash_of(path: str, size_bytes: int) -> str:
    digest = hashlib.blake2b(digest_size=16)
    with open(path, "rb", buffering=0) as file:
        left = size_bytes
        while left > 0 and (piece := file.read(min(left, 1 << 20))):
            digest.update(piece)
            left -= len(piece)
    return digest.hexdigest()


def _check(state: FileState) -> None:
    try:
        size = os.stat(state.path).st_size
    except OSError as error:
        raise _other(state, f"is not there: {error.strerror}") from error
    if state.writes and size < state.size_bytes:
        raise _other(state, f"has {size} bytes, the checkpoint needs {state.size_bytes}")
    if not state.writes and _changed(state, size):
        raise _other(state, "has other content than at the checkpoint")


def _changed(state: FileState, size: int) -> bool:
    if size < state.hashed_bytes or (
        size != state.size_bytes and state.hashed_bytes == state.size_bytes
    ):
        return True
    return _hash_of(state.path, state.hashed_bytes) != state.content_hash


def _other(state: FileState, what: str) -> RestoreError:
    return RestoreError(
        f"the file {state.path} {what}",
        safe="nothing was changed",
        fix="put the file back, then resume",
    )


def _opened(state: FileState, opener: Callable[[str, int], int]) -> Any:
    options: dict[str, Any] = {"opener": opener}
    if not state.buffered:
        options["buffering"] = 0
    if state.encoding is not None:
        options |= {
            "encoding": state.encoding,
            "errors": state.errors,
            "newline": state.newline,
            "buffering": 1 if state.line_buffering else -1,
        }
    return open(state.name, state.mode, **options)  # the person closes it


def _closed(state: FileState) -> Any:
    file = _opened(state, lambda _name, flags: os.open(os.devnull, flags & ~_MAKING))
    file.close()
    return file


def _cut(file: Any, state: FileState) -> None:
    os.ftruncate(file.fileno(), state.size_bytes)
    if state.mode[0] != "a":
        file.seek(state.position)
    else:
        file.seek(0, os.SEEK_END)


def _text_state(file: io.TextIOWrapper) -> dict[str, Any]:
    newline = None if file.closed else _newline_of(file)
    return {
        "encoding": file.encoding,
        "errors": file.errors,
        "newline": newline,
        "line_buffering": file.line_buffering,
    }


def _newline_of(file: io.TextIOWrapper) -> str | None:
    """Return the ``newline`` argument, which a file object keeps but does not show.

    It is one of the strings the object refers to: behind the encoding, before the text that
    was decoded ahead and the name of the error handler.
    """
    if not file.readable():
        file.flush()
    texts, decoder, decoded = _texts_of(file)
    universal = isinstance(decoder, _TEXT_DECODERS)
    if universal and decoded and texts == [""]:
        file.seek(file.tell())  # at the end of the file: drops the empty text read ahead
        texts, decoder, decoded = _texts_of(file)
        return texts[0] if texts else None
    if universal and decoded and len(texts) == 1:
        return None
    return texts[0] if texts else None


def _texts_of(file: io.TextIOWrapper) -> tuple[list[str], Any, bool]:
    referents = gc.get_referents(file)
    texts = [obj for obj in referents if type(obj) is str][1:-1]
    decoder = next(
        (obj for obj in referents if hasattr(obj, "decode") and type(obj) is not bytes), None
    )
    return texts, decoder, any(type(obj) is tuple for obj in referents)
