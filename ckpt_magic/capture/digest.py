"""Tells whether two functions or classes were written the same.

Responsible for a digest of code that does not change with line numbers, file names or data.
Refuses to compare what a function or class holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from types import CodeType, FunctionType
from typing import Any

from ckpt_magic.capture.class_parts import class_attributes


def code_digest(obj: Any) -> str:
    """Return a hex digest of how a function or class is written; ``""`` for anything else.

    Examples
    --------
    >>> code_digest(lambda: 1) == code_digest(lambda: 1), code_digest(lambda: 1) == code_digest(1)
    (True, False)
    """
    found = list(_written(obj, set()))
    if not found:
        return ""
    return hashlib.blake2b(
        "\n".join(found).encode("utf-8", "backslashreplace"), digest_size=16
    ).hexdigest()


def _written(obj: Any, seen: set[int]) -> Iterator[str]:
    if id(obj) in seen:
        return
    seen.add(id(obj))
    if isinstance(obj, type):
        yield from _class(obj, seen)
    elif isinstance(obj, FunctionType):
        defaults = len(obj.__defaults__ or ()), sorted(obj.__kwdefaults__ or ())
        yield f"def {obj.__qualname__} {defaults} {_code(obj.__code__)}"
        for cell in obj.__closure__ or ():
            yield from _cell(cell, seen)
    elif isinstance(obj, staticmethod | classmethod):
        yield type(obj).__name__
        yield from _written(obj.__func__, seen)
    elif isinstance(obj, property):
        for part in (obj.fget, obj.fset, obj.fdel):
            yield from _written(part, seen)
    elif isinstance(getattr(obj, "__wrapped__", None), FunctionType):
        yield from _written(obj.__wrapped__, seen)


def _class(cls: type, seen: set[int]) -> Iterator[str]:
    if cls.__module__ in ("builtins", "abc", "enum", "typing"):
        yield f"{cls.__module__}.{cls.__qualname__}"
        return
    bases = ",".join(f"{base.__module__}.{base.__qualname__}" for base in cls.__bases__)
    yield f"class {cls.__qualname__}({bases}; {type(cls).__qualname__})"
    for name, value in sorted(class_attributes(cls).items()):
        if name in ("__doc__", "__firstlineno__"):
            continue
        written = list(_written(value, seen))
        if written:
            yield name
            yield from written
    yield ",".join(sorted(name for name in vars(cls) if not name.startswith("__")))


def _cell(cell: Any, seen: set[int]) -> Iterator[str]:
    try:
        contents = cell.cell_contents
    except ValueError:
        return
    if isinstance(contents, FunctionType | type):
        yield from _written(contents, seen)


def _code(code: CodeType) -> str:
    constants = [_constant(item) for item in code.co_consts]
    parts = (
        code.co_code.hex(), constants, code.co_names, code.co_varnames, code.co_freevars,
        code.co_cellvars, code.co_argcount, code.co_kwonlyargcount, code.co_posonlyargcount,
        code.co_flags, code.co_exceptiontable.hex(),
    )  # fmt: skip
    return repr(parts)


def _constant(item: Any) -> str:
    if isinstance(item, CodeType):
        return _code(item)
    if isinstance(item, frozenset):
        return f"frozenset({sorted(map(repr, item))})"
    return repr(item)
