"""What a person asks of the loop while it runs.

Responsible for the way from any thread to the loop's own: nothing is done where it is asked.
Refuses to act on it; the driver does, at the next resume point.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from ckpt_magic.core.control import Command

_LOOK_AGAIN_S = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What was asked, in sum: save now, wait, go on, stop."""

    save: bool = False
    pause: bool = False
    go_on: bool = False
    stop: bool = False

    @classmethod
    def of(cls, commands: Sequence[Command]) -> Wishes:
        """Sum up `commands`, given in this order; who pauses or stops wants nothing lost.

        Examples
        --------
        >>> Wishes.of([Command.PAUSE, Command.CONTINUE]).pause
        False
        """
        waits = [one for one in commands if one in (Command.PAUSE, Command.CONTINUE)]
        pause = bool(waits) and waits[-1] is Command.PAUSE
        stop = Command.STOP in commands
        return cls(
            save=pause or stop or Command.CHECKPOINT in commands,
            pause=pause and not stop,
            go_on=bool(waits) and not pause,
            stop=stop,
        )


class Requests:
    """Commands on their way to the loop's thread.

    Parameters
    ----------
    due
        Anything appended to it makes the loop look at its next point.
    """

    def __init__(self, due: list[bool]) -> None:
        self._due = due
        self._asked: deque[Command] = deque()

    def ask(self, command: Command) -> None:
        """Ask for something; from any thread."""
        self._asked.append(command)
        self._due.append(True)

    def __bool__(self) -> bool:
        return bool(self._asked)

    def take(self) -> Wishes:
        """Hand over what was asked since the last time."""
        taken = [self._asked.popleft() for _ in range(len(self._asked))]
        return Wishes.of(taken)

    def wait(self) -> Wishes:
        """Hand over the next thing that is asked; an interrupt ends the waiting."""
        __tracebackhide__ = True
        while not self._asked:
            time.sleep(_LOOK_AGAIN_S)
        return self.take()
