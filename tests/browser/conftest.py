"""One server and one browser for all browser tests, and a folder and a page for each."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from tests.browser.page import LabPage
from tests.browser.server import JupyterServer

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FLAGS = [
    "--no-sandbox",  # the tests may run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WINDOW = {"width": 1280, "height": 860}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Start a headless Chromium; skip where there is none, except where all must be tested.

    It goes with the last of these tests: playwright keeps an event loop running on this thread,
    in which no other test could run one of its own.
    """
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _cannot_be_tested("playwright is not installed: pip install '.[test]'")
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        _cannot_be_tested("there is no Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="package")
def running_server(
    tmp_path_factory: pytest.TempPathFactory,
    browser: Browser,  # noqa: ARG001 (without a browser there is nothing to serve)
) -> Iterator[JupyterServer]:
    """Start the one server; it and its kernels are gone at the end whatever happens."""
    server = JupyterServer(tmp_path_factory.mktemp("jupyter"))
    try:
        server.start()
        yield server
    finally:
        server.kill()


@pytest.fixture
def server(running_server: JupyterServer) -> Iterator[JupyterServer]:
    """Return the server; its kernels and settings are cleared away afterwards."""
    yield running_server
    running_server.tidy()


@pytest.fixture
def folder(server: JupyterServer, request: pytest.FixtureRequest) -> Path:
    """Return a folder of the server that is this test's own."""
    module = request.module.__name__.rpartition("_")[2]
    place = server.root / re.sub(r"\W+", "-", f"{module}-{request.node.name}")
    place.mkdir()
    return place


@pytest.fixture
def new_page(
    browser: Browser, server: JupyterServer, request: pytest.FixtureRequest
) -> Iterator[Callable[[], LabPage]]:
    """Return a function that opens a tab; a failed test leaves pictures of its tabs."""
    context = browser.new_context(viewport=WINDOW)
    opened: list[LabPage] = []

    def new() -> LabPage:
        opened.append(LabPage(context.new_page(), server))
        return opened[-1]

    yield new
    if request.session.testsfailed > request.node.stash.get(FAILED_BEFORE, 0):
        for number, lab in enumerate(opened):
            lab.shot(f"failed-{request.node.name}-{number}")
    context.close()


@pytest.fixture
def lab(new_page: Callable[[], LabPage]) -> LabPage:
    """Return a page in which a notebook can be opened."""
    return new_page()


FAILED_BEFORE = pytest.StashKey[int]()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Note how many tests had failed before this one."""
    item.stash[FAILED_BEFORE] = item.session.testsfailed


def _cannot_be_tested(reason: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


MEASURED = pytest.StashKey[list[str]]()


@pytest.fixture
def measure(request: pytest.FixtureRequest) -> Callable[[str, float], None]:
    """Return a function that notes how long something took; it is printed at the end."""
    measured = request.config.stash.setdefault(MEASURED, [])

    def note(what: str, seconds: float) -> None:
        measured.append(f"{what}: {seconds:.2f} s")

    return note


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print what was measured."""
    measured = config.stash.get(MEASURED, [])
    if measured:
        terminalreporter.section("measured in the browser")
        terminalreporter.write("\n".join(measured) + "\n")
