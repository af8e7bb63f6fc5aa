"""The words of ``%ckpt``: help and completion.

Responsible for which commands there are and which words may come next. Refuses to know a store.
"""

from __future__ import annotations

from collections.abc import Sequence

COMMANDS = (
    "list", "resume", "restore", "show", "discard", "prune", "verify", "panel", "trust", "config",
)  # fmt: skip
CKPT_HELP = """Look after the operations of this notebook.

::

    %ckpt list                 operations, what state they are in
    %ckpt resume [ID]          go on with an interrupted one (the newest, without ID)
    %ckpt restore ID           put the variables of its newest checkpoint back, run nothing
    %ckpt show ID              checkpoints, variables, sizes, what is not saved and why
    %ckpt discard ID           drop an operation with its checkpoints
    %ckpt prune [ID] [--keep N]    drop checkpoints but the newest N (1), free the space
    %ckpt verify               check every byte of the store
    %ckpt panel                what can go on or be had again, with buttons
    %ckpt trust                accept a store that was signed with another key
    %ckpt config [NAME=VALUE …]    show or set defaults (every, interval, keep, max_size, …)

ID is an operation, or a checkpoint as ``operation@number``; its beginning is enough.
"""
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
