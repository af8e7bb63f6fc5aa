"""Without a kill a rewritten cell does what it does without us."""

from __future__ import annotations

import ast
import builtins
import traceback

import pytest

from ckpt_magic.resume.runtime import Frame
from ckpt_magic.resume.transform import transform_cell
from tests.resume.cells import (
    Namespace,
    Quiet,
    namespace_of,
    run_in,
    run_plain,
    run_quiet,
    run_watched,
    runtime,
    seen,
)

CELLS = {
    "a generator of a map is let go by break": """
class Rows:
    def __init__(self, n): self.n = n; self.i = -1
    def __iter__(self): return self
    def __next__(self):
        self.i += 1
        if self.i < self.n: return self.i
        raise StopIteration
    def __del__(self): log.append('closed')
log = []
for n in range(3):
    for r in Rows(9):
        if r == 1: break
    log.append(('after', n))
del n, r
""",
    "a deleted target frees its object": """
class Big:
    def __init__(self, n): self.n = n
    def __del__(self): log.append(('freed', self.n))
log = []
for n in range(3):
    b = Big(n)
    for x in [b]:
        del b, x
        log.append(('after del', n))
    log.append(('end', n))
""",
    "a deleted target frees a generated object": """
class Big:
    def __init__(self, n): self.n = n
    def __del__(self): log.append(('freed', self.n))
log = []
for x in map(Big, range(3)):
    n = x.n
    del x
    log.append(('after del', n))
for x in map(Big, range(3)):
    n = x.n
    del x
    log.append(('after del', n))
    for y in range(2): log.append(y)
""",
    "an object is free after break": """
import weakref
class Big: pass
alive = []
for n in range(3):
    for obj in [Big()]:
        w = weakref.ref(obj)
        break
    del obj
    alive.append(w() is None)
for n in range(3):
    for obj in [Big()]:
        w = weakref.ref(obj)
        for q in range(2): pass
        break
    del obj
    alive.append(w() is None)
del w
""",
    "a manager's value is free when its name is deleted": """
import weakref
class Big: pass
class Manager:
    def __enter__(self): return Big()
    def __exit__(self, *error): log.append('left')
    def __del__(self): log.append('manager freed')
log = []
for n in range(2):
    with Manager() as big:
        w = weakref.ref(big)
        del big
        log.append(w() is None)
        for q in range(2): pass
    log.append('end')
del w
""",
    "a handled exception is free after its handler": """
import weakref
class Mine(Exception): pass
log = []
for n in range(2):
    try: raise Mine
    except Mine as e:
        w = weakref.ref(e)
        for q in range(2): log.append(w() is None)
    log.append(w() is None)
del w
""",
    "augmented assignment reads its target first": """
total = 0
def step(k):
    global total
    for j in range(2): total += 100
    return k
for k in range(3):
    total += 1 + step(k)
keys = iter('abcdef')
d = dict.fromkeys('abcdef', 0)
for k in range(3):
    d[next(keys)] += step(k)
""",
    "globals and dir show nothing of ours": """
seen_ = []
for i in range(3):
    seen_.append(sorted(n for n in globals() if n != '__builtins__'))
    seen_.append(sorted(dir()))
    for j in range(2): pass
""",
    "attributes made on demand are not asked for": """
class Curious:
    def __getattr__(self, name): log.append(name); raise AttributeError(name)
    def __enter__(self): return self
    def __exit__(self, *error): pass
    def __iter__(self): return self
    def __next__(self): raise StopIteration
log = []
for n in range(2):
    with Curious() as c:
        for x in c: pass
        for x in enumerate(Curious()): pass
del c
""",
    "names bound by a match stay": """
for p in [1, (2, 3)]:
    match p:
        case [a, b]:
            for i in range(2): a += b
        case int(n): pass
""",
    "a tuple that cannot be unpacked": """
for a, b in [(1, 2), (3,)]:
    for q in range(2): pass
""",
    "something that cannot be iterated": "for x in 3: pass",
    "something that cannot be entered": "with 3 as x:\n    for y in []: pass",
    "something that cannot be iterated asynchronously": "async for x in [1]: pass",
    "an iterator that fails": "for x in map(int, ['1', 'x']): pass",
    "a handler for the wrong thing": """
try:
    for i in range(2): raise ValueError(i)
except 3:
    for i in range(2): pass
""",
    "warnings shown once": """
import warnings
log = []
with warnings.catch_warnings():
    warnings.simplefilter('default')
    warnings.showwarning = lambda *a: log.append(str(a[0]))
    for i in range(3):
        warnings.warn('same')
        for j in range(2): pass
del __warningregistry__
""",
    "a string in the middle": "x = 1\n'text'\n'more'\nfor i in range(2): pass",
    "nothing": "",
}


