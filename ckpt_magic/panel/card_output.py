"""What is printed and displayed on a click, put into an output widget as it comes.

Responsible for the way there. Refuses to rely on the widget's own context: a front end that sends
clicks over a connection of their own does not hear what is printed for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import TextIOBase
from typing import Any

_SHOWN = ("display_data", "update_display_data", "execute_result")
MOST_CHARACTERS = 20_000
"""Of what is printed in a row the newest is kept: all of it is sent again with every line."""


class _Stream(TextIOBase):
    """Writes go to the widget."""

    def __init__(self, output: Any, name: str) -> None:
        self._output = output
        self._name = name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        kept, last = self._output.outputs, self._output.outputs[-1:]
        if last and last[0].get("name") == self._name:
            kept, text = kept[:-1], last[0]["text"] + text
        item = {"output_type": "stream", "name": self._name, "text": text[-MOST_CHARACTERS:]}
        self._output.outputs = (*kept, item)
        return len(text)


@contextmanager
def shown_in(output: Any, shell: Any) -> Iterator[None]:
    """Have what is printed and displayed in the block appear in `output`, replacing what was."""
    output.outputs = ()
    places: dict[str, int] = {}

    def hook(message: Any) -> Any:
        kind, content = message["header"]["msg_type"], message["content"]
        if kind not in _SHOWN:
            return message
        _put(output, places, content)
        return None

    sources = [one for one in _sources(shell) if hasattr(one, "register_hook")]
    for source in sources:
        source.register_hook(hook)
    try:
        with redirect_stdout(_Stream(output, "stdout")), redirect_stderr(_Stream(output, "stderr")):
            yield
    finally:
        for source in sources:
            source.unregister_hook(hook)


def _sources(shell: Any) -> tuple[Any, ...]:
    return (getattr(shell, "display_pub", None), getattr(shell, "displayhook", None))


def _put(output: Any, places: dict[str, int], content: dict[str, Any]) -> None:
    """Add what is displayed, or replace what was displayed under the same id."""
    item = {"output_type": "display_data", "data": content["data"], "metadata": content["metadata"]}
    display_id = content.get("transient", {}).get("display_id")
    shown = list(output.outputs)
    if display_id is not None and display_id in places and places[display_id] < len(shown):
        shown[places[display_id]] = item
    else:
        if display_id is not None:
            places[display_id] = len(shown)
        shown.append(item)
    output.outputs = tuple(shown)
