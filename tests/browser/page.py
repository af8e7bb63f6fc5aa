"""A page of JupyterLab or Notebook 7 with one notebook open, as a person works with it.

Responsible for clicking and looking. Refuses to know what a test claims.
"""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.browser.server import TOKEN, JupyterServer
from tests.browser.story import LOAD, LOOP, SETUP, SHOW, Story, wait_until
from tests.browser.structure import findings

if TYPE_CHECKING:
    from playwright.sync_api import Error, Locator, Page, Route

SHOTS = Path(__file__).parent / "shots"
LIMIT_MS = 30_000
READY = """() => {
  const panel = window.jupyterapp?.shell?.currentWidget;
  const kernel = panel?.sessionContext?.session?.kernel;
  return !!kernel && kernel.connectionStatus === 'connected' && kernel.status === 'idle'
    && panel.context.isReady;
}"""
LOADED = "() => !!window.jupyterapp?.shell?.currentWidget?.context?.isReady"
OUTPUTS = (
    """(index) => jupyterapp.shell.currentWidget.content.widgets[index].model.outputs.toJSON()"""
)
OVER = """(index) => {
  const model = jupyterapp.shell.currentWidget.content.widgets[index].model;
  return (model.executionState ?? 'idle') === 'idle' && model.executionCount !== null;
}"""


class Application(StrEnum):
    """The two applications, by the beginning of the address of a notebook."""

    LAB = "lab/tree"
    NOTEBOOK = "notebooks"


