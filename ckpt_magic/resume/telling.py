"""What a person should hear before an operation goes on, as far as a store knows it.

Responsible for what can be told without the namespace that it will meet. Refuses to decide
whether it may go on: that is the plan's, which sees more.
"""

from __future__ import annotations

from collections.abc import Sequence

from ckpt_magic.core.model import Checkpoint, Manifest, Notice, Operation, SkippedVariable
from ckpt_magic.resume.context import LEFT_OUT
from ckpt_magic.resume.files import FileRecord, changed_since

DEATH = "death"
"""Kind of the notice that is written when an operation goes on after its process died; its
subject is the number of the checkpoint it went on from."""

THIS_CELL = "this cell"
"""Who made a variable that the operation's own cell binds: what a resume does not run again."""


def told_of(checkpoint: Checkpoint) -> tuple[str, ...]:
    """What was written into the checkpoint itself for whoever goes on from it."""
    notices = checkpoint.manifest.notices
    texts = [str(one.text) for one in notices if one.kind == "told"]
    if checkpoint.manifest.context.get("reads_tracebacks"):
        kept = [one.subject for one in notices if one.kind == "traceback"]
        texts += [f"the tracebacks of the exceptions in `{name}` are gone" for name in kept]
    return tuple(dict.fromkeys(texts))


def gone(record: SkippedVariable) -> str:
    """Say that a variable could not be saved, and is in no process any more."""
    return f"`{record.name}` ({record.type_name}) could not be saved and is gone: {record.reason}"


def gone_with(operation: Operation, manifest: Manifest) -> tuple[str, ...]:
    """What went with the process of an operation that died, and no code still to run reads."""
    if not operation.died:
        return ()
    needed = needed_but_unsaved(manifest)
    lost = [one for one in manifest.skipped if one not in needed and one.reason != LEFT_OUT]
    return tuple(gone(one) for one in lost)


def needed_but_unsaved(manifest: Manifest) -> tuple[SkippedVariable, ...]:
    """What could not be saved although code still to run reads it."""
    names = manifest.context.get("needed")
    if not isinstance(names, list | tuple):
        return ()
    return tuple(one for one in manifest.skipped if one.name in names)


def deaths(operation: Operation, newest: Checkpoint | None, notices: Sequence[Notice]) -> int:
    """How often in a row it died without getting past the point where it is dead now.

    Who dies before the first checkpoint starts anew: that is told of nobody.
    """
    if not operation.died:
        return 0
    here = None if newest is None else str(newest.manifest.sequence)
    count = 1
    for notice in reversed([one for one in notices if one.kind == DEATH]):
        if notice.subject != here:
            break
        count += 1
    return count


def changed_files(checkpoint: Checkpoint, notices: Sequence[Notice]) -> tuple[str, ...]:
    """What became of the files around the checkpoint since: looks at each of them.

    For a checkpoint that is trusted: a stranger's may name any number of files.
    """
    manifest = checkpoint.manifest
    files = manifest.context.get("files")
    if not files:
        return ()
    later = [one.subject for one in notices if one.kind == "file" and one.at >= manifest.created_at]
    changed = changed_since(
        FileRecord.from_json(files),
        touched_later=later,
        whole_folder=any(one.kind == "process" for one in notices),
        managed=frozenset(manifest.context.get("index", {}).get("files", ())),
    )
    return tuple(
        f"{path} changed after the checkpoint and may be written twice" for path in changed
    )
