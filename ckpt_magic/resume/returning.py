"""Going back to a checkpoint: from the store into the live namespace.

Responsible for finding the newest checkpoint that can be used, and for the order plan →
restore. Refuses to run the cell: it hands back where the code must go on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ckpt_magic.capture import outside
from ckpt_magic.capture.restore import Restored, RestoreRules, restore
from ckpt_magic.core.errors import CorruptStoreError, ResumeError
from ckpt_magic.core.model import Checkpoint, Operation
from ckpt_magic.resume.context import CellContext
from ckpt_magic.resume.plan import Today, plan
from ckpt_magic.resume.reads import names_bound
from ckpt_magic.resume.runtime import Frame
from ckpt_magic.resume.saver import CellState, Notebook
from ckpt_magic.resume.sets import order_uses
from ckpt_magic.store.contract import Store


@dataclass(slots=True)
class Returned:
    """What came back, and what is still to come when the code goes on."""

    checkpoint: Checkpoint
    target: int
    remarks: tuple[str, ...]
    state: CellState | None

    def went_live(self) -> None:
        """Random streams come back last: nothing of ours may draw from them."""
        if self.state is not None:
            outside.load_random(self.state.random)
            self.state = None


def before_its_end(checkpoints: Sequence[Checkpoint]) -> tuple[Checkpoint, ...]:
    """Checkpoints that a cell can go on from: all but that of its result."""
    return tuple(c for c in checkpoints if not CellContext.from_json(c.manifest.context).final)


def bring_back(
    store: Store, operation: Operation, today: Today, notebook: Notebook, frame: Frame
) -> Returned:
    """Put the namespace back to the newest checkpoint that verifies, and ready `frame`.

    Raises
    ------
    ResumeError
        When it cannot be done; the namespace is as it was.
    """
    damaged: list[str] = []
    for checkpoint in reversed(before_its_end(store.checkpoints(operation.id))):
        going_on = plan(operation, checkpoint, store.notices(operation.id), today)
        rules = RestoreRules(keep_live=going_on.keep_live, delete=going_on.delete)
        before = dict(notebook.namespace)
        try:
            restored = _restored(store, checkpoint, notebook, rules)
        except CorruptStoreError as error:
            damaged.append(f"checkpoint {checkpoint.id} is damaged ({error.what})")
            continue
        state = _cell_state(restored)
        _ready(frame, state, going_on.target, notebook, before)
        remarks = (
            *damaged,
            *going_on.remarks,
            *_replaced(restored, today),
            *_reordered(restored, today),
        )
        return Returned(checkpoint=checkpoint, target=going_on.target, remarks=remarks, state=state)
    raise ResumeError(
        f"no checkpoint of {operation.name} can be read: {damaged[0] if damaged else 'none'}",
        safe="nothing was touched",
        fix="%ckpt verify shows the damage, --fresh starts over",
    )


def _ready(
    frame: Frame, state: CellState, target: int, notebook: Notebook, before: dict[str, object]
) -> None:
    """Let the frame go down to `target`; when it cannot, the namespace is what it was."""
    assert state.frame is not None, "a complete cell is not continued"
    try:
        frame.load(state.frame, target)
        outside.load_options(state.options)
    except BaseException:
        notebook.namespace.clear()
        notebook.namespace.update(before)
        raise


def bring_back_variables(store: Store, checkpoint: Checkpoint, notebook: Notebook) -> Restored:
    """Put back the variables of one checkpoint; names it does not have stay."""
    restored = _restored(store, checkpoint, notebook, RestoreRules())
    outside.load_random(_cell_state(restored).random)
    return restored


def _reordered(restored: Restored, today: Today) -> tuple[str, ...]:
    """Name sets that iterate in another order now, unless the code only asks what is in them."""
    used = {use.name for use in order_uses(today.module.body)}
    return tuple(
        f"a set of {size} in `{name}` iterates in another order than before"
        for name, size in restored.reordered
        if name in used or not isinstance(today.namespace.get(name), set | frozenset)
    )


def _cell_state(restored: Restored) -> CellState:
    state = restored.extra
    assert isinstance(state, CellState), "every snapshot of a cell has one"
    return state


def _restored(
    store: Store, checkpoint: Checkpoint, notebook: Notebook, rules: RestoreRules
) -> Restored:
    context = CellContext.from_json(checkpoint.manifest.context)
    return restore(
        context.index,
        lambda name: store.read(checkpoint, name),
        notebook.namespace,
        notebook.references,
        rules,
    )


def _replaced(restored: Restored, today: Today) -> tuple[str, ...]:
    """Name live values that the checkpoint's took the place of.

    What the cell itself binds is no news: its own half-done values had to go.
    """
    differing = sorted(set(restored.replaced) - names_bound(today.module.body))
    if not differing:
        return ()
    listed = ", ".join(f"`{name}`" for name in differing[:8])
    more = f" and {len(differing) - 8} more" if len(differing) > 8 else ""
    return (f"replaced by the checkpoint's: {listed}{more} (--take NAME keeps yours)",)
