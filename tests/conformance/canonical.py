"""A namespace as text: values, types, and which mutable objects are the same object.

Responsible for telling two namespaces apart by everything a person could rely on. Refuses to
know how the namespaces came about.
"""

from __future__ import annotations

import copy
import decimal
import functools
import io
import itertools
import logging
import os
import random
import re
import sys
import types
import warnings
import zlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

_PLAIN = (int, float, complex, str, bytes, bool, type(None), type(Ellipsis), range)
_ADDRESS = re.compile(r"( at)? ?0x\w+")
_NOT_PART_OF_A_CLASS = {
    "__dict__",
    "__weakref__",
    "__doc__",
    "__module__",
    "__firstlineno__",
    "__static_attributes__",
    "__qualname__",
    "__slotnames__",
}


def canonical_namespace(namespace: Mapping[str, Any]) -> dict[str, str]:
    """Return each name with the text of its value; the same object gets the same number."""
    text = CanonicalText()
    return {name: text.of(namespace[name]) for name in sorted(namespace)}


def canonical_process_state() -> dict[str, Any]:
    """Return what a cell may have changed outside its namespace, as plain data."""
    _, words, offset, *_ = np.random.get_state()
    state: dict[str, Any] = {
        "random": zlib.crc32(repr(random.getstate()).encode()),
        "numpy": (zlib.crc32(words.tobytes()), offset),
        "cwd": os.path.basename(os.getcwd()),
        "decimal": decimal.getcontext().prec,
        "numpy errors": np.geterr(),
        "warnings": len(warnings.filters),
        "environment": {k: v for k, v in os.environ.items() if k.startswith("CKT_")},
        "logging": logging.getLogger().level,
    }
    if pandas := sys.modules.get("pandas"):
        state["pandas"] = pandas.get_option("display.max_rows")
    return state


