"""The signature over what a resume acts on.

Responsible for the user's key and for the MAC of a text. Refuses to know what the text
says: whoever calls decides what must be signed.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from blake3 import blake3

from ckpt_magic.core.errors import StoreError

KEY_BYTES = 32
KEY_FILE_VARIABLE = "CKPT_MAGIC_KEY_FILE"
_KEY_ID_CONTEXT = "ckpt_magic 2026 public name of a signing key"


@dataclass(frozen=True, slots=True)
class Signature:
    """A MAC and the public name of the key that made it."""

    key_id: str
    mac: bytes


class Signer:
    """Signs and checks texts with one key.

    Examples
    --------
    >>> signer = Signer(bytes(32))
    >>> signer.is_mine("text", signer.sign("text"))
    True
    >>> signer.is_mine("another text", signer.sign("text"))
    False
    """

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise StoreError(f"a signing key has {KEY_BYTES} bytes, this one {len(key)}")
        self._key = key
        self.key_id = blake3(key, derive_key_context=_KEY_ID_CONTEXT).hexdigest(16)

    def sign(self, text: str) -> Signature:
        """Return the signature of `text`."""
        return Signature(self.key_id, blake3(text.encode(), key=self._key).digest())

    def is_mine(self, text: str, signature: Signature) -> bool:
        """Whether `text` was signed with this key and is what was signed."""
        mine = self.sign(text)
        named = secrets.compare_digest(mine.key_id.encode(), signature.key_id.encode())
        return named and secrets.compare_digest(mine.mac, signature.mac)


def key_path(environment: Mapping[str, str]) -> Path:
    """Return where the user's key lies: ``CKPT_MAGIC_KEY_FILE``, else the config folder."""
    named = environment.get(KEY_FILE_VARIABLE)
    if named:
        return Path(named).expanduser()
    return platformdirs.user_config_path("ckpt_magic", appauthor=False) / "signing.key"


def load_or_create_key(path: Path) -> bytes:
    """Return the key kept at `path`; made once, readable by its user alone.

    Raises
    ------
    StoreError
        When it can neither be read nor made, or is not a key.
    """
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _create(path)
    except OSError as error:
        raise _unusable(path, str(error)) from error
    return load_key(path)


def load_key(path: Path) -> bytes:
    """Return the key kept at `path`, and make none.

    Raises
    ------
    StoreError
        When it cannot be read, or is not a key.
    """
    try:
        text = path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise _unusable(path, str(error)) from error
    try:
        key = bytes.fromhex(text)
    except ValueError as error:
        raise _unusable(path, "it is not a key") from error
    if len(key) != KEY_BYTES:
        raise _unusable(path, "it is not a key")
    return key


def _create(path: Path) -> None:
    """Make the key file complete or not at all; whoever came first wins."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(fd, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        _put_if_absent(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _put_if_absent(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    except OSError:  # a file system without hard links
        if not path.exists():
            os.replace(draft, path)


def _unusable(path: Path, reason: str) -> StoreError:
    return StoreError(
        f"the signing key {path} cannot be used ({reason})",
        safe="checkpoints are not touched",
        fix=f"make that file readable, or set {KEY_FILE_VARIABLE} to another place",
    )
