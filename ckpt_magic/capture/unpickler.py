"""Reads streams one after the other with one memo.

Responsible for putting the loader's methods in the place of the names in `links`, and for
handing out buffers in order. Refuses to know what is done with the values.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Sequence
from typing import Any

from ckpt_magic.capture import links
from ckpt_magic.capture.loading import LoadContext


class _Source:
    """The stream that is read at the moment."""

    def __init__(self) -> None:
        self._view = memoryview(b"")
        self._at = 0

    def open(self, data: Any) -> None:
        self._view = memoryview(data)
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        end = len(self._view) if size < 0 else self._at + size
        piece = bytes(self._view[self._at : end])
        self._at += len(piece)
        return piece

    def readinto(self, target: Any) -> int:
        piece = self._view[self._at : self._at + len(target)]
        target[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def readline(self) -> bytes:
        rest = bytes(self._view[self._at :])
        line = rest[: rest.find(b"\n") + 1] or rest
        self._at += len(line)
        return line


class RestoreUnpickler(pickle.Unpickler):
    """Reads values in the order they were written.

    Parameters
    ----------
    reference_keys
        The keys of the objects that the stream names by position, in the order they had.
    """

    def __init__(
        self, context: LoadContext, reference_keys: Sequence[str], buffers: Iterable[Any] = ()
    ) -> None:
        self._source = _Source()
        super().__init__(self._source, buffers=buffers)
        self._context = context
        if reference_keys:
            self.read(_prelude(reference_keys))

    def read(self, data: Any) -> Any:
        """Return the value of the next stream."""
        self._source.open(data)
        return self.load()

    def find_class(self, module_name: str, name: str) -> Any:
        """Resolve a name of the stream; called by the C unpickler."""
        if module_name == links.__name__:
            return getattr(self._context, name)
        return super().find_class(module_name, name)

    def persistent_load(self, key: Any) -> Any:
        """Return a referenced object; called by the C unpickler."""
        return self._context.reference(key)


def _prelude(keys: Sequence[str]) -> bytes:
    """Return a stream that puts the referenced objects into the first places of the memo."""
    stream = bytearray(pickle.PROTO + bytes([5]))
    for key in keys:
        text = key.encode()
        stream += pickle.BINUNICODE + len(text).to_bytes(4, "little") + text
        stream += pickle.BINPERSID + pickle.MEMOIZE + pickle.POP
    return bytes(stream + pickle.NONE + pickle.STOP)
