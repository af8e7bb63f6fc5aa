"""Cards for what can go on, and for results that can be had again."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import Any

import ipywidgets
import pytest
from IPython.core.interactiveshell import InteractiveShell

from ckpt_magic.core.model import Progress, Status
from ckpt_magic.panel.card_view import CardView, card_html
from ckpt_magic.panel.card_widgets import CardWidgets, intents_of
from ckpt_magic.panel.cards import Cards
from ckpt_magic.panel.figures import THIN
from ckpt_magic.panel.plain import Known, operation_data
from tests.panel.story import WORK, checkpoint

DEAD = CardView(
    id="train-1a2b",
    name="train",
    status=Status.INTERRUPTED,
    died=True,
    progress=Progress(processed=60, total=100),
    reached=72,
    checkpoint_at=800.0,
    size_bytes=36_400_000,
    line=7,
    needed=(("client", "cell [3]"),),
    told=("`f.csv` was changed since",),
)


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What is displayed, in order."""
    shell, bundles = InteractiveShell.instance(), list[dict[str, Any]]()
    monkeypatch.setattr(shell.display_pub, "publish", lambda **what: bundles.append(what))
    return bundles


def _words(card: CardView) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", card_html(card, 1000.0))).replace(THIN, " ")


def test_a_card_says_what_happened_and_what_is_lost() -> None:
    """When, how far, how much, and what will be missing."""
    words = _words(DEAD)
    assert "train was cut short: its kernel died" in words
    assert "60 of 100 · 60 % · checkpoint of 3 min 20 s ago · 36.4 MB · line 7" in words
    assert "It had got to 72: 12 will be done again." in words
    assert "client could not be saved, and code still to run reads it" in words
    assert "`f.csv` was changed since" in words


def test_a_crash_loop_is_warned_of_before_the_buttons() -> None:
    """From the second death at one point on."""
    assert "in a row" not in _words(replace(DEAD, deaths=1))
    assert "died 2 times in a row" in _words(replace(DEAD, deaths=2))


def test_nothing_of_a_store_becomes_markup() -> None:
    """A store may be anybody's."""
    evil = '<script>x</script>"&'
    card = CardView(id="a", name=evil, status=Status.FAILED, message=evil,
                    needed=((evil, evil),), told=(evil,))  # fmt: skip
    html = card_html(card, 0.0)
    assert "<script" not in html
    ET.fromstring(f"<div>{html}</div>")


def test_a_card_is_made_of_the_plain_data_of_an_operation() -> None:
    """The same that a front end gets."""
    data = operation_data(Known(operation=WORK, newest=checkpoint(3, 60, at=900.0)))
    card = CardView.of(data)
    assert (card.id, card.checkpoint_at, card.size_bytes) == ("train-1a2b", 900.0, 36_400_000)
    assert card.needed == (("client", "cell [3]"),)


def test_each_kind_of_end_has_its_buttons() -> None:
    """A result is restored, not resumed; without a checkpoint there is nothing to resume."""
    assert intents_of(DEAD) == ("resume", "restore", "inspect", "discard")
    done = CardView(id="a", name="a", status=Status.COMPLETED, checkpoint_at=1.0)
    assert intents_of(done) == ("result", "inspect", "discard")
    bare = CardView(id="a", name="a", status=Status.INTERRUPTED)
    assert intents_of(bare) == ("inspect", "discard")


def test_what_a_click_answers_is_shown_in_its_card() -> None:
    """The intent and the id are handed on."""
    asked: list[tuple[str, str]] = []

    def answer(intent: str, operation_id: str) -> str:
        asked.append((intent, operation_id))
        return "5 variables & more"

    card = CardWidgets(DEAD, answer, None)
    card._buttons["restore"].click()
    assert asked == [("restore", "train-1a2b")]
    assert "5 variables &amp; more" in card._answer.value
    assert not card._buttons["restore"].disabled


def test_an_error_of_a_click_is_shown_in_its_card() -> None:
    """There is nobody else to tell it to."""

    def refuse(_intent: str, _operation_id: str) -> str:
        raise ValueError("<no>")

    card = CardWidgets(DEAD, refuse, None)
    card._buttons["resume"].click()
    assert "ValueError: &lt;no&gt;" in card._answer.value
    assert not card._buttons["resume"].disabled


def test_discarding_asks_once() -> None:
    """The first click only asks; after the second there are no buttons any more."""
    asked: list[str] = []
    card = CardWidgets(DEAD, lambda intent, _: asked.append(intent), None)
    card._buttons["discard"].click()
    assert asked == []
    assert card._buttons["discard"].description == "Discard, really?"
    card._buttons["discard"].click()
    assert asked == ["discard"]
    assert card._row.layout.display == "none"


def test_what_only_a_front_end_can_do_is_hidden_until_it_shows_it() -> None:
    """Running the cells above, where something is missing."""
    rows = [
        one
        for one in CardWidgets(DEAD, lambda *_: None, None).box.children
        if "ckpt-magic-needs-extension" in one._dom_classes
    ]
    assert [row.layout.display for row in rows] == ["none"]
    assert "ckpt-magic-do-run-above-and-resume" in rows[0].children[0]._dom_classes


def test_cards_are_replaced_by_what_they_say(published: list[dict[str, Any]]) -> None:
    """And no widget is left behind."""
    before = len(ipywidgets.widgets.widget._instances)
    cards = Cards([DEAD, DEAD], lambda *_: None)
    assert cards.show()
    cards.close()
    assert len(ipywidgets.widgets.widget._instances) == before
    assert "was cut short" in published[-1]["data"]["text/html"]
    assert {one["data"]["text/plain"] for one in published} == {"ckpt_magic: train, train"}


def test_no_cards_are_no_cards(published: list[dict[str, Any]]) -> None:
    """Nothing is displayed for nothing."""
    assert not Cards([], lambda *_: None).show()
    assert published == []
