"""Chunks: cut, named, compressed, put together again, verified.

Responsible for the way from a buffer to named pieces and back. Refuses to know where the
pieces are kept and what they mean.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import IntEnum

import xxhash
from blake3 import blake3

from ckpt_magic.core.errors import CorruptStoreError
from ckpt_magic.core.model import ChunkRef
from ckpt_magic.store.contract import BUFFER_CHUNK_BYTES, Blob

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LEVEL = 1
PROBE_BYTES = 16 * 1024
WORTH_RATIO = 0.92
"""A chunk whose compressed size is above this part of its size is kept as it is."""

Buffer = bytes | bytearray | memoryview


class Encoding(IntEnum):
    """How the bytes of a chunk are kept."""

    RAW = 0
    ZSTD = 1


def cut(blob: Blob) -> Iterator[memoryview]:
    """Yield the blob's bytes in pieces of ``chunk_bytes``, the last one shorter; no copies.

    Examples
    --------
    >>> [bytes(piece) for piece in cut(Blob("b", b"abcde", 2))]
    [b'ab', b'cd', b'e']
    """
    if not 0 < blob.chunk_bytes <= BUFFER_CHUNK_BYTES:
        raise ValueError(f"chunk_bytes of {blob.name!r} is {blob.chunk_bytes}")
    view = memoryview(blob.data)
    if view.nbytes == 0:
        return
    flat = view.cast("B")
    for start in range(0, len(flat), blob.chunk_bytes):
        yield flat[start : start + blob.chunk_bytes]


def name_of(data: Buffer) -> str:
    """Return the name of a chunk: the hex blake3 digest of its content."""
    return blake3(data).hexdigest()


def fingerprint(data: Buffer) -> bytes:
    """Return 16 bytes that recognise an unchanged chunk quickly; they prove nothing."""
    return bytes(xxhash.xxh3_128_digest(data))


def encode(data: Buffer) -> tuple[Encoding, Buffer]:
    """Return the bytes to keep: compressed where that gains 8 % or more, else as they are."""
    if estimated_bytes(data) > WORTH_RATIO * len(data):
        return Encoding.RAW, data
    packed = zstd.compress(data, LEVEL)
    if len(packed) > WORTH_RATIO * len(data):
        return Encoding.RAW, data
    return Encoding.ZSTD, packed


def estimated_bytes(data: Buffer) -> int:
    """Return about how many bytes `data` will take, judged by a probe from its middle."""
    if len(data) <= PROBE_BYTES:
        return len(zstd.compress(data, LEVEL))
    middle = (len(data) - PROBE_BYTES) // 2
    packed = len(zstd.compress(memoryview(data)[middle : middle + PROBE_BYTES], LEVEL))
    return min(len(data), packed * len(data) // PROBE_BYTES)


def decode(ref: ChunkRef, encoding: int, kept: bytes) -> bytes:
    """Return the content of a chunk, verified against its name.

    Raises
    ------
    CorruptStoreError
        Naming the chunk, when the bytes are not the ones that were written.
    """
    try:
        data = _unpacked(encoding, kept)
    except (zstd.ZstdError, ValueError) as error:
        raise _corrupt(ref, f"cannot be decompressed ({error})") from error
    if len(data) != ref.size_bytes or name_of(data) != ref.digest:
        raise _corrupt(ref, "is not what was written")
    return data


def missing(ref: ChunkRef) -> CorruptStoreError:
    """Return the error for a chunk that a manifest names and the store does not have."""
    return _corrupt(ref, "is missing")


def _unpacked(encoding: int, kept: bytes) -> bytes:
    if encoding == Encoding.RAW:
        return kept
    if encoding == Encoding.ZSTD:
        # A chunk is never larger than this: a forged one must not fill the memory.
        unpacker = zstd.ZstdDecompressor()
        data = unpacker.decompress(kept, max_length=BUFFER_CHUNK_BYTES + 1)
        if not unpacker.eof:
            raise ValueError("it is cut off, or larger than a chunk can be")
        return bytes(data)
    raise ValueError(f"unknown encoding {encoding}")


def _corrupt(ref: ChunkRef, what: str) -> CorruptStoreError:
    return CorruptStoreError(
        f"chunk {ref.digest[:16]} {what}",
        safe="checkpoints that do not use it are readable",
        fix="an older checkpoint is used where one verifies; %ckpt verify lists all damage",
    )
