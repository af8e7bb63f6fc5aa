"""numpy arrays.

Responsible for arrays that own their memory (out of the stream, without a copy) and for views
that go on showing the memory of another array. Refuses memory maps. numpy is found by name.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from pickle import PickleBuffer
from typing import Any

from ckpt_magic.capture import links
from ckpt_magic.capture.refusal import Refusal
from ckpt_magic.capture.scene import Scene


def rule_for(_scene: Scene, kind: type) -> Callable[[Scene, Any], Any] | None:
    """Return the rule for a type of this family."""
    numpy = sys.modules.get("numpy")
    if numpy is None or not hasattr(numpy, "ndarray") or not issubclass(kind, numpy.ndarray):
        return None
    if issubclass(kind, numpy.memmap):
        return _memmap
    return _masked if issubclass(kind, numpy.ma.MaskedArray) else _array


def make_view(  # numpy's own parameters
    kind: Any, base: Any, offset: int, shape: Any, strides: Any, dtype: Any, writeable: bool
) -> Any:
    """Return an array that shows memory of `base`."""
    numpy = sys.modules["numpy"]
    if dtype.hasobject:
        flat = numpy.lib.stride_tricks.as_strided(base, (base.size,), (base.itemsize,))
        start = flat.view(dtype)[offset // dtype.itemsize :]
        view = numpy.lib.stride_tricks.as_strided(start, shape, strides)
    else:
        view = numpy.ndarray(shape, dtype, buffer=base, offset=offset, strides=strides)
    view = view if kind is numpy.ndarray else view.view(kind)
    if not writeable:
        view.flags.writeable = False
    return view


def make_objects(kind: Any, dtype: Any, shape: Any, order: str) -> Any:
    """Return an array for Python objects that owns its memory."""
    made = sys.modules["numpy"].empty(shape, dtype, order)
    return made if type(made) is kind else made.view(kind)


def set_objects(made: Any, state: tuple[list[Any], bool, Any]) -> None:
    """Fill an array of Python objects."""
    items, writeable, attributes = state
    flat = made.view(sys.modules["numpy"].ndarray)
    flat[...] = _as_objects(items, made.dtype).reshape(made.shape)
    if not writeable:
        made.flags.writeable = False
    set_array(made, attributes)


def set_array(made: Any, attributes: dict[str, Any] | None) -> None:
    """Give an array of a class with attributes those it had."""
    if attributes:
        made.__dict__.update(attributes)


def make_masked(kind: Any, data: Any, mask: Any) -> Any:
    """Return a masked array over arrays."""
    made = data.view(kind)
    made._mask = mask
    return made


def _as_objects(items: list[Any], dtype: Any) -> Any:
    filled = sys.modules["numpy"].empty(len(items), dtype)
    for place, item in enumerate(items):
        filled[place] = item
    return filled


def _array(_scene: Scene, array: Any) -> Any:
    if type(array).__reduce__ is not sys.modules["numpy"].ndarray.__reduce__ and _own_form(array):
        return NotImplemented
    attributes = getattr(array, "__dict__", None) or None
    owner = _owner_of(array)
    if owner is array:
        return _owned(array, attributes)
    if type(owner).__name__ in ("mmap", "memmap"):
        raise Refusal(array, "it shows a memory map, a file that goes on changing")
    return (*_view(array, owner), attributes, None, None, set_array)


def _own_form(array: Any) -> bool:
    return any(
        "__reduce__" in vars(kind) and not kind.__module__.startswith("numpy")
        for kind in type(array).__mro__
    )


def _owner_of(array: Any) -> Any:
    """Return the object that owns the memory; the array itself where nobody can share it."""
    numpy = sys.modules["numpy"]
    if array.base is None:
        return array
    owner = array.base
    while isinstance(owner, numpy.ndarray | memoryview):
        deeper = owner.base if isinstance(owner, numpy.ndarray) else owner.obj
        if deeper is None or type(owner).__name__ == "memmap":
            break
        owner = deeper
    if isinstance(owner, numpy.ndarray):
        alone = owner.nbytes > 2 * array.nbytes and _references(owner) <= _references_alone()
        return array if alone else owner
    known = isinstance(owner, bytes | bytearray) or type(owner).__name__ in ("array", "mmap")
    return owner if known else array


def _references(owner: Any) -> int:
    return sys.getrefcount(owner)


@cache
def _references_alone() -> int:
    """Return what `_references` says of an owner that only one view and its caller know."""
    view = sys.modules["numpy"].zeros(2)[:1]
    owner = view.base
    return _references(owner)


def _view(array: Any, owner: Any) -> Any:
    numpy = sys.modules["numpy"]
    start = owner if isinstance(owner, numpy.ndarray) else numpy.frombuffer(owner, numpy.uint8)
    if isinstance(owner, numpy.ndarray) and type(owner) is not numpy.ndarray:
        owner = owner.view(numpy.ndarray) if owner.base is not None else owner
    offset = _address(array) - _address(start)
    parts = (owner, offset, array.shape, array.strides, array.dtype, array.flags.writeable)
    return make_view, (type(array), *parts)


def _owned(array: Any, attributes: Any) -> Any:
    numpy = sys.modules["numpy"]
    order = "F" if array.flags.f_contiguous and not array.flags.c_contiguous else "C"
    kind, writeable = type(array), array.flags.writeable
    plain = array if kind is numpy.ndarray else array.view(numpy.ndarray)
    if array.dtype.hasobject:
        state = (list(plain.ravel()), writeable, attributes)
        return make_objects, (kind, array.dtype, array.shape, order), state, None, None, set_objects
    whole = plain if array.flags.forc else plain.copy()
    buffer = PickleBuffer(_bytes_of(whole, order))
    parts = (kind, buffer, array.dtype, array.shape, order, writeable)
    return links.array, parts, attributes, None, None, set_array


def _masked(_scene: Scene, array: Any) -> Any:
    numpy = sys.modules["numpy"]
    data = array.view(numpy.ndarray) if array.base is None else array._data.view(numpy.ndarray)
    attributes = {name: value for name, value in array.__dict__.items() if name != "_mask"}
    return make_masked, (type(array), data, array._mask), attributes, None, None, set_array


def _bytes_of(array: Any, order: str) -> Any:
    flat = array.reshape(-1, order=order)
    return flat.view("u1") if flat.nbytes else flat.astype("u1")


def _address(array: Any) -> int:
    return int(array.__array_interface__["data"][0])


def _memmap(_scene: Scene, array: Any) -> Any:
    raise Refusal(array, "a memory map shows a file that goes on changing")
