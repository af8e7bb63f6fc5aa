"""State outside the namespace: one provider a file, each an exact pair ``save`` and ``load``.

Responsible for the order of the providers. Process state comes back before anything is
imported, random streams last of all. Refuses to know where the saved state is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ckpt_magic.capture.outside import (
    decimal_context,
    environment,
    folders,
    library_options,
    numpy_errors,
    random_streams,
    settings,
    warning_filters,
)
from ckpt_magic.capture.outside.baseline import Baseline
from ckpt_magic.capture.outside.library_options import LibraryOptions
from ckpt_magic.capture.outside.process_state import ProcessState
from ckpt_magic.capture.outside.random_streams import RandomState

Undo = Callable[[], None]

_PROVIDERS = {
    "folders": folders,
    "environment": environment,
    "settings": settings,
    "decimal": decimal_context,
    "numpy": numpy_errors,
    "warnings": warning_filters,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideState:
    """All state outside the namespace at one moment."""

    process: ProcessState
    random: RandomState


def save_all(baseline: Baseline) -> OutsideState:
    """Return the state of every provider; what did not change since `baseline` is left out."""
    return OutsideState(process=save_process(baseline), random=save_random())


def save_process(baseline: Baseline) -> ProcessState:
    """Return everything but the random streams, as plain data.

    In a snapshot's ``extra`` it is also copied to the index, so that `restore` brings it back
    before anything is imported.
    """
    return ProcessState(
        providers={name: provider.save(baseline) for name, provider in _PROVIDERS.items()}
    )


def save_random() -> RandomState:
    """Return the state of the global random streams."""
    return random_streams.save()


def save_options() -> LibraryOptions:
    """Return the options of libraries that the program changed."""
    return library_options.save()


def load_options(state: LibraryOptions) -> None:
    """Bring them back, once everything is loaded."""
    library_options.load(state)


def load_process(state: ProcessState | OutsideState) -> Undo:
    """Bring back everything but the random streams; returns what makes it as it was before."""
    process = state.process if isinstance(state, OutsideState) else state
    undos: list[Undo] = []
    try:
        for name, provider in _PROVIDERS.items():
            if name in process.providers:
                undos.append(provider.load(process.providers[name]))
    except BaseException:
        _undo_all(undos)
        raise
    return lambda: _undo_all(undos)


def load_random(state: RandomState | OutsideState) -> None:
    """Bring back the random streams: the last thing before the program goes on."""
    random_streams.load(state.random if isinstance(state, OutsideState) else state)


def _undo_all(undos: list[Undo]) -> None:
    while undos:
        undos.pop()()


__all__ = [
    "Baseline",
    "LibraryOptions",
    "OutsideState",
    "ProcessState",
    "RandomState",
    "load_options",
    "load_process",
    "load_random",
    "save_all",
    "save_options",
    "save_process",
    "save_random",
]
