"""Options as they are typed behind a magic.

Responsible for words → settings. Refuses to know what an option does.
"""

from __future__ import annotations

import shlex

from ckpt_magic.core.errors import InvalidOptionError
from ckpt_magic.core.settings import Settings, parse_settings

_SWITCHES = frozenset({"fresh", "quiet"})


def split_words(line: str) -> list[str]:
    """Split a line into words as a shell does, quotes understood.

    Raises
    ------
    InvalidOptionError
        At a quotation that does not end.
    """
    try:
        return shlex.split(line)
    except ValueError as error:
        raise InvalidOptionError(f"{line}: {error}", fix="close the quotation") from None


def parse_cell_options(line: str, base: Settings) -> Settings:
    """Return `base` with the options of a ``%%checkpointed`` line put over it.

    Raises
    ------
    InvalidOptionError
        Naming the option.

    Examples
    --------
    >>> parse_cell_options("--every 100 --keep=5 --fresh", Settings()).keep
    5
    """
    options: dict[str, str] = {}
    words = split_words(line)
    while words:
        word = words.pop(0)
        if not word.startswith("--"):
            raise InvalidOptionError(
                f"{word!r}: an option was expected, such as --every 100",
                safe="nothing was run",
                fix="%%checkpointed? shows all options",
            )
        written, has_value, value = word[2:].partition("=")
        name = written.replace("-", "_")
        if not has_value:
            value = "on" if name in _SWITCHES else _value(name, words)
        options[name] = value
    return parse_settings(options, base)


def _value(name: str, words: list[str]) -> str:
    parse_settings({name: None}, Settings())  # an option that does not exist takes no value
    if not words or words[0].startswith("--"):
        option = "--" + name.replace("_", "-")
        raise InvalidOptionError(f"{option}: a value is missing", safe="nothing was run")
    return words.pop(0)
