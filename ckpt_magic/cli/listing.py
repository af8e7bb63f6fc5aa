"""``list`` and ``show``.

Responsible for what a person sees of operations and checkpoints. Refuses to change anything.
"""

from __future__ import annotations

import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from ckpt_magic.cli.command import Command, Outcome, add_place
from ckpt_magic.cli.places import Found, OpenStore, find, open_stores
from ckpt_magic.cli.plain import checkpoint_data, iso, operation_data
from ckpt_magic.cli.tables import age, pairs, table
from ckpt_magic.core.model import Checkpoint, Json, Operation
from ckpt_magic.core.units import format_duration, format_size

_OPERATIONS = ("OPERATION", "STATUS", "PROGRESS", "LAST CHECKPOINT", "KEPT", "SIZE")
_CHECKPOINTS = ("CHECKPOINT", "TAKEN", "PROGRESS", "SIZE", "STORED")


def _list(arguments: Namespace) -> Outcome:
    opened = open_stores(arguments.place)
    texts = [_store_text(one) for one in opened]
    data = [_store_data(one) for one in opened]
    return Outcome(text="\n\n".join(texts) or "no checkpoints here", data=data)


def _show(arguments: Namespace) -> Outcome:
    found = find(arguments.id, arguments.place)
    if found.checkpoint is not None:
        data = {"store": str(found.place.path), **checkpoint_data(found.checkpoint)}
        return Outcome(text=_checkpoint_text(found.checkpoint), data=data)
    kept = found.place.store.checkpoints(found.operation.id)
    notices = found.place.store.notices(found.operation.id)
    data = {
        "store": str(found.place.path),
        **operation_data(found.operation),
        "checkpoints": [checkpoint_data(one) for one in kept],
        "notices": [one.text for one in notices],
    }
    return Outcome(text=_operation_text(found, kept, [one.text for one in notices]), data=data)


def _store_text(opened: OpenStore) -> str:
    size = format_size(opened.store.size_bytes())
    rows = [_operation_row(opened, one) for one in opened.store.operations()]
    body = table(_OPERATIONS, rows) if rows else "no operations"
    return f"{opened.path} ({size})\n{body}"


def _store_data(opened: OpenStore) -> dict[str, Json]:
    return {
        "store": str(opened.path),
        "size_bytes": opened.store.size_bytes(),
        "operations": [operation_data(one) for one in opened.store.operations()],
    }


def _operation_row(opened: OpenStore, operation: Operation) -> list[str]:
    kept = opened.store.checkpoints(operation.id)
    return [
        operation.id,
        str(operation.status),
        str(operation.progress),
        age(operation.last_checkpoint_at, time.time()),
        str(len(kept)),
        format_size(kept[-1].manifest.size_bytes) if kept else "-",
    ]


def _operation_text(found: Found, kept: Sequence[Checkpoint], notices: Sequence[str]) -> str:
    operation = found.operation
    facts = pairs(
        [
            ("operation", operation.id),
            ("name", operation.name),
            ("status", str(operation.status)),
            ("message", operation.message),
            ("progress", str(operation.progress)),
            ("started", f"{iso(operation.started_at)}"),
            ("store", str(found.place.path)),
            *(("notice", text) for text in notices),
        ]
    )
    rows = [_checkpoint_row(one) for one in kept]
    return f"{facts}\n\n{table(_CHECKPOINTS, rows)}" if rows else f"{facts}\n\nno checkpoints"


def _checkpoint_row(checkpoint: Checkpoint) -> list[str]:
    manifest = checkpoint.manifest
    return [
        checkpoint.id,
        age(manifest.created_at, time.time()),
        str(manifest.progress),
        format_size(manifest.size_bytes),
        format_size(checkpoint.stored_bytes),
    ]


def _checkpoint_text(checkpoint: Checkpoint) -> str:
    manifest = checkpoint.manifest
    metadata = manifest.context.get("metadata", {})
    elapsed_s = metadata.get("elapsed_s")
    facts = pairs(
        [
            ("checkpoint", checkpoint.id),
            ("taken", f"{iso(manifest.created_at)} ({age(manifest.created_at, time.time())})"),
            ("progress", str(manifest.progress)),
            ("last item", str(manifest.context.get("last_item") or "")),
            ("elapsed", "" if elapsed_s is None else format_duration(elapsed_s)),
            ("python", str(metadata.get("python") or "")),
            ("process", _process(metadata)),
            ("size", format_size(manifest.size_bytes)),
            *(("notice", one.text) for one in manifest.notices),
            *(("not saved", f"{one.name} ({one.reason})") for one in manifest.skipped),
        ]
    )
    rows = [[v.name, v.type_name, format_size(v.size_bytes)] for v in manifest.variables]
    return f"{facts}\n\n{table(('VARIABLE', 'TYPE', 'SIZE'), rows)}" if rows else facts


def _process(metadata: dict[str, Json]) -> str:
    return f"{metadata['pid']} on {metadata['host']}" if "pid" in metadata else ""


def _add_id(parser: ArgumentParser) -> None:
    parser.add_argument(
        "id", metavar="ID", help="an operation, or ID@NUMBER for a checkpoint; a beginning will do"
    )
    add_place(parser)


LIST = Command(name="list", help="list operations", add_arguments=add_place, run=_list)
SHOW = Command(
    name="show", help="show an operation or a checkpoint", add_arguments=_add_id, run=_show
)
