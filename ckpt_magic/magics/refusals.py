"""Cells that cannot be run as they are: what ``%%checkpointed`` says instead.

Responsible for the magics that only ever answer. Refuses to run anything.
"""

from __future__ import annotations

from ckpt_magic.core.errors import CheckpointError, InvalidOptionError, NotResumableError


def checkpointed(line: str, cell: str) -> None:  # noqa: ARG001 (the form of a cell magic)
    """Run a cell so that it goes on where its last checkpoint was, whatever killed it.

    ::

        %%checkpointed --name export_movies --every 100 --interval 30s --keep 3
        rows = []
        for movie in movies:
            rows.append(process(movie))

    Run the cell again after a dead kernel, an interrupt or an exception: it continues and
    says so in one line.

    Options
    -------
    --name NAME       what the operation is called (letters, digits, _ - .)
    --every N         save after every N iterations
    --interval 30s    save every 30 seconds (also 5m, 1h30m)
                      with neither: no more often than costs about 1 % of the time
    --keep N          how many checkpoints to keep (3)
    --max-size 5GB    how large the store may get (the smaller of 10 GB and 20 % of free space)
    --vars a,b        save these variables only
    --exclude df      do not save these
    --take NAME       at a resume, keep the notebook's value of NAME
    --resume auto|ask|never    what to do when the operation was interrupted (auto)
    --fresh           start over; what is there is kept until this run completes
    --quiet           print nothing

    What does not come back exactly is refused before the loop starts, or named. ``%ckpt``
    lists, resumes, restores and discards operations: see ``%ckpt?``.
    """
    raise not_through_ipython()


def refuse_stack(line: str) -> None:
    """Refuse a magic that ``%%checkpointed`` cannot be combined with."""
    name = line.split(maxsplit=1)[0]
    raise NotResumableError(
        f"%%checkpointed cannot be combined with {name}: it repeats the cell or is not Python",
        safe="nothing was run",
        fix=f"take {name} or %%checkpointed off",
    )


def not_through_ipython() -> CheckpointError:
    """The error for a cell whose code IPython never sees."""
    return InvalidOptionError(
        "this cell's code does not pass through IPython, so it cannot be made resumable",
        safe="nothing was run",
        fix="put %%checkpointed into the first line, without a magic that runs the code itself",
    )


def one_at_a_time() -> CheckpointError:
    """The error for a checkpointed cell inside another."""
    return NotResumableError(
        "a %%checkpointed cell cannot run inside another one",
        safe="the outer one goes on as before",
        fix="take %%checkpointed off the inner cell",
    )
