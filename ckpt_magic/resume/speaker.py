"""What a run has to tell the person beside its progress.

Responsible for saying each thing once, and for writing down at once what must be heard at a
resume even if the process is dead a moment later. Refuses to find such things out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ckpt_magic.core.errors import StoreError
from ckpt_magic.core.events import CheckpointSkipped, Event, NoticeGiven
from ckpt_magic.core.model import Checkpoint, Notice, Operation
from ckpt_magic.resume.context import LEFT_OUT
from ckpt_magic.resume.notices import NoticeBook
from ckpt_magic.resume.telling import DEATH, THIS_CELL, needed_but_unsaved
from ckpt_magic.store.contract import Store

_MAKE_IT_ABOVE = (
    "; a resume needs it, and does not run again the line that makes it: better make it in a "
    "cell above this one"
)


class Speaker:
    """Tells and writes down the notices of one operation; none before it has one."""

    def __init__(self, store: Store, tell: Callable[[Event], None]) -> None:
        self._book = NoticeBook(store)
        self._tell = tell
        self._said: set[str] = set()
        self.operation: Operation | None = None

    def write(self) -> None:
        """Write down what still waits; raises ``StoreError`` where the store takes nothing."""
        if self.operation is not None:
            self._book.write(self.operation.id)

    def speak_of(self, checkpoint: Checkpoint, written: Iterable[str]) -> None:
        """Name what this checkpoint does not hold; `written` are files that the cell wrote."""
        needed = needed_but_unsaved(checkpoint.manifest)
        for record in checkpoint.manifest.skipped:
            if record.reason == LEFT_OUT:
                continue  # the person said so
            text = f"`{record.name}` ({record.type_name}) is not saved: {record.reason}"
            if record.made_by == THIS_CELL and record in needed:
                text += _MAKE_IT_ABOVE
            self._say(Notice(kind="skipped", subject=record.name, text=text))
        for notice in checkpoint.manifest.notices:
            if notice.kind == "told":
                self._say(notice)
        managed = checkpoint.manifest.context["index"].get("files", ())
        for path in sorted(set(written) - set(managed)):
            text = f"{path}: what is written after a checkpoint may be written twice"
            self._say(Notice(kind="file", subject=path, text=text))

    def died_after(self, checkpoint: Checkpoint) -> None:
        """Write down where a process died: who dies there again should hear of it."""
        sequence = str(checkpoint.manifest.sequence)
        text = f"a process died after checkpoint {sequence}"
        self._write_down(Notice(kind=DEATH, subject=sequence, text=text))

    def on_file(self, path: str) -> None:
        """Write down that the cell writes a file."""
        self._write_down(Notice(kind="file", subject=path, text=f"{path} is written"))

    def on_process(self, program: str) -> None:
        """Write down that the cell started a program."""
        text = f"{program}: what other programs write after a checkpoint may be written twice"
        self._write_down(Notice(kind="process", subject=program, text=text))

    def _say(self, notice: Notice) -> None:
        if self.operation is not None and notice.subject + notice.text not in self._said:
            self._said.add(notice.subject + notice.text)
            self._tell(NoticeGiven(operation=self.operation, notice=notice))

    def _write_down(self, notice: Notice) -> None:
        """Keep it now: the process may be dead before the next checkpoint.

        The person's code is in the middle of a call: it must not fail for our sake.
        """
        if self.operation is None:
            return
        try:
            self._book.add(self.operation.id, notice)
        except StoreError as error:
            reason = f"{notice.text}, and this could not be written down: {error}"
            self._tell(CheckpointSkipped(operation=self.operation, reason=reason))
