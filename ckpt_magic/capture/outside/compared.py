"""What the program set up in its process and nobody brings back: it is compared and named.

Responsible for a short text per thing (loggers, signal handlers, csv dialects). Refuses to
look at what libraries set up for themselves.
"""

from __future__ import annotations

import csv
import logging
import signal
import sys
from types import FunctionType

_CSV_OWN = frozenset({"excel", "excel-tab", "unix"})


def describe() -> dict[str, str]:
    """Return what is set up now, by the words a person would use for it.

    Examples
    --------
    >>> "the csv dialect `semi`" in describe()
    False
    """
    return {**_loggers(), **_signal_handlers(), **_csv_dialects()}


def _loggers() -> dict[str, str]:
    found = {"the root logger": logging.getLogger()}
    for name, logger in logging.Logger.manager.loggerDict.items():
        if isinstance(logger, logging.Logger) and name.split(".")[0] not in sys.modules:
            found[f"the logger `{name}`"] = logger
    texts = {name: _logger(logger) for name, logger in found.items()}
    if logging.root.manager.disable:
        texts["logging.disable"] = str(logging.root.manager.disable)
    return {name: text for name, text in texts.items() if text}


def _logger(logger: logging.Logger) -> str:
    parts = [type(h).__name__ for h in logger.handlers if not isinstance(h, logging.NullHandler)]
    parts += ["filter"] * len(logger.filters)
    if logger.level != (logging.WARNING if logger is logging.root else logging.NOTSET):
        parts.append(f"level {logging.getLevelName(logger.level)}")
    if not logger.propagate and logger is not logging.root:
        parts.append("does not propagate")
    return ", ".join(parts)


def _signal_handlers() -> dict[str, str]:
    handlers = {one: signal.getsignal(one) for one in signal.valid_signals()}
    return {
        f"the handler of {signal.Signals(one).name}": handler.__name__
        for one, handler in handlers.items()
        if isinstance(handler, FunctionType) and handler.__module__ == "__main__"
    }


def _csv_dialects() -> dict[str, str]:
    names = set(csv.list_dialects()) - _CSV_OWN
    return {f"the csv dialect `{name}`": csv.get_dialect(name).delimiter for name in names}