@pytest.mark.parametrize("name", CELLS)
def test_a_rewritten_cell_does_the_same(name: str) -> None:
    """Namespace, order of effects and error are those of the cell as it is written."""
    plain, error = run_plain(CELLS[name])
    rewritten, rewritten_error, _ = run_quiet(CELLS[name])
    assert (seen(rewritten), rewritten_error) == (seen(plain), error)


@pytest.mark.parametrize("name", [name for name in CELLS if "warnings" not in name])
def test_counting_passes_changes_nothing(name: str) -> None:
    """A cell whose passes are counted does the same, too."""
    plain, error = run_plain(CELLS[name])
    namespace = namespace_of()
    done = transform_cell(ast.parse(CELLS[name]), mark_end=True)
    frame = Frame(done.skeleton, Quiet(namespace), [])
    frame.every = 1_000_000
    assert (run_in(frame, done, namespace), seen(namespace)) == (error, seen(plain))


class Looks:
    """Hooks that make a record at every point and throw it away."""

    def __init__(self, _: Namespace) -> None:
        self.count = 0

    def at_point(self, frame: Frame, point: int) -> None:
        self.count += 1
        frame.record(point)
        frame.iterations()

    def loop_begins(self, _iterable: object, _loop: object) -> None:
        """Let every loop begin."""

    def went_live(self) -> None:
        raise AssertionError("it is live from the start")


@pytest.mark.parametrize("name", [name for name in CELLS if "warnings" not in name])
def test_looking_at_a_frame_changes_nothing(name: str) -> None:
    """Making records keeps no object alive and moves no iterator."""
    plain, error = run_plain(CELLS[name])
    namespace, outcome, _, _ = run_watched(CELLS[name], None, Looks)
    assert (outcome, seen(namespace)) == (error, seen(plain))


def test_the_last_expression_keeps_its_value() -> None:
    """A last expression is still one, and evaluates to what it did."""
    done = transform_cell(ast.parse("for i in range(3): pass\ni * 10"), mark_end=True)
    namespace = namespace_of()
    *first, last = done.tree.body
    assert isinstance(last, ast.Expr)
    frame = Frame(done.skeleton, Quiet(namespace), [])
    with runtime(frame):
        exec(compile(ast.Module(first, []), "<cell>", "exec"), namespace)
        value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), namespace)
    assert (value, frame.end_reached) == (20, True)


def test_the_argument_is_left_as_it_is() -> None:
    """Rewriting a tree makes a new one."""
    module = ast.parse("for i in enumerate(x):\n    for j in i: pass")
    before = ast.dump(module, include_attributes=True)
    transform_cell(module, mark_end=True)
    assert ast.dump(module, include_attributes=True) == before


def test_tracebacks_have_the_lines_of_the_source() -> None:
    """An error in a rewritten cell points to the line that was written."""
    source = "a = 1\nfor i in range(2):\n    for j in range(2):\n        b = 2\n    1 / 0\n"
    namespace = namespace_of()
    done = transform_cell(ast.parse(source), mark_end=True)
    lines: list[int | None] = []
    with runtime(Frame(done.skeleton, Quiet(namespace), [])):
        try:
            exec(compile(done.tree, "<cell>", "exec"), namespace)
        except ZeroDivisionError as error:
            lines = [f.lineno for f in traceback.extract_tb(error.__traceback__)[1:]]
    assert lines == [5]


def test_future_imports_stay_first() -> None:
    """A cell that begins with one still compiles as a whole."""
    source = '"""Text."""\nfrom __future__ import annotations\nfor i in range(2): pass'
    compile(transform_cell(ast.parse(source), mark_end=True).tree, "<cell>", "exec")


def test_the_runtime_is_no_variable() -> None:
    """Generated code finds the runtime in the builtins, and nothing of it stays there."""
    namespace, _, _ = run_quiet("for i in range(2):\n    for j in range(2): pass")
    assert [name for name in namespace if "ckpt" in name] == []
    assert not hasattr(builtins, "__ckpt__")
