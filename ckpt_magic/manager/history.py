"""The checkpoints of one operation: adds one, finds the newest that is good, drops old ones.

Responsible for what bytes and plain data a checkpoint of the plain API consists of, and for
passing over those that are damaged or that the caller's check refuses. Refuses to know when
to save and who runs the operation.
"""

from __future__ import annotations

import os
import platform
import reprlib
import socket
import warnings
from dataclasses import dataclass
from typing import Any

from ckpt_magic.capture.restore import unpack
from ckpt_magic.capture.take import pack
from ckpt_magic.core.errors import CorruptStoreError, RestoreError, UntrustedStoreError
from ckpt_magic.core.model import Checkpoint as StoredCheckpoint
from ckpt_magic.core.model import Json, Progress, VariableRecord
from ckpt_magic.manager.checkpoint import LAST_ITEM_BLOB, STATE_BLOB, Checkpoint
from ckpt_magic.manager.keeping import ACCEPTED, sequences_to_drop
from ckpt_magic.manager.rules import Rules
from ckpt_magic.manager.source import Mark
from ckpt_magic.store.contract import Blob, CheckpointDraft, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What there is to keep at one instant; ``mark`` is ``None`` where no item count is known."""

    state: Any
    last_item: Any
    progress: Progress
    mark: Mark | None
    elapsed_s: float


class CheckpointHistory:
    """Checkpoints of the operation `operation_id` in `store`, kept by `rules`."""

    def __init__(self, store: Store, operation_id: str, operation_type: str, rules: Rules) -> None:
        self._store = store
        self._operation_id = operation_id
        self._operation_type = operation_type
        self._rules = rules

    def append(self, moment: Moment) -> Checkpoint:
        """Keep a moment, then drop what retention no longer keeps.

        Raises
        ------
        CaptureError
            When the state or the last item cannot be saved; nothing has changed then.
        StoreError
            When the store cannot keep it; earlier checkpoints are intact.
        """
        draft = self._draft(moment)
        stored = self._store.commit(self._operation_id, draft)
        self._clean_up()
        return self._public(stored)

    def all(self) -> tuple[Checkpoint, ...]:
        """Return the checkpoints, oldest first."""
        return tuple(self._public(one) for one in self._store.checkpoints(self._operation_id))

    def newest_good(self) -> Checkpoint | None:
        """Return the newest checkpoint that verifies and that the caller's check accepts.

        Says in a warning which ones were passed over.

        Raises
        ------
        RestoreError
            When there are checkpoints and none of them is good.
        """
        passed_over: list[str] = []
        for checkpoint in reversed(self.all()):
            if reason := self._fault(checkpoint):
                passed_over.append(f"{checkpoint.id} ({reason})")
                continue
            self._say(passed_over, checkpoint)
            return checkpoint
        if passed_over or self._store.operation(self._operation_id).last_checkpoint_at:
            raise self._nothing_good(passed_over)
        return None

    def _fault(self, checkpoint: Checkpoint) -> str:
        """Return why a checkpoint is no good; empty for a good one. Loads it."""
        try:
            state = checkpoint.state
            checkpoint.last_item  # noqa: B018 (loading it verifies it)
        except CorruptStoreError as error:
            return error.what
        return "" if self._rules.accepts(state) else "validate() refused its state"

    def _say(self, passed_over: list[str], used: Checkpoint) -> None:
        if passed_over:
            text = f"passed over {', '.join(passed_over)}: using {used.id} of {used.timestamp:%c}"
            warnings.warn(text, stacklevel=4)

    def _nothing_good(self, passed_over: list[str]) -> RestoreError:
        reasons = ", ".join(passed_over) or "their manifests are damaged"
        return RestoreError(
            f"no checkpoint of {self._operation_type} can be used: {reasons}",
            safe="nothing was loaded or changed",
            fix="start_operation() begins anew; ckpt-magic verify shows what is damaged",
        )

    def _draft(self, moment: Moment) -> CheckpointDraft:
        state, last_item = pack(moment.state), pack(moment.last_item)
        kind = type(moment.state).__qualname__
        return CheckpointDraft(
            blobs=(Blob(STATE_BLOB, state), Blob(LAST_ITEM_BLOB, last_item)),
            progress=moment.progress,
            position=None if moment.mark is None else (moment.mark.position,),
            variables=(VariableRecord(name="state", type_name=kind, size_bytes=len(state)),),
            context=self._context(moment),
        )

    def _context(self, moment: Moment) -> dict[str, Json]:
        return {
            "mark": None if moment.mark is None else moment.mark.to_json(),
            "last_item": reprlib.repr(moment.last_item),
            ACCEPTED: self._rules.accepts(moment.state),
            "metadata": {**_process(), "elapsed_s": moment.elapsed_s},
        }

    def _clean_up(self) -> None:
        """Drop what retention no longer keeps."""
        kept = self._store.checkpoints(self._operation_id)
        old = sequences_to_drop(kept, self._rules.retention)
        if old:
            self._store.forget(self._operation_id, old)

    def _public(self, stored: StoredCheckpoint) -> Checkpoint:
        def read(blob_name: str) -> Any:
            self._require_trust()
            return unpack(bytes(self._store.read(stored, blob_name)))

        kind = self._operation_type
        return Checkpoint(id=stored.id, operation_type=kind, stored=stored, read=read)

    def _require_trust(self) -> None:
        if not self._store.is_trusted():
            raise UntrustedStoreError(
                "this store was signed with another key, and loading a state runs code in it",
                safe="nothing was loaded",
                fix="copy the key of its user to CKPT_MAGIC_KEY_FILE, or manager.trust()",
            )


def mark_of(checkpoint: Checkpoint) -> Mark | None:
    """Return where a loop stood at a checkpoint; ``None`` where that is not known."""
    data = checkpoint.stored.manifest.context.get("mark")
    return None if data is None else Mark.from_json(data)


def _process() -> dict[str, Json]:
    return {
        "python": platform.python_version(),
        "host": socket.gethostname(),
        "pid": os.getpid(),
    }
