"""The options of an operation: defaults ← environment ← arguments, checked once.

Responsible for what every option means and which values it may have. Refuses to know how
an option was typed (a magic, a command line, a call).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from ckpt_magic.core.errors import InvalidOptionError
from ckpt_magic.core.retention import DEFAULT_KEEP
from ckpt_magic.core.units import parse_duration_s, parse_size_bytes

RESUME_MODES = ("auto", "ask", "never")
ENVIRONMENT_PREFIX = "CKPT_MAGIC_"
FROM_ENVIRONMENT = ("every", "interval", "keep", "max_size", "resume", "quiet")
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,59}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How one operation is checkpointed.

    ``interval_s`` in seconds, ``max_size_bytes`` in bytes; ``None`` leaves it to the default.
    ``vars`` empty means every variable; ``take`` lists names whose value in the notebook wins
    over the checkpoint's at a resume.
    """

    name: str | None = None
    every: int | None = None
    interval_s: float | None = None
    keep: int = DEFAULT_KEEP
    max_size_bytes: int | None = None
    vars: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    take: tuple[str, ...] = ()
    resume: str = "auto"
    fresh: bool = False
    quiet: bool = False


def parse_settings(options: Mapping[str, Any], base: Settings | None = None) -> Settings:
    """Return `base` (or the defaults) with `options` as a person wrote them put over it.

    Keys are option names without dashes in front and with ``_`` inside (``max_size``);
    a value of ``None`` leaves the option as it is.

    Raises
    ------
    InvalidOptionError
        Naming the option and what was expected.

    Examples
    --------
    >>> parse_settings({"every": "100", "interval": "30s"}).interval_s
    30.0
    """
    settings = base or Settings()
    for name, value in options.items():
        _check_known(name)
        if value is not None:
            settings = replace(settings, **_parsed(name, value))
    return settings


def settings_from_environment(environment: Mapping[str, str]) -> Settings:
    """Return the defaults with what ``CKPT_MAGIC_EVERY``, ``…_KEEP`` and the like say."""
    found = {name: environment.get(ENVIRONMENT_PREFIX + name.upper()) for name in FROM_ENVIRONMENT}
    return parse_settings({name: value for name, value in found.items() if value})


def settings_as_options(settings: Settings) -> dict[str, Any]:
    """Return the settings as plain data, for a person to read and for a store to keep."""
    return {f.name: getattr(settings, f.name) for f in fields(settings)}


def _check_known(name: str) -> None:
    if name not in _PARSERS:
        option = "--" + name.replace("_", "-")
        known = ", ".join("--" + key.replace("_", "-") for key in _PARSERS)
        raise InvalidOptionError(f"{option}: there is no such option", fix=f"options: {known}")


def _parsed(name: str, value: Any) -> dict[str, Any]:
    try:
        return _PARSERS[name](value)
    except (ValueError, TypeError) as error:
        option = "--" + name.replace("_", "-")
        raise InvalidOptionError(
            f"{option} {value!r}: {_expected(error)}", fix="%%checkpointed? shows all options"
        ) from None


def _expected(error: Exception) -> str:
    text = str(error)
    return text.split(": ", 1)[1] if ": expected" in text else text


def _positive(value: Any) -> int:
    number = int(value) if str(value).strip().isdigit() else 0
    if number < 1:
        raise ValueError("expected a whole number of 1 or more")
    return number


def _slug(value: Any) -> str:
    if not _NAME.fullmatch(str(value)):
        raise ValueError("expected a name of letters, digits, '_', '-' and '.', at most 60 long")
    return str(value)


def _names(value: Any) -> tuple[str, ...]:
    parts = value.split(",") if isinstance(value, str) else list(value)
    names = tuple(part.strip() for part in parts if part.strip())
    if not names or not all(name.isidentifier() for name in names):
        raise ValueError("expected variable names separated by commas")
    return names


def _mode(value: Any) -> str:
    if value not in RESUME_MODES:
        raise ValueError("expected one of " + ", ".join(RESUME_MODES))
    return str(value)


def _switch(value: Any) -> bool:
    text = str(value).lower()
    if text not in ("1", "true", "yes", "on", "0", "false", "no", "off"):
        raise ValueError("expected on or off")
    return text in ("1", "true", "yes", "on")


_PARSERS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "name": lambda value: {"name": _slug(value)},
    "every": lambda value: {"every": _positive(value)},
    "interval": lambda value: {"interval_s": parse_duration_s(value)},
    "keep": lambda value: {"keep": _positive(value)},
    "max_size": lambda value: {"max_size_bytes": parse_size_bytes(value)},
    "vars": lambda value: {"vars": _names(value)},
    "exclude": lambda value: {"exclude": _names(value)},
    "take": lambda value: {"take": _names(value)},
    "resume": lambda value: {"resume": _mode(value)},
    "fresh": lambda value: {"fresh": _switch(value)},
    "quiet": lambda value: {"quiet": _switch(value)},
}
