"""Ids of operations: made, and found again from what a person typed.

Responsible for the form of an id and for the errors of a search. Refuses to know where
operations are kept.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from difflib import get_close_matches

from ckpt_magic.core.errors import OperationNotFoundError

_SUFFIX_BYTES = 3
_NAME_CHARACTERS = 40


def new_operation_id(name: str) -> str:
    """Return a fresh id that starts with what is usable of `name`."""
    slug = re.sub(r"[^A-Za-z0-9_.]+", "_", name).strip("_")[:_NAME_CHARACTERS]
    return f"{slug or 'operation'}-{secrets.token_hex(_SUFFIX_BYTES)}"


def find_id(typed: str, known: Sequence[str]) -> str:
    """Return the id that `typed` is, or is the only one to begin with.

    Raises
    ------
    OperationNotFoundError
        Naming the nearest ids.

    Examples
    --------
    >>> find_id("ex", ["export-1a2b3c", "train-4d5e6f"])
    'export-1a2b3c'
    """
    if typed in known:
        return typed
    starting = [one for one in known if typed and one.startswith(typed)]
    if len(starting) == 1:
        return starting[0]
    if starting:
        raise OperationNotFoundError(
            f"{typed!r} is the beginning of {len(starting)} operations",
            fix="type more of one of: " + ", ".join(starting[:5]),
        )
    near = get_close_matches(typed, known, n=3, cutoff=0.4) or list(known)[-3:]
    fix = "nearest: " + ", ".join(near) if near else "this store has no operations"
    raise OperationNotFoundError(f"there is no operation {typed!r}", fix=fix)
