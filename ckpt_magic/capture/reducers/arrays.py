"""numpy arrays.

Responsible for arrays that own their memory (out of the stream, without a copy) and for views
that go on showing the memory of another array. Refuses memory maps. numpy is found by name.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pickle import PickleBuffer
from typing import Any

from ckpt_magic.capture import links
from ckpt_magic.capture.refusal import Refusal
from ckpt_magic.capture.scene import Scene


def rule_for(_scene: Scene, kind: type) -> Callable[[Scene, Any], Any] | None:
    """Return the rule for a type of this family."""
    numpy = sys.modules.get("numpy")
    if numpy is None or not hasattr(numpy, "ndarray"):
        return None
    if issubclass(kind, getattr(numpy, "memmap", ())):
        return _memmap
    return _array if kind is numpy.ndarray else None


def make_view(base: Any, offset: int, shape: Any, strides: Any, dtype: Any, writeable: bool) -> Any:
    """Return an array that shows memory of `base`."""
    numpy = sys.modules["numpy"]
    view = numpy.ndarray(shape, dtype, buffer=base, offset=offset, strides=strides)
    if not writeable:
        view.flags.writeable = False
    return view


def _array(_scene: Scene, array: Any) -> Any:
    if array.dtype.hasobject:
        return NotImplemented
    owner = array
    while type(owner) is type(array) and owner.base is not None:
        owner = owner.base
    if owner is not array and (type(owner) is type(array) or isinstance(owner, bytearray | bytes)):
        return _view(array, owner)
    return _owned(array)


def _view(array: Any, owner: Any) -> Any:
    numpy = sys.modules["numpy"]
    start = owner if isinstance(owner, type(array)) else numpy.frombuffer(owner, numpy.uint8)
    offset = _address(array) - _address(start)
    writeable = array.flags.writeable
    return make_view, (owner, offset, array.shape, array.strides, array.dtype, writeable)


def _owned(array: Any) -> Any:
    order = "F" if array.flags.f_contiguous and not array.flags.c_contiguous else "C"
    whole = array if array.flags.forc else array.copy()
    buffer = PickleBuffer(_bytes_of(whole, order))
    return links.array, (buffer, array.dtype, array.shape, order, array.flags.writeable)


def _bytes_of(array: Any, order: str) -> Any:
    flat = array.reshape(-1, order=order)
    return flat.view("u1") if flat.nbytes else flat.astype("u1")


def _address(array: Any) -> int:
    return int(array.__array_interface__["data"][0])


def _memmap(_scene: Scene, array: Any) -> Any:
    raise Refusal(array, "a memory map shows a file that goes on changing")
