"""Films the picture of the README in a real browser: ``python -m tests.readme_animation``.

A loop runs in JupyterLab, its kernel gets a real ``kill -9``, the banner comes, one click on
*Resume*, and the loop runs to its end: `.readme/story.webp`, made of pictures of the page.
"""

from __future__ import annotations

import io
import shutil
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, sync_playwright

from tests.browser.conftest import BROWSERS, FLAGS
from tests.browser.notebooks import write_notebook
from tests.browser.page import LabPage
from tests.browser.server import JupyterServer

PICTURE = Path(__file__).parent.parent / ".readme" / "story.webp"
MAX_BYTES = 600_000
WINDOW = {"width": 920, "height": 600}
CELLS = [
    "%load_ext ckpt_magic",
    """\
import random, time
movies = range(300)
def process(movie):
    time.sleep(0.02)
    return movie, random.random()""",
    """\
%%checkpointed --name export_movies --interval 1s
rows = []
for movie in movies:
    rows.append(process(movie))""",
    "len(rows), rows[-1][0]",
]
LOOP, RESULT = 2, 3

OVERLAY = """
const text = document.createElement('div');
text.id = 'film-text';
text.style.cssText = 'position:fixed; left:0; right:0; bottom:0; z-index:99999; padding:9px 18px;'
  + 'background:#1f2328; color:#fff; font:600 16px "DejaVu Sans", sans-serif';
const pointer = document.createElement('div');
pointer.id = 'film-pointer';
pointer.style.cssText = 'position:fixed; z-index:100000; pointer-events:none; display:none';
pointer.innerHTML = '<svg width="20" height="28" viewBox="0 0 20 28"><path d="M1 1v21l5.5-5 3.8 9 '
  + '3.6-1.6-3.8-8.7H18z" fill="#000" stroke="#fff" stroke-width="1.6"/></svg>';
document.body.append(text, pointer);
"""


@dataclass(slots=True)
class Film:
    """Pictures of a page, each with how long it is to be seen, in milliseconds."""

    lab: LabPage
    frames: list[Image.Image] = field(default_factory=list)
    durations_ms: list[int] = field(default_factory=list)

    def say(self, text: str) -> None:
        """Write a line below the picture."""
        self.lab.page.evaluate(
            "text => document.getElementById('film-text').textContent = text", text
        )

    def point_at(self, target: Locator) -> None:
        """Put the pointer onto an element."""
        box = target.bounding_box()
        assert box is not None
        self.lab.page.evaluate(
            """([x, y]) => Object.assign(document.getElementById('film-pointer').style,
              { left: x + 'px', top: y + 'px', display: 'block' })""",
            [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2],
        )

    def lift_pointer(self) -> None:
        """Take the pointer away."""
        self.lab.page.evaluate(
            "() => { document.getElementById('film-pointer').style.display = 'none' }"
        )

    def take(self, shown_ms: int) -> None:
        """Take one picture."""
        picture = self.lab.page.screenshot(animations="disabled", caret="hide")
        self.frames.append(Image.open(io.BytesIO(picture)).convert("RGB"))
        self.durations_ms.append(shown_ms)

    def take_while_it_runs(self, count: int, pause_s: float = 0.35) -> None:
        """Take some pictures, with time between them for the loop."""
        for _ in range(count):
            self.take(280)
            time.sleep(pause_s)

    def save(self) -> int:
        """Write the animation; return its size in bytes."""
        first, *others = self.frames
        made = io.BytesIO()
        first.save(
            made,
            format="WEBP",
            save_all=True,
            append_images=others,
            duration=self.durations_ms,
            loop=0,
            lossless=True,
            quality=100,
            method=3,  # more effort takes minutes and saves little
        )
        return PICTURE.write_bytes(made.getvalue())


def main() -> None:
    """Film the story and write the picture."""
    executable = next(filter(None, map(shutil.which, BROWSERS)))
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        server = JupyterServer(Path(place))
        try:
            server.start()
            browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
            lab = LabPage(browser.new_page(viewport=WINDOW), server)
            film = _filmed(lab, server)
            browser.close()
        finally:
            server.kill()
    size = film.save()
    assert size <= MAX_BYTES, f"{size} bytes are too many"
    print(f"{PICTURE.name}: {len(film.frames)} pictures, {size} bytes")


def _filmed(lab: LabPage, server: JupyterServer) -> Film:
    write_notebook(server.root / "movies.ipynb", CELLS)
    lab.open("movies.ipynb")
    lab.wait_until_ready()
    lab.hide_left_panel()
    lab.page.evaluate(f"() => {{ {OVERLAY} }}")
    for index in range(LOOP):
        lab.run_to_end(index)
    film = Film(lab)
    _run_and_kill(lab, film)
    _resume(lab, film)
    return film


def _run_and_kill(lab: LabPage, film: Film) -> None:
    film.say("A long loop with %%checkpointed over its cell")
    lab.run(LOOP)
    lab.panel.wait_for()
    time.sleep(0.5)
    film.take_while_it_runs(8)
    film.say("kill -9: the kernel is gone")
    lab.kill_kernel()
    film.take(1200)
    lab.wait_until_offered("Resume")
    lab.accept_that_it_died()


def _resume(lab: LabPage, film: Film) -> None:
    film.say("One click on Resume, in a kernel in which nothing was run yet")
    film.take(900)
    resume = lab.banner.get_by_role("button", name="Resume", exact=True)
    film.point_at(resume)
    film.take(1100)
    resume.click()
    lab.panel.wait_for()
    film.say("It goes on exactly where the last checkpoint was")
    film.lift_pointer()
    while not lab.is_over(LOOP):
        film.take_while_it_runs(1)
    film.say("… and ends as if nothing had happened")
    lab.run_to_end(RESULT)
    film.take(3000)


if __name__ == "__main__":
    main()
