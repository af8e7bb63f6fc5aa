"""What a request names a store by, and what it cannot name.

Responsible for the form of tokens and ids: pure. Refuses to look whether there is anything.

A token is the store's path below the server's root (``work/.ckpt_magic/train.ckpt``), or
``data:NAME`` for one in the user's data folder, or ``dir:NAME`` for one in the folder that
``CKPT_MAGIC_DIR`` names.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from enum import StrEnum

from ckpt_magic.core.errors import InvalidOptionError
from ckpt_magic.store.location import FOLDER_NAME, SUFFIX

_ID = re.compile(r"[A-Za-z0-9_.-]{1,80}")
_LONGEST = 4096


class Ground(StrEnum):
    """Where a store may be."""

    ROOT = "root"
    DATA = "data"
    NAMED = "dir"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A parsed token: ``folders`` lead from the root to the folder of the notebook."""

    ground: Ground
    folders: tuple[str, ...] = ()
    name: str

    def __str__(self) -> str:
        if self.ground is Ground.ROOT:
            return "/".join((*self.folders, FOLDER_NAME, self.name))
        return f"{self.ground}:{self.name}"


def parse_token(text: str) -> Token:
    """Return the store that a token names.

    Raises
    ------
    InvalidOptionError
        When it names something that cannot be a store.

    Examples
    --------
    >>> parse_token("work/.ckpt_magic/train.ckpt").folders
    ('work',)
    >>> str(parse_token("data:train-0a1b.ckpt"))
    'data:train-0a1b.ckpt'
    """
    parts = text.split("/")
    ground, separator, name = text.partition(":")
    if len(parts) == 1 and separator and ground in (Ground.DATA, Ground.NAMED):
        found = Token(ground=Ground(ground), name=name)
    elif len(parts) > 1 and parts[-2] == FOLDER_NAME:
        found = Token(ground=Ground.ROOT, folders=tuple(parts[:-2]), name=parts[-1])
    else:
        raise _no_store(text)
    if len(text) > _LONGEST or not all(map(_is_plain, (*found.folders, found.name))):
        raise _no_store(text)
    if not found.name.endswith(SUFFIX) or found.name == SUFFIX:
        raise _no_store(text)
    return found


def check_id(text: str) -> str:
    """Return an operation's id as it was given.

    Raises
    ------
    InvalidOptionError
        When it cannot be one.
    """
    if not is_id(text):
        raise InvalidOptionError(f"{text[:80]!r} is not the id of an operation")
    return text


def is_id(text: str) -> bool:
    """Whether a text may be an operation's id: it may become part of a file's name."""
    return _ID.fullmatch(text) is not None


def _is_plain(part: str) -> bool:
    """Whether a part of a path names an entry of its folder, on every system."""
    if part in ("", ".", "..") or "\0" in part or os.path.splitdrive(part)[0]:
        return False
    return os.path.basename(part) == part and part.isprintable()


def _no_store(text: str) -> InvalidOptionError:
    return InvalidOptionError(f"{text[:200]!r} does not name a store")
