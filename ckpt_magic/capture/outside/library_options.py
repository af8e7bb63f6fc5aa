"""Options of numpy, pandas and matplotlib that the program changed.

Responsible for printing options, display options and ``rcParams``. Refuses to import a library
that the saved program had not, and to look at options that still have their default.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_PLAIN = (bool, int, float, str, type(None))
_OF_THE_FRONT_END = ("backend", "interactive", "toolbar", "timezone", "webagg", "figure.hooks")


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryOptions:
    """Changed options, by library."""

    changed: Mapping[str, Mapping[str, Any]]


def save() -> LibraryOptions:
    """Return the options that differ from their defaults, of libraries in use."""
    found = {
        name: reader(sys.modules[name]) for name, reader in _READERS.items() if name in sys.modules
    }
    return LibraryOptions(changed={name: options for name, options in found.items() if options})


def load(state: LibraryOptions) -> None:
    """Set the options; what the library of this process does not know is left out."""
    for name, options in state.changed.items():
        library = importlib.import_module(name)
        _WRITERS[name](library, options)


def _numpy_printing(numpy: Any) -> dict[str, Any]:
    options = numpy.get_printoptions()
    defaults = {"precision": 8, "threshold": 1000, "edgeitems": 3, "linewidth": 75,
                "suppress": False, "nanstr": "nan", "infstr": "inf", "sign": "-",
                "floatmode": "maxprec"}  # fmt: skip
    return {name: options[name] for name, value in defaults.items() if options[name] != value}


def _pandas_display(pandas: Any) -> dict[str, Any]:
    known = getattr(pandas._config.config, "_registered_options", {})
    return {
        name: value
        for name, option in known.items()
        if isinstance(value := _option(pandas, name), _PLAIN) and value != option.defval
    }


def _option(pandas: Any, name: str) -> Any:
    deprecated = getattr(pandas._config.config, "_deprecated_options", {})
    return ... if name in deprecated else pandas.get_option(name)


def _rc_parameters(matplotlib: Any) -> dict[str, Any]:
    now, defaults = matplotlib.rcParams, matplotlib.rcParamsDefault
    return {
        name: dict.__getitem__(now, name)
        for name in now
        if not name.startswith(_OF_THE_FRONT_END)
        and dict.__getitem__(now, name) != dict.__getitem__(defaults, name)
    }


def _set_numpy(numpy: Any, options: Mapping[str, Any]) -> None:
    numpy.set_printoptions(**options)


def _set_pandas(pandas: Any, options: Mapping[str, Any]) -> None:
    known = getattr(pandas._config.config, "_registered_options", {})
    for name, value in options.items():
        if name in known:
            pandas.set_option(name, value)


def _set_matplotlib(matplotlib: Any, options: Mapping[str, Any]) -> None:
    matplotlib.rcParams.update({n: v for n, v in options.items() if n in matplotlib.rcParams})


_READERS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "numpy": _numpy_printing,
    "pandas": _pandas_display,
    "matplotlib": _rc_parameters,
}
_WRITERS: dict[str, Callable[[Any, Mapping[str, Any]], None]] = {
    "numpy": _set_numpy,
    "pandas": _set_pandas,
    "matplotlib": _set_matplotlib,
}
