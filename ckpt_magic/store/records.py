"""Manifests as they are written: canonical text, and built from a draft.

Responsible for one text per manifest, so that its signature means something. Refuses to
know where the text is kept.
"""

from __future__ import annotations

import json
import time

from ckpt_magic.core.model import BlobRecord, Json, Manifest
from ckpt_magic.store.contract import CheckpointDraft


def canonical(data: Json) -> str:
    """Return the one text of plain data: sorted keys, no spaces, ASCII.

    Examples
    --------
    >>> canonical({"b": (1, 2), "a": None})
    '{"a":null,"b":[1,2]}'
    """
    return json.dumps(data, sort_keys=True, separators=(",", ":"))


def manifest_text(
    draft: CheckpointDraft,
    blobs: tuple[BlobRecord, ...],
    *,
    store_id: str,
    operation_id: str,
    sequence: int,
) -> str:
    """Return the canonical text of the manifest that `draft` becomes now."""
    manifest = Manifest(
        store_id=store_id,
        operation_id=operation_id,
        sequence=sequence,
        created_at=time.time(),
        progress=draft.progress,
        position=draft.position,
        variables=tuple(draft.variables),
        skipped=tuple(draft.skipped),
        notices=tuple(draft.notices),
        blobs=blobs,
        context=draft.context,
    )
    return canonical(manifest.to_json())


def manifest_from_text(text: str) -> Manifest:
    """Return the manifest that a canonical text describes.

    Raises
    ------
    ValueError
        When the text is not one.
    """
    try:
        return Manifest.from_json(json.loads(text))
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"not a manifest: {error!r}") from error
