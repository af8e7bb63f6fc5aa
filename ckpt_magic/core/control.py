"""What a person may ask of a loop that runs.

Responsible for the words. Refuses to know how they reach the loop.
"""

from __future__ import annotations

from enum import StrEnum


class Command(StrEnum):
    """Taken up at the next resume point, on the loop's own thread."""

    CHECKPOINT = "checkpoint"
    PAUSE = "pause"
    CONTINUE = "continue"
    STOP = "stop"
