"""What a namespace holds, as short fingerprints that can be compared later.

Responsible for noticing that a value is not the one an operation started with. Refuses to be
complete: equal fingerprints mean *looks the same*, different ones mean *is different*.
"""

from __future__ import annotations

import sys
import types
from collections.abc import Iterable, Mapping
from typing import Any

import xxhash

HASHED_BYTES = 64 * 1024 * 1024
"""Larger arrays are compared by shape and type only."""
LOOKED_AT = 20_000
"""Objects inside one value that are looked at."""
_PLAIN = (int, float, complex, str, bytes, bool, type(None), type(...), range)


def fingerprints(namespace: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
    """Fingerprint the data among `names`; modules, functions and classes have none."""
    found = {}
    for name in names:
        value = namespace.get(name)
        if name in namespace and not is_code(value) and not isinstance(value, types.ModuleType):
            found[name] = fingerprint(value)
    return found


def is_code(value: object) -> bool:
    """Whether `value` is a function or a class: what has a source rather than a state."""
    return isinstance(value, type | types.FunctionType)


def fingerprint(value: object) -> str:
    """Return a short text that differs when `value` does, as far as a quick look can tell."""
    digest = xxhash.xxh3_128()
    budget = [LOOKED_AT]
    _feed(digest, value, budget, set())
    return digest.hexdigest()


def _feed(digest: Any, value: Any, budget: list[int], above: set[int]) -> None:
    kind = type(value)
    digest.update(f"{kind.__module__}.{kind.__qualname__};".encode())
    budget[0] -= 1
    if budget[0] < 0 or id(value) in above:
        return
    if kind in _PLAIN:
        digest.update(repr(value).encode("utf-8", "surrogatepass"))
    elif kind in (list, tuple, dict):
        digest.update(str(len(value)).encode())
        parts = value if kind is not dict else [part for pair in value.items() for part in pair]
        for part in parts[:LOOKED_AT]:
            _feed(digest, part, budget, above | {id(value)})
    else:
        digest.update(_outline(value))


def _outline(value: Any) -> bytes:
    """Shape, type and bytes of an array or a frame; the length of a container."""
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(value, numpy.ndarray):
        return _array(numpy, value)
    shape = getattr(type(value), "shape", None)
    if shape is not None and hasattr(value, "columns"):
        return repr((value.shape, list(map(str, value.columns)))).encode()
    if isinstance(value, set | frozenset):
        return repr(sorted(map(repr, value))).encode() if len(value) < LOOKED_AT else b"large"
    return b""


def _array(numpy: Any, value: Any) -> bytes:
    outline = repr((value.shape, str(value.dtype))).encode()
    if value.dtype.hasobject or value.nbytes > HASHED_BYTES:
        return outline
    return outline + bytes(xxhash.xxh3_128(numpy.ascontiguousarray(value).tobytes()).digest())