class LabPage:
    """One browser tab with one notebook."""

    def __init__(self, page: Page, server: JupyterServer) -> None:
        self.page = page
        self.errors: list[str] = []
        """What was raised in our own code and caught by nobody."""
        self._server = server
        page.set_default_timeout(LIMIT_MS)
        page.on("pageerror", self._note_error)

    # Opening

    def open(self, path: str, application: Application = Application.LAB) -> None:
        """Open a notebook by its path below the server's root; return once it is shown."""
        reset = "&reset" if application is Application.LAB else ""
        self.page.goto(f"{self._server.url}/{application}/{path}?token={TOKEN}{reset}")
        self.wait_until_shown()

    def switch_to(self, path: str) -> None:
        """Show another notebook in the same page, opening it where it is not open yet."""
        self.command("docmanager:open", {"path": path})
        self.page.wait_for_function(
            "path => window.jupyterapp.shell.currentWidget?.context?.path === path", arg=path
        )
        self.wait_until_shown()

    def wait_until_shown(self) -> None:
        """Return once the notebook's cells are there; a kernel may still be missing."""
        self.page.wait_for_function(LOADED, timeout=60_000, polling=50)

    def wait_until_ready(self) -> None:
        """Return once the kernel is connected and idle: before, a cell that is run gets lost."""
        self.page.wait_for_function(READY, timeout=60_000, polling=50)

    def run_story(
        self, story: Story, items: int, application: Application = Application.LAB
    ) -> None:
        """Open the story's notebook and run it until so many rows are written."""
        self.open(story.address, application)
        self.begin_story(story, items)

    def begin_story(self, story: Story, items: int) -> None:
        """Run the cells of the story's notebook, which is open, until so many rows are written."""
        self.wait_until_ready()
        self.run_to_end(LOAD)
        self.run_to_end(SETUP)
        self.run(LOOP)
        wait_until(lambda: len(story.rows()) >= items, f"{items} rows")

    def save(self) -> None:
        """Save the notebook."""
        self.command("docmanager:save")

    # Cells

    def run(self, index: int) -> None:
        """Ask for one cell to be run; return at once."""
        self.page.evaluate(
            """index => {
              const notebook = jupyterapp.shell.currentWidget.content;
              notebook.deselectAll();
              notebook.activeCellIndex = index;
              void jupyterapp.commands.execute('notebook:run-cell');
            }""",
            index,
        )

    def run_to_end(self, index: int) -> str:
        """Run one cell and return what it shows once it has ended."""
        self.page.evaluate(
            """index => {
              const notebook = jupyterapp.shell.currentWidget.content;
              notebook.deselectAll();
              notebook.activeCellIndex = index;
              return jupyterapp.commands.execute('notebook:run-cell').then(() => null);
            }""",
            index,
        )
        return self.text(index)

    def is_over(self, index: int) -> bool:
        """Whether a cell was run and has ended."""
        over: bool = self.page.evaluate(OVER, index)
        return over

    def prompt(self, index: int) -> int | None:
        """The number beside a cell; ``None`` while it was not run to its end."""
        count: int | None = self.page.evaluate(
            "i => jupyterapp.shell.currentWidget.content.widgets[i].model.executionCount", index
        )
        return count

    def source(self, index: int) -> str:
        """The source of a cell as it now stands."""
        text: str = self.page.evaluate(
            "i => jupyterapp.shell.currentWidget.content.widgets[i].model.sharedModel.getSource()",
            index,
        )
        return text

    def edit(self, index: int, source: str) -> None:
        """Replace the source of a cell, as typing does."""
        self.page.evaluate(
            "([i, text]) => jupyterapp.shell.currentWidget.content.widgets[i]"
            ".model.sharedModel.setSource(text)",
            [index, source],
        )

    def delete(self, index: int) -> None:
        """Delete a cell."""
        self.page.evaluate(
            "i => { jupyterapp.shell.currentWidget.content.activeCellIndex = i;"
            " return jupyterapp.commands.execute('notebook:delete-cell') }",
            index,
        )

    def cell_ids(self) -> list[str]:
        """The ids of all cells, in order."""
        ids: list[str] = self.page.evaluate(
            "() => jupyterapp.shell.currentWidget.content.widgets.map(cell => cell.model.id)"
        )
        return ids

    def outputs(self, index: int) -> list[dict[str, Any]]:
        """The outputs of a cell as they would be saved."""
        found: list[dict[str, Any]] = self.page.evaluate(OUTPUTS, index)
        return found

    def text(self, index: int) -> str:
        """All text of a cell's outputs: printed, shown, and of errors."""
        return "\n".join(_text_of(output) for output in self.outputs(index))

    def wait_for_text(self, index: int, wanted: str) -> None:
        """Return as soon as a cell's outputs contain a text."""
        self.wait(lambda: wanted in self.text(index), f"{wanted!r} below cell {index}")

    def wait_for_the_end_of(self, story: Story, index: int = LOOP) -> None:
        """Return once the story's loop is done; require that it ended as if never killed."""
        self.wait(lambda: len(story.rows()) == story.items, f"{story.items} rows")
        self.wait_until_over(index)
        story.assert_complete()

    def wait_for_cell(self, source: str) -> int:
        """Return the place of the cell with this source as soon as there is one."""
        sources = "() => jupyterapp.shell.currentWidget.content.widgets.map(%s)"
        of_cell = "cell => cell.model.sharedModel.getSource()"
        self.wait(lambda: source in self.page.evaluate(sources % of_cell), "cell of this source")
        found: list[str] = self.page.evaluate(sources % of_cell)
        return found.index(source)

    def run_and_show(self, source: str) -> str:
        """Run a source in the last cell and return what it shows."""
        self.edit(SHOW, source)
        return self.run_to_end(SHOW)

    def wait_until_over(self, index: int) -> None:
        """Return as soon as a cell that runs has ended, well or not."""
        self.wait(lambda: self.is_over(index), f"end of cell {index}")

    # The kernel

    @property
    def kernel_id(self) -> str:
        """The id of the notebook's kernel."""
        found: str = self.page.evaluate(
            "() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.id"
        )
        return found

    @property
    def kernel_pid(self) -> int:
        """The process of the notebook's kernel."""
        return self._server.kernel_pid(self.kernel_id)

    def kill_kernel(self) -> None:
        """Kill the kernel's process with SIGKILL."""
        pid = self.kernel_pid
        os.kill(pid, signal.SIGKILL)

    def accept_that_it_died(self) -> None:
        """Press Ok in the application's own dialog about a kernel that died."""
        dialog = self.page.locator(".jp-Dialog", has_text="died")
        dialog.get_by_role("button", name="Ok").click()
        dialog.wait_for(state="detached")

    # What ckpt_magic shows

    @property
    def banner(self) -> Locator:
        """The banner above the notebook."""
        return self.page.locator(".jp-NotebookPanel:visible .ckpt-magic-Banner:visible")

    @property
    def panel(self) -> Locator:
        """The panel above the output of the running cell."""
        return self.page.locator(".ckpt-magic-panel")

    @property
    def status_item(self) -> Locator:
        """The item in the status bar."""
        return self.page.locator(".ckpt-magic-StatusItem")

    @property
    def side_panel(self) -> Locator:
        """The side panel with all operations."""
        return self.page.locator(".ckpt-magic-SidePanel")

    def operation(self, operation_id: str) -> Locator:
        """One operation in the side panel."""
        return self.side_panel.locator(f'.ckpt-magic-Operation[data-operation="{operation_id}"]')

    def button(self, name: str) -> Locator:
        """A button of the banner."""
        return self.banner.get_by_role("button", name=name, exact=True)

    def wait_until_offered(self, name: str) -> None:
        """Return once a button of the banner is there and can be pressed."""
        self.button(name).wait_for()
        self.wait(self.button(name).is_enabled, f"{name} that can be pressed")

    def press(self, name: str) -> None:
        """Press a button of the banner."""
        self.button(name).click()

    # The application

    def hold(self, address: re.Pattern[str]) -> Callable[[], None]:
        """Hold back what the page sends to an address; return the function that lets it go."""
        held: list[Route] = []
        released: list[bool] = []

        def decide(route: Route) -> None:
            if route.request.method == "POST" and not released:
                held.append(route)
            else:
                route.continue_()

        def release() -> None:
            self.wait(lambda: bool(held), f"request to {address.pattern}")
            released.append(True)
            for route in held:
                route.continue_()
            self.page.unroute(address)

        self.page.route(address, decide)
        return release

    def command(self, name: str, arguments: dict[str, Any] | None = None) -> None:
        """Execute a command and wait for its end."""
        self.page.evaluate(
            "([name, args]) => jupyterapp.commands.execute(name, args).then(() => null)",
            [name, arguments or {}],
        )

    def choose_in_palette(self, label: str) -> None:
        """Find a command in the palette by its label and execute it."""
        self.page.keyboard.press("Control+Shift+c")
        box = self.page.locator("#command-palette input, .lm-CommandPalette-input").first
        box.fill(label)
        self.page.locator(".lm-CommandPalette-itemLabel", has_text=label).first.click()

    def restart_kernel_from_the_menu(self) -> None:
        """Restart the kernel as a person does, and confirm."""
        self.page.get_by_role("menuitem", name="Kernel", exact=True).click()
        self.page.locator(".lm-Menu-itemLabel", has_text=re.compile("^Restart Kernel…$")).click()
        self.page.get_by_role("button", name="Confirm Kernel Restart").click()

    def rename(self, path: str, new_path: str) -> None:
        """Rename a file as the file browser does."""
        self.page.evaluate(
            "([path, to]) => jupyterapp.serviceManager.contents.rename(path, to).then(() => null)",
            [path, new_path],
        )

    def show_side_panel(self) -> None:
        """Open the side panel."""
        self.command("ckpt-magic:show-panel")
        self.side_panel.wait_for()

    def hide_left_panel(self) -> None:
        """Fold the file browser away."""
        self.page.evaluate("() => jupyterapp.shell.collapseLeft()")

    def theme(self, name: str) -> None:
        """Switch to a theme and wait until its colours are there."""
        self.command("apputils:change-theme", {"theme": name})
        self.page.wait_for_function(
            "name => document.body.dataset.jpThemeName === name", arg=name, polling=50
        )

    def shot(self, name: str) -> None:
        """Keep a picture of the page for people to look at."""
        SHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png")

    def look_at(self, name: str, *shown: Locator) -> None:
        """Keep a picture, and require that what is shown is whole and readable."""
        self.shot(name)
        for element in shown:
            wrong = findings(element)
            assert not wrong, f"{name}: {wrong}"

    def wait(self, is_true: Callable[[], bool], what: str) -> None:
        """Return as soon as something is true; the page lives on meanwhile."""
        deadline = time.monotonic() + LIMIT_MS / 1000
        while not is_true():
            assert time.monotonic() < deadline, f"no {what} within {LIMIT_MS} ms"
            self.page.wait_for_timeout(20)

    def _note_error(self, error: Error) -> None:
        if "ckpt-magic" in f"{error.stack}":
            self.errors.append(f"{error.message}\n{error.stack}")


def _text_of(output: dict[str, Any]) -> str:
    if output["output_type"] == "stream":
        return "".join(output["text"])
    if output["output_type"] == "error":
        return "\n".join(output["traceback"])
    return "".join(output["data"].get("text/plain", ""))