class CanonicalText:
    """Writes objects down; remembers which it has seen, so that aliases show as ``@number``."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self._alive: list[object] = []  # an id means something only while its object lives

    def of(self, value: Any) -> str:
        """Return the text of `value`."""
        if _is_plain(value):
            return repr(value)
        if id(value) in self._numbers:
            return f"@{self._numbers[id(value)]}"
        number = self._numbers[id(value)] = len(self._numbers)
        self._alive.append(value)
        return f"#{number}{self._body(value)}"

    def _body(self, value: Any) -> str:
        for applies, write in _WRITERS:
            if applies(value) and (text := write(self, value)) is not None:
                return text
        return _ADDRESS.sub("", f"{type(value).__qualname__} {value!r}")

    def join(self, values: Iterable[Any]) -> str:
        """Return the texts of `values`, separated by commas."""
        return ",".join(map(self.of, values))

    def attributes(self, values: Mapping[str, Any]) -> str:
        """Return named values, sorted by name."""
        return ",".join(f"{name}={self.of(value)}" for name, value in sorted(values.items()))


def _is_plain(value: Any) -> bool:
    kind = type(value)
    return kind in _PLAIN or (kind is tuple and all(map(_is_plain, value)))


def _sequence(text: CanonicalText, value: Any) -> str:
    return f"{type(value).__name__}[{text.join(value)}]"


def _set(_: CanonicalText, value: Any) -> str:
    return f"{type(value).__name__}{{{','.join(sorted(map(repr, value)))}}}"


def _dict(text: CanonicalText, value: Any) -> str:
    items = ",".join(f"{text.of(key)}:{text.of(item)}" for key, item in value.items())
    return f"{type(value).__name__}{{{items}}}"


def _array(text: CanonicalText, value: Any) -> str:
    return f"array({value.dtype},{value.shape},{value.tolist()!r}{_memory(text, value)})"


def _memory(text: CanonicalText, array: Any) -> str:
    base = array.base
    while isinstance(base, np.ndarray) and isinstance(base.base, np.ndarray):
        base = base.base
    if not isinstance(base, np.ndarray):
        return ""
    offset = _address(array) - _address(base)
    seen = text.of(base) if base.nbytes <= 4 * array.nbytes + 4096 else "?"
    return f" view+{offset} of {seen}"


def _address(array: Any) -> int:
    return int(array.__array_interface__["data"][0])


def _file(_: CanonicalText, value: Any) -> str | None:
    if not hasattr(value, "mode"):
        return None
    if value.closed:
        return f"file({value.name},{value.mode},closed)"
    try:
        position: object = value.tell()
    except OSError:  # a text file in the middle of an iteration does not tell
        position = "?"
    return f"file({value.name},{value.mode},{position})"


def _memory_file(text: CanonicalText, value: Any) -> str:
    if value.closed:
        return f"{type(value).__name__} closed"
    return f"{type(value).__name__}({text.of(value.getvalue())},{value.tell()})"


def _function(text: CanonicalText, value: Any) -> str:
    linked = value.__globals__.get("__name__") == "__main__" or value.__module__ != "__main__"
    code = value.__code__
    cells = text.join(_cell_contents(cell) for cell in value.__closure__ or ())
    return (
        f"function {value.__name__} {code.co_name} {code.co_code.hex()[:200]} "
        f"defaults={text.of(value.__defaults__)} linked={linked} cells=[{cells}]"
    )


def _cell_contents(cell: types.CellType) -> object:
    try:
        return cell.cell_contents
    except ValueError:
        return "EMPTY"


def _class(text: CanonicalText, value: Any) -> str:
    if value.__module__ != "__main__":
        return f"class {value.__module__}.{value.__qualname__}"
    own = {k: v for k, v in vars(value).items() if k not in _NOT_PART_OF_A_CLASS}
    return f"class {value.__name__}({text.attributes(own)})"


def _builtin(text: CanonicalText, value: Any) -> str:
    owner = value.__self__
    named = isinstance(owner, types.ModuleType | type(None))
    return f"builtin {value.__name__} of {'' if named else text.of(owner)}"


def _method(text: CanonicalText, value: Any) -> str:
    return f"method {value.__name__} of {text.of(value.__self__)}"


def _generator(text: CanonicalText, value: Any) -> str:
    if value.gi_frame is None:
        return "generator done"
    return f"generator {value.__name__} {text.attributes(value.gi_frame.f_locals)}"


def _exception(text: CanonicalText, value: Any) -> str:
    return f"exception {type(value).__name__}{text.of(value.args)} {text.of(value.__dict__)}"


def _pandas(_: CanonicalText, value: Any) -> str:
    kind = type(value).__name__
    if kind == "Pandas":  # a row of itertuples
        return f"row{tuple(value)!r}"
    if kind in ("DataFrame", "Series"):
        return f"{kind}({value.to_dict()!r},{getattr(value, 'dtypes', None)!s})"
    return f"{kind}({value!r})"


def _progress_bar(_: CanonicalText, value: Any) -> str:
    described = getattr(value, "desc", None)
    count = getattr(value, "n", None)
    return f"tqdm({count},{value.total},{described!r},disable={value.disable})"


def _csv(_: CanonicalText, value: Any) -> str:
    return _ADDRESS.sub("", repr(value)) + f" line={getattr(value, 'line_num', None)}"


def _plot(text: CanonicalText, value: Any) -> str:
    if type(value).__name__ == "Axes":
        lines = [[list(line.get_xdata()), list(line.get_ydata())] for line in value.lines]
        return f"Axes{text.of(lines)}"
    return _ADDRESS.sub("", repr(value))


def _database(_: CanonicalText, value: Any) -> str | None:
    return f"sqlite{list(value.iterdump())!r}" if hasattr(value, "iterdump") else None


def _partial(text: CanonicalText, value: Any) -> str:
    return f"partial {text.join([value.func, value.args, value.keywords])}"


def _random_stream(_: CanonicalText, value: Any) -> str:
    state = value.getstate() if isinstance(value, random.Random) else value.bit_generator.state
    return f"{type(value).__name__} {zlib.crc32(repr(state).encode())}"


def _instance(text: CanonicalText, value: Any) -> str | None:
    attributes = _slots(value) | getattr(value, "__dict__", {})
    if not attributes and not hasattr(value, "__dict__"):
        return None
    items = text.join(value) if isinstance(value, list | tuple) else ""
    kind = type(value)
    return f"{kind.__module__}.{kind.__qualname__}[{items}]{{{text.attributes(attributes)}}}"


def _slots(value: Any) -> dict[str, Any]:
    kinds = [kind for kind in type(value).__mro__ if kind.__module__ == "__main__"]
    named = [name for kind in kinds for name in vars(kind).get("__slots__", ())]
    return {name: getattr(value, name) for name in named if hasattr(value, name)}


def _iterator(_: CanonicalText, value: Any) -> str:
    kind = type(value).__name__
    try:
        rest = list(itertools.islice(copy.copy(value), 30))
    except Exception:  # noqa: BLE001 (an iterator that cannot be copied keeps its rest to itself)
        return f"iterator {kind}"
    return f"iterator {kind} rest={rest!r}"


def _is(*kinds: type) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, kinds)


def _exactly(*kinds: type) -> Callable[[Any], bool]:
    return lambda value: type(value) in kinds


def _from(*packages: str) -> Callable[[Any], bool]:
    return lambda value: type(value).__module__.split(".")[0] in packages


_WRITERS: tuple[tuple[Callable[[Any], bool], Callable[[CanonicalText, Any], str | None]], ...] = (
    (_exactly(list, tuple), _sequence),
    (_exactly(set, frozenset), _set),
    (_is(dict), _dict),
    (_is(np.ndarray), _array),
    (_is(io.TextIOWrapper, io.BufferedIOBase, io.FileIO), _file),
    (_is(io.StringIO, io.BytesIO), _memory_file),
    (_is(types.ModuleType), lambda _, value: f"module {value.__name__}"),
    (_is(types.FunctionType), _function),
    (_is(type), _class),
    (_is(types.BuiltinFunctionType), _builtin),
    (_is(types.MethodType), _method),
    (_is(types.GeneratorType), _generator),
    (lambda value: type(value).__name__ == "Pandas" or _from("pandas")(value), _pandas),
    (_from("tqdm"), _progress_bar),
    (_from("_csv"), _csv),
    (_from("matplotlib"), _plot),
    (_from("sqlite3"), _database),
    (_is(BaseException), _exception),
    (_is(functools.partial), _partial),
    (_is(random.Random, np.random.Generator), _random_stream),
    (lambda value: type(value).__module__ != "builtins", _instance),
    (lambda value: hasattr(value, "__next__"), _iterator),
)
