"""Chunks come back as they were, or not at all."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckpt_magic.core.errors import CorruptStoreError
from ckpt_magic.core.model import ChunkRef
from ckpt_magic.store.chunks import (
    PROBE_BYTES,
    Encoding,
    cut,
    decode,
    encode,
    estimated_bytes,
    fingerprint,
    name_of,
)
from ckpt_magic.store.contract import BUFFER_CHUNK_BYTES, Blob


@given(data=st.binary(max_size=500), chunk_bytes=st.integers(1, 600))
def test_the_pieces_of_a_blob_are_the_blob(data: bytes, chunk_bytes: int) -> None:
    """Joined, the pieces are the data; only the last one is shorter."""
    pieces = [bytes(piece) for piece in cut(Blob("b", data, chunk_bytes))]
    assert b"".join(pieces) == data
    assert all(len(piece) == chunk_bytes for piece in pieces[:-1])
    assert all(pieces)


def test_cutting_copies_nothing() -> None:
    """A piece is a view of the caller's buffer."""
    data = bytearray(b"abcdef")
    pieces = list(cut(Blob("b", data, 4)))
    data[0:1] = b"x"
    assert bytes(pieces[0]) == b"xbcd"


@pytest.mark.parametrize("chunk_bytes", [0, -1, BUFFER_CHUNK_BYTES + 1])
def test_a_chunk_length_out_of_range_is_refused(chunk_bytes: int) -> None:
    """A chunk is at least one byte and at most what the format allows."""
    with pytest.raises(ValueError, match="chunk_bytes"):
        list(cut(Blob("b", b"abc", chunk_bytes)))


@given(data=st.binary(max_size=2000), times=st.integers(1, 50))
def test_what_is_encoded_decodes_to_itself(data: bytes, times: int) -> None:
    """Whatever way a chunk is kept, its content comes back."""
    content = data * times
    encoding, kept = encode(content)
    ref = ChunkRef(name_of(content), len(content))
    assert decode(ref, encoding, bytes(kept)) == content
    assert len(kept) <= len(content)


def test_what_does_not_compress_is_kept_as_it_is() -> None:
    """Random bytes are not worth the time of unpacking them."""
    data = os.urandom(200_000)
    assert encode(data) == (Encoding.RAW, data)


def test_what_compresses_is_compressed() -> None:
    """Text takes a fraction of its size."""
    encoding, kept = encode(b"the same words again " * 10_000)
    assert encoding is Encoding.ZSTD
    assert len(kept) < 5_000


def test_the_probe_looks_at_the_middle_only() -> None:
    """Random bytes around a compressible middle fool the probe, not the result."""
    data = os.urandom(200_000) + bytes(PROBE_BYTES) + os.urandom(200_000)
    assert estimated_bytes(data) < len(data) // 10
    assert encode(data) == (Encoding.RAW, data)


def test_an_estimate_is_never_above_the_size() -> None:
    """What does not compress is estimated at its size."""
    data = os.urandom(500_000)
    assert estimated_bytes(data) == len(data)


def test_a_name_depends_on_every_byte() -> None:
    """Other content, other name; the name is that of the content, not of the buffer."""
    assert name_of(b"abc") == name_of(memoryview(b"xabcx")[1:4])
    assert name_of(b"abc") != name_of(b"abd")
    assert fingerprint(b"abc") == fingerprint(bytearray(b"abc"))
    assert fingerprint(b"abc") != fingerprint(b"abd")


@pytest.mark.parametrize("content", [os.urandom(5_000), b"compressible " * 1000])
def test_any_flipped_bit_is_noticed(content: bytes) -> None:
    """A chunk with one bit changed is refused by name, wherever the bit is."""
    ref = ChunkRef(name_of(content), len(content))
    encoding, kept = encode(content)
    for position in range(0, len(kept), max(1, len(kept) // 40)):
        damaged = bytearray(kept)
        damaged[position] ^= 1
        with pytest.raises(CorruptStoreError, match=ref.digest[:16]):
            decode(ref, encoding, bytes(damaged))


@pytest.mark.parametrize("encoding", [Encoding.RAW, Encoding.ZSTD, 7])
def test_a_cut_off_chunk_is_noticed(encoding: int) -> None:
    """A chunk that ends early, or is kept in a way nobody knows, is refused."""
    content = b"compressible " * 1000
    ref = ChunkRef(name_of(content), len(content))
    kept = encode(content)[1] if encoding == Encoding.ZSTD else content
    with pytest.raises(CorruptStoreError):
        decode(ref, encoding, bytes(kept[:-1]))


def test_a_bomb_is_not_unpacked() -> None:
    """A chunk that would unpack to more than a chunk can hold is refused unread."""
    content = bytes(50 * BUFFER_CHUNK_BYTES)
    ref = ChunkRef(name_of(content), len(content))
    _, bomb = encode(content)
    assert len(bomb) < 10_000
    with pytest.raises(CorruptStoreError, match="larger than a chunk"):
        decode(ref, Encoding.ZSTD, bytes(bomb))
