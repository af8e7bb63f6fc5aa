"""What is printed and displayed on a click."""

from __future__ import annotations

import sys
from typing import Any

import ipywidgets
import pytest

from ckpt_magic.panel.card_output import MOST_CHARACTERS, shown_in


class _Publisher:
    """Displays through hooks, as a kernel's publisher does."""

    def __init__(self) -> None:
        self.hooks: list[Any] = []
        self.sent: list[Any] = []

    def register_hook(self, hook: Any) -> None:
        self.hooks.append(hook)

    def unregister_hook(self, hook: Any) -> None:
        self.hooks.remove(hook)

    def publish(self, text: str, kind: str = "display_data", display_id: str | None = None) -> None:
        transient = {} if display_id is None else {"display_id": display_id}
        content = {"data": {"text/plain": text}, "metadata": {}, "transient": transient}
        message: Any = {"header": {"msg_type": kind}, "content": content}
        for hook in self.hooks:
            message = hook(message)
        if message is not None:
            self.sent.append(message)


class _Shell:
    def __init__(self) -> None:
        self.display_pub = _Publisher()


def _texts(output: Any) -> list[str]:
    return [one.get("text") or one["data"]["text/plain"] for one in output.outputs]


def test_it_appears_in_order_and_as_it_comes() -> None:
    """Printed and displayed; lines in a row are one piece."""
    output, shell = ipywidgets.Output(), _Shell()
    with shown_in(output, shell):
        print("one")
        print("two")
        shell.display_pub.publish("a picture")
        assert _texts(output) == ["one\ntwo\n", "a picture"]
        print("three", file=sys.stderr)
    assert _texts(output) == ["one\ntwo\n", "a picture", "three\n"]
    assert shell.display_pub.hooks == []


def test_what_is_displayed_under_an_id_is_replaced_there() -> None:
    """A panel by its end; things without an id are each their own."""
    output, shell = ipywidgets.Output(), _Shell()
    with shown_in(output, shell):
        shell.display_pub.publish("panel", display_id="p")
        shell.display_pub.publish("a")
        shell.display_pub.publish("b")
        shell.display_pub.publish("end", "update_display_data", display_id="p")
    assert _texts(output) == ["end", "a", "b"]


def test_the_next_click_begins_with_nothing() -> None:
    """What the one before left is gone."""
    output = ipywidgets.Output()
    for text in ("first", "second"):
        with shown_in(output, None):
            print(text)
    assert _texts(output) == ["second\n"]


def test_other_messages_go_their_way_and_errors_come_out() -> None:
    """Afterwards all is as before."""
    output, shell, streams = ipywidgets.Output(), _Shell(), (sys.stdout, sys.stderr)

    def fail() -> None:
        with shown_in(output, shell):
            shell.display_pub.publish("x", "clear_output")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert len(shell.display_pub.sent) == 1
    assert (sys.stdout, sys.stderr) == streams


def test_of_very_much_the_newest_is_kept() -> None:
    """A loop that prints for hours does not make each line dearer."""
    output = ipywidgets.Output()
    with shown_in(output, None):
        for n in range(MOST_CHARACTERS):
            if n % 1000 == 0:
                print("x" * 999)
        print("last")
    assert len(_texts(output)[0]) == MOST_CHARACTERS
    assert _texts(output)[0].endswith("last\n")
