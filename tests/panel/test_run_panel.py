"""The panel in a notebook: what is displayed, sent, replaced and left behind."""

from __future__ import annotations

import sys
import threading
from typing import Any

import ipywidgets
import pytest
from IPython.core.interactiveshell import InteractiveShell

from ckpt_magic.core.control import Command
from ckpt_magic.core.events import PauseChanged
from ckpt_magic.panel import run_widgets
from ckpt_magic.panel.displaying import VIEW_TYPE
from ckpt_magic.panel.run_panel import RunPanel
from ckpt_magic.panel.run_view import RunView
from tests.panel.story import WORK, ended, progress, saved, started, told

pytestmark = pytest.mark.usefixtures("published")
Published = list[dict[str, Any]]


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> Published:
    """What is displayed, in order."""
    shell, bundles = InteractiveShell.instance(), Published()
    monkeypatch.setattr(shell.display_pub, "publish", lambda **what: bundles.append(what))
    return bundles


def _panel(asked: list[Command] | None = None) -> RunPanel:
    ask = (asked if asked is not None else []).append
    return RunPanel(operation_id=WORK.id, name="train", ask=ask)


def _widgets(panel: RunPanel) -> run_widgets.RunWidgets:
    assert panel._widgets is not None
    return panel._widgets


def _running() -> RunView:
    return told((1000.0, started()), (1001.0, progress(5)), (1002.0, saved(1, 5)))


def test_a_panel_is_replaced_by_what_stays(published: Published) -> None:
    """Shown as a widget, ended as HTML, under one id and with one text."""
    panel = _panel()
    assert panel.show()
    panel.finish(told((1003.0, ended()), view=_running()), 1003.0)
    first, last = published
    assert VIEW_TYPE in first["data"]
    assert VIEW_TYPE not in last["data"]
    assert "completed" in last["data"]["text/html"]
    assert first["data"]["text/plain"] == last["data"]["text/plain"] == "ckpt_magic: train"
    assert first["transient"] == last["transient"]
    assert ("update" in first, last["update"]) == (False, True)


def test_a_hundred_runs_leave_no_widget_behind(published: Published) -> None:
    """Neither widgets nor their layouts and styles."""
    before = len(ipywidgets.widgets.widget._instances)
    for _ in range(100):
        panel = _panel()
        panel.show()
        panel.draw(_running(), 1002.0)
        panel.finish(_running(), 1003.0)
    assert len(ipywidgets.widgets.widget._instances) == before
    assert len(published) == 200


def test_only_what_changed_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same picture twice is sent once; what rarely changes is not sent again with it."""
    panel = _panel()
    panel.show()
    sent: list[set[str]] = []
    kept = ipywidgets.HTML.send_state
    monkeypatch.setattr(
        ipywidgets.HTML, "send_state", lambda self, key=None: (sent.append(key), kept(self, key))
    )
    panel.draw(_running(), 1002.0)
    first = len(sent)
    panel.draw(_running(), 1002.0)
    assert len(sent) == first
    panel.draw(_running(), 1004.0)
    assert len(sent) == first + 1


def test_the_last_state_is_always_sent() -> None:
    """Also when no tick came after the last event: the end draws it."""
    panel = _panel()
    panel.show()
    view = _widgets(panel)._view
    values: list[str] = []
    view.observe(lambda change: values.append(change["new"]), "value")
    panel.finish(told((1009.0, progress(99)), view=_running()), 1009.0)
    assert ">99 of 100" in values[-1]


def test_a_click_asks_and_is_seen_to_have_arrived() -> None:
    """From any thread; the word goes away when it happened."""
    asked: list[Command] = []
    panel = _panel(asked)
    panel.show()
    panel.draw(_running(), 1002.0)
    click = threading.Thread(target=_widgets(panel)._buttons[Command.PAUSE].click)
    click.start()
    click.join()
    assert asked == [Command.PAUSE]
    panel.draw(_running(), 1003.0)
    assert "will pause" in _widgets(panel)._view.value
    paused = told((1003.0, PauseChanged(operation=WORK, paused=True)), view=_running())
    panel.draw(paused, 1003.0)
    assert "will pause" not in _widgets(panel)._view.value


def test_who_pauses_can_go_on() -> None:
    """One of both buttons is there, each with the classes that others find it by."""
    panel = _panel()
    panel.show()
    buttons = _widgets(panel)._buttons
    hidden = [one for one, button in buttons.items() if button.layout.display == "none"]
    assert hidden == [Command.CONTINUE]
    panel.draw(told((1003.0, PauseChanged(operation=WORK, paused=True))), 1003.0)
    hidden = [one for one, button in buttons.items() if button.layout.display == "none"]
    assert hidden == [Command.PAUSE]
    for command, button in buttons.items():
        classes = button._dom_classes
        assert {f"ckpt-magic-do-{command}", "ckpt-magic-of-train-1a2b"} <= set(classes)


def test_buttons_that_would_answer_too_late_are_not_shown() -> None:
    """Without a kernel that has live callbacks only the extension may show them."""
    panel = _panel()
    panel.show()
    controls = _widgets(panel)._controls
    assert controls.layout.display == "none"
    assert "ckpt-magic-needs-extension" in controls._dom_classes


def test_an_open_list_is_not_replaced_when_it_grows() -> None:
    """What is opened and what is listed are two widgets; only the latter changes."""
    panel = _panel()
    panel.show()
    widgets = _widgets(panel)
    panel.draw(told((1000.0, started())), 1001.0)
    assert "<details" not in widgets._toggle.value
    panel.draw(_running(), 1002.0)
    toggle = widgets._toggle.value
    assert "<details" in toggle
    assert "client" in widgets._listed.value
    view = told((1003.0, saved(2, 6)), view=_running())
    panel.draw(view, 1004.0)
    assert widgets._toggle.value is toggle


def test_a_panel_that_fails_is_gone_and_says_so_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is raised into the cell, then or later."""
    before = len(ipywidgets.widgets.widget._instances)
    panel = _panel()
    panel.show()
    monkeypatch.setattr(run_widgets, "view_html", lambda *_: 1 / 0)
    panel.draw(_running(), 1002.0)
    panel.draw(_running(), 1003.0)
    panel.finish(_running(), 1004.0)
    assert panel.problem.startswith("the panel is gone (ZeroDivisionError")
    assert len(ipywidgets.widgets.widget._instances) == before


def test_without_ipywidgets_there_is_no_panel(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing is said of it: the text remains."""
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    panel = _panel()
    assert not panel.show()
    panel.draw(_running(), 1002.0)
    panel.finish(_running(), 1003.0)
    assert panel.problem == ""
    assert published == []


def test_a_panel_can_be_drawn_from_another_thread() -> None:
    """As the thread does that looks after it."""
    panel = _panel()
    panel.show()
    thread = threading.Thread(target=panel.draw, args=(_running(), 1002.0))
    thread.start()
    thread.join()
    assert panel.problem == ""
    assert "5 of 100" in _widgets(panel)._view.value
