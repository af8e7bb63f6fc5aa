"""Completion behind ``%ckpt``.

Responsible for which words may come next. Refuses to know a store.
"""

from __future__ import annotations

from collections.abc import Sequence

COMMANDS = ("list", "resume", "restore", "show", "discard", "prune", "verify", "trust", "config")
TAKES_ID = frozenset({"resume", "restore", "show", "discard", "prune"})


def complete(line: str, operation_ids: Sequence[str]) -> list[str]:
    """Return the words that may stand at the end of `line`.

    Examples
    --------
    >>> complete("%ckpt resume ex", ["export-1a2b", "train-3c4d"])
    ['export-1a2b']
    """
    words = line.split(" ")
    before, begun = [w for w in words[:-1] if w], words[-1]
    if len(before) == 1:
        return [command for command in COMMANDS if command.startswith(begun)]
    if len(before) == 2 and before[1] in TAKES_ID:
        return [one for one in operation_ids if one.startswith(begun)]
    return []
