"""The user's key is made once; a signature holds for one text and one key."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckpt_magic.core.errors import StoreError
from ckpt_magic.store.signing import (
    KEY_BYTES,
    KEY_FILE_VARIABLE,
    Signature,
    Signer,
    key_path,
    load_or_create_key,
)


def test_a_key_is_made_once(tmp_path: Path) -> None:
    """The second caller gets the key that the first one made."""
    path = tmp_path / "deep" / "key"
    key = load_or_create_key(path)
    assert len(key) == KEY_BYTES
    assert load_or_create_key(path) == key
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_a_key_is_its_users_alone(tmp_path: Path) -> None:
    """Nobody else may read the key, whatever the umask says."""
    before = os.umask(0)
    try:
        load_or_create_key(tmp_path / "key")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def test_racers_get_one_key(tmp_path: Path) -> None:
    """Many who make the key at the same moment all end with the same one."""
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: load_or_create_key(tmp_path / "key"), range(64)))
    assert len(keys) == 1


@pytest.mark.parametrize("text", ["", "xyz", "ab" * 31, "ü"])
def test_a_file_that_is_no_key_is_refused(tmp_path: Path, text: str) -> None:
    """A damaged key is never replaced: with it all signatures would be lost."""
    path = tmp_path / "key"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match=KEY_FILE_VARIABLE):
        load_or_create_key(path)
    assert path.read_text(encoding="utf-8") == text


def test_a_place_that_cannot_hold_a_key_is_named(tmp_path: Path) -> None:
    """The error says where the key should have been and how to name another place."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="file"):
        load_or_create_key(tmp_path / "file" / "key")


def test_the_environment_names_the_key_file(tmp_path: Path) -> None:
    """Machines that lose their home with the kernel keep their key elsewhere."""
    assert key_path({KEY_FILE_VARIABLE: str(tmp_path / "k")}) == tmp_path / "k"
    assert key_path({}).name == "signing.key"


@given(text=st.text(st.characters(codec="utf-8")), other=st.text(st.characters(codec="utf-8")))
def test_a_signature_is_of_one_text(text: str, other: str) -> None:
    """Only the signed text passes."""
    signer = Signer(bytes(KEY_BYTES))
    signature = signer.sign(text)
    assert signer.is_mine(text, signature)
    assert signer.is_mine(other, signature) == (text == other)


def test_a_signature_is_of_one_key() -> None:
    """Another key's signature does not pass, not even under this key's name."""
    mine, other = Signer(bytes(KEY_BYTES)), Signer(bytes([1] * KEY_BYTES))
    assert mine.key_id != other.key_id
    foreign = other.sign("text")
    assert not mine.is_mine("text", foreign)
    assert not mine.is_mine("text", Signature(mine.key_id, foreign.mac))
    assert not mine.is_mine("text", Signature("ü", b""))


def test_the_name_of_a_key_is_not_the_key() -> None:
    """What is written into a store tells nothing about the key."""
    key = os.urandom(KEY_BYTES)
    assert key.hex()[:16] not in Signer(key).key_id


def test_a_key_of_another_length_is_refused() -> None:
    """A short key is a mistake, not a key."""
    with pytest.raises(StoreError, match="32 bytes"):
        Signer(b"short")
