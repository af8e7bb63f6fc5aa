"""What generated code calls: guards, points, loops, managers, handlers.

Responsible for one frame while it runs and while it goes down to a position. Small and fast:
a loop pays for this at every iteration. Refuses to know when a checkpoint is due, how it is
saved, and which iterables and managers can be brought back.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, NoReturn

from ckpt_magic.core.errors import (
    CaptureError,
    CheckpointError,
    OperationStoppedError,
    ResumeError,
)
from ckpt_magic.core.model import Progress
from ckpt_magic.resume import contexts, iteration
from ckpt_magic.resume.fitting import check_fit
from ckpt_magic.resume.frames import BlockState, FrameRecord, HandlerState, LoopState, ManagerState
from ckpt_magic.resume.hooks import Hooks
from ckpt_magic.resume.loops import LoopBook
from ckpt_magic.resume.passes import AsyncPasses, NoPasses, counted_passes, passes
from ckpt_magic.resume.progress import to_come
from ckpt_magic.resume.skeleton import Point, Skeleton

_ALWAYS = (True,)
"""What ``watch`` is when every guard must call the frame."""


class Frame:
    """One activation of rewritten code: where it is on its way down, and what it is inside of.

    Parameters
    ----------
    skeleton
        The points of the code.
    hooks
        Asked at a point while `due` is not empty, and told when the frame goes live.
    due
        Empty while nobody wants attention; anything appended by anybody is asked about at the
        next point.

    Attributes
    ----------
    live
        Whether code runs normally; ``False`` on the way down, and after a refusal.
    target
        The point wanted, while on the way down.
    refused
        The refusal, or the person's stop, that ended this frame. Code that swallows it is
        refused again at its next statement; whoever runs the cell must look here at the end.
    end_reached
        Whether the last statement went through.
    loops
        The loops that run in it.
    ticks
        Loop passes counted since somebody set this to 0; only while `every` is set.
    """

    __slots__ = (
        "_entered",
        "_every",
        "_hooks",
        "_names",
        "_pending",
        "_restored",
        "choice",
        "due",
        "end_reached",
        "item",
        "live",
        "loops",
        "refused",
        "skeleton",
        "target",
        "ticks",
        "watch",
    )

    def __init__(self, skeleton: Skeleton, hooks: Hooks, due: list[Any]) -> None:
        self.skeleton = skeleton
        self.due = due
        self.watch: Any = due
        self.live = True
        self.target: int | None = None
        self.refused: CheckpointError | OperationStoppedError | None = None
        self.end_reached = False
        self.ticks = 0
        self.item: Any = None
        self.choice: int | None = None
        self._every: int | None = None
        self._hooks = hooks
        self.loops = LoopBook(skeleton)
        self._entered: dict[int, contexts.Entered] = {}
        self._pending: dict[int, BaseException] = {}
        self._restored: dict[int, BlockState] = {}
        self._names: dict[int, dict[str, Any]] = {}

    # Guards

    def inside(self, start: int, end: int) -> bool:
        """Whether the position wanted is one of the points from `start` up to `end`."""
        self._check()
        return self.target is not None and start <= self.target < end

    def pt(self, point: int) -> bool:
        """Stand at a statement boundary; whether to execute what follows."""
        __tracebackhide__ = True
        if not self.live:
            self._check()
            if self.target != point:
                return False
            self.go_live()
        if self.due:
            self.ask(point)
        return True

    def head(self, point: int) -> bool:
        """Stand before the condition of a ``while``; whether to go on to it."""
        __tracebackhide__ = True
        if not self.live:
            self._check()
            if self.target != point:
                return self.inside(point, self.skeleton.points[point].end)
            self.go_live()
        self.tick(point)
        return True

    def take(self) -> Any:
        """Hand over what a header produced, and forget it."""
        item = self.item
        self.item = None
        return item

    def ended(self, value: Any) -> Any:
        """Hear that the last statement went through; `value` comes back."""
        __tracebackhide__ = True
        self._check()
        self.end_reached = True
        return value

    # Loops

    def for_(self, point: int, iterable: Any) -> Iterator[Any]:
        """Iterate for the loop at `point`: from the start while live, else from where it was."""
        __tracebackhide__ = True
        down = False
        if self.live:
            if type(iterable) in iteration.PLAIN:
                iterator = iter(iterable)
            else:
                iterator = self._accepted(iteration.iterator_over, iterable, point)
        else:
            if not self.inside(point, self.skeleton.points[point].end):
                return iter(())
            iterator, down = self._restored_iterator(point), True
        if self._every is None:
            loop = passes(self, point, iterator, self.due, down)
        else:
            loop = counted_passes(self, point, iterator, self.due, down, self._every)
        self.loops.begins(point, loop)
        if not down:
            if point in self.loops.outermost:
                self._accepted(self._hooks.loop_begins, iterable, point)
            self.loops.lengths[point] = to_come(iterator)
        return loop

    def afor(self, point: int, iterable: Any) -> AsyncIterator[Any]:
        """Iterate like `for_`, for an ``async for``."""
        __tracebackhide__ = True
        down = False
        if self.live:
            if not hasattr(type(iterable), "__aiter__"):
                return iterable  # type: ignore[no-any-return]  # Python's own error is the right one
            iterator = self._accepted(iteration.async_iterator_over, iterable, point)
        else:
            if not self.inside(point, self.skeleton.points[point].end):
                return NoPasses()
            iterator, down = self._restored_iterator(point), True
        loop = AsyncPasses(self, point, iterator, down)
        self.loops.begins(point, loop)
        return loop

    def iterations(self) -> Progress | None:
        """Return how far the outermost running loop is; ``None`` where it cannot be told."""
        return self.loops.iterations(at_end=self.end_reached)

    @property
    def every(self) -> int | None:
        """Ask the hooks after this many loop passes; ``None``: passes are not counted."""
        return self._every

    @every.setter
    def every(self, passes: int | None) -> None:
        self._every = passes
        self._watch_again()

    part = staticmethod(iteration.part)

    # Managers

    def with_(self, point: int, manager: Any) -> Any:
        """Return the manager that ``with`` enters: the user's own while live."""
        __tracebackhide__ = True
        return self._manager(point, manager, "__enter__", "__exit__")

    def awith(self, point: int, manager: Any) -> Any:
        """Return the manager that ``async with`` enters."""
        __tracebackhide__ = True
        return self._manager(point, manager, "__aenter__", "__aexit__")

    def _manager(self, point: int, manager: Any, enter: str, leave: str) -> Any:
        __tracebackhide__ = True
        if not self.live:
            self._check()
            state = self._restored.pop(point)
            assert isinstance(state, ManagerState)
            entered = contexts.entered_again(state)
        elif not (hasattr(type(manager), enter) and hasattr(type(manager), leave)):
            return manager
        else:
            entered = self._accepted(contexts.about_to_enter, manager, point)
        self._entered[point] = entered
        return entered.given()

    # Handlers

    def saved_exception(self, point: int, *names: str) -> BaseException:
        """Return the exception that was pending; raising it leads into its handler.

        What the handlers' `names` are bound to is kept, since the handler binds one anew.
        """
        self._check()
        variables = sys._getframe(1).f_locals
        self._names[point] = {name: variables[name] for name in names if name in variables}
        state = self._restored[point]
        assert isinstance(state, HandlerState)
        return state.exception

    def clause(self, start: int, end: int) -> Any:
        """Return what an ``except`` clause catches on the way down: all, or nothing."""
        return BaseException if self.inside(start, end) else ()

    def caught(self, point: int) -> None:
        """Keep the exception of a handler at hand while the handler runs."""
        self._pending[point] = sys.exception()  # type: ignore[assignment]  # we are in a handler

    def caught_again(self, point: int) -> None:
        """Be in a handler again, with the exception as it was."""
        self._check()
        state = self._restored.pop(point)
        assert isinstance(state, HandlerState)
        state.exception.__context__ = state.context
        self._pending[point] = state.exception

    def named(self, point: int, name: str) -> bool:
        """Whether a handler's name was bound; `take` then has its value."""
        names = self._names.pop(point)
        self.item = names.get(name)
        return name in names

    def handled(self, point: int) -> None:
        """Let go of the exception: its handler is left."""
        self._pending.pop(point, None)

    # Records

    def record(self, point: int) -> FrameRecord:
        """Return what the frame is inside of at `point`.

        Raises
        ------
        CaptureError
            When something could not be brought back exactly from here.
        """
        blocks = tuple(self._state(self.skeleton.points[k]) for k in self._blocks_of(point))
        return FrameRecord(point=point, blocks=blocks)

    def load(self, record: FrameRecord, target: int) -> None:
        """Get ready to go down to `target`; nothing that could fail is left for later.

        `record` may be of an older code in which `target` had another number.

        Raises
        ------
        ResumeError
            When the record does not fit the blocks around `target`; the frame is as it was.
        """
        numbers = self._blocks_of(target)
        if len(numbers) != len(record.blocks):
            raise ResumeError("the checkpoint does not fit the blocks around its position")
        restored = dict(zip(numbers, record.blocks, strict=True))
        for number, state in restored.items():
            check_fit(self.skeleton.points[number], state)
        self._restored, self.target, self.live = restored, target, False
        self._watch_again()

    def _blocks_of(self, point: int) -> tuple[int, ...]:
        place = self.skeleton.points[point]
        return (*place.owners, point) if place.kind == "for" else place.owners

    def _state(self, block: Point) -> BlockState:
        match block.kind:
            case "for":
                length = self.loops.lengths.get(block.number)
                return LoopState(iterator=self._checked_iterator(block), length=length)
            case "with":
                return contexts.state_of(self._entered[block.number], block)
            case "try":
                exception = self._pending[block.number]
                return HandlerState(exception=exception, context=exception.__context__)
        return None

    # Inner workings

    def _check(self) -> None:
        __tracebackhide__ = True
        if self.refused is not None:
            raise self.refused

    def ask(self, point: int) -> None:
        """Let the hooks look at a point."""
        __tracebackhide__ = True
        self._check()
        self._hooks.at_point(self, point)

    def tick(self, point: int) -> None:
        """Count a pass where passes are counted, and let the hooks look when they want to."""
        __tracebackhide__ = True
        if self._every is not None:
            self.ticks += 1
            if self.ticks >= self._every:
                return self.ask(point)
        if self.due:
            self.ask(point)
        return None

    def go_live(self) -> None:
        """Be at the position: execute from here on."""
        __tracebackhide__ = True
        self._check()
        self.live, self.target = True, None
        self._watch_again()
        self._hooks.went_live()

    def _watch_again(self) -> None:
        calm = self.live and self._every is None
        self.watch = self.due if calm else _ALWAYS

    def _accepted(self, rule: Callable[[Any, Point], Any], value: Any, point: int) -> Any:
        """Apply a rule that may refuse `value`, and remember its refusal."""
        __tracebackhide__ = True
        try:
            return rule(value, self.skeleton.points[point])
        except CheckpointError as refusal:
            self.end(refusal)

    def end(self, refusal: CheckpointError | OperationStoppedError) -> NoReturn:
        """End the frame: a handler of the user's may swallow an error, but not this state."""
        __tracebackhide__ = True
        self.refused, self.live, self.target = refusal, False, None
        self._watch_again()
        self.due.append(refusal)
        raise refusal

    def _restored_iterator(self, point: int) -> Any:
        state = self._restored.pop(point)
        assert isinstance(state, LoopState)
        self.loops.lengths[point] = state.length
        iteration.wake(state.iterator)
        return state.iterator

    def _checked_iterator(self, block: Point) -> Any:
        iterator = self.loops.iterator(block.number)
        if iterator is None:
            raise CaptureError(f"`{block.header}` (line {block.line}) has lost its iterator")
        iteration.check_iterator(iterator, block)
        return iterator
