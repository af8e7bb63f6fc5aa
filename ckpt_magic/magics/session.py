"""What is known of the shell that the extension is loaded into.

Responsible for holding it in one place: settings, history, store, listeners. Refuses to act.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ckpt_magic.capture.outside.baseline import Baseline
from ckpt_magic.core.errors import CheckpointError
from ckpt_magic.core.events import Event
from ckpt_magic.core.schedule import Schedule
from ckpt_magic.core.settings import Settings, settings_from_environment
from ckpt_magic.magics.history import History
from ckpt_magic.magics.place import StorePlace

if TYPE_CHECKING:
    from ckpt_magic.resume.requests import Requests


@dataclass(frozen=True, slots=True, kw_only=True)
class Armed:
    """What a person wants of an operation, to be done by the next ``%%checkpointed`` cell.

    Attributes
    ----------
    store
        The file of the store that the operation is in.
    consent
        Whether it goes on whatever would have to be told first.
    heard
        What the person read of that beside the button: it goes on if there is nothing else.
    fresh
        Whether the cell starts over instead.
    """

    operation_id: str
    store: Path
    consent: bool = False
    heard: frozenset[str] = frozenset()
    fresh: bool = False


@dataclass(slots=True)
class Session:
    """One shell with the extension.

    Attributes
    ----------
    baseline
        The process before the person's code ran in it.
    place
        Where the store of this notebook is.
    settings
        Session defaults; ``%ckpt config`` changes them.
    listeners
        Called with every event, on the thread that runs the cell; add to them to watch runs.
    schedule
        Takes the place of the schedule that a cell's options ask for, when set.
    own
        Ids of operations that this kernel ran.
    armed
        What the next ``%%checkpointed`` cell does, where a person said so.
    requests
        Takes what is asked of the cell that runs; ``None`` while none does.
    offer
        Shows what can go on or be had again with buttons, where a front end does; whether it did.
    refused
        Why the last ``%%checkpointed`` cell did not start; ``None`` where it did.
    """

    shell: Any
    baseline: Baseline
    place: StorePlace
    history: History
    settings: Settings
    listeners: list[Callable[[Event], None]] = field(default_factory=list)
    schedule: Schedule | None = None
    own: set[str] = field(default_factory=set)
    armed: Armed | None = None
    requests: Requests | None = None
    offer: Callable[[], bool] | None = None
    refused: CheckpointError | None = None

    @classmethod
    def of(cls, shell: Any) -> Session:
        """Take in what there is to know of `shell` now."""
        baseline = Baseline.now()
        return cls(
            shell=shell,
            baseline=baseline,
            place=StorePlace(shell, baseline.cwd),
            history=History(shell),
            settings=settings_from_environment(os.environ),
        )

    @property
    def store_path(self) -> Path:
        """The file of the store that the next ``%%checkpointed`` cell uses."""
        return self.place.path if self.armed is None else self.armed.store
