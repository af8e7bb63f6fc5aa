"""Cells about branches around loops: `if`, `try`, `match`."""

from tests.conformance.cell import Cell, Want

CELLS = (
    Cell(
        name="if_elif_else",
        want=Want.EXACT,
        source=r"""
log = []
for i in range(5):
    if i == 0:
        log.append('zero')
    elif i % 2:
        for j in range(2):
            log.append(('odd', i, j))
    elif i == 2:
        log.append('two')
    else:
        for j in range(3):
            log.append(('even', i, j))
    log.append('next')
""",
    ),
    Cell(
        name="if_condition_changes",
        want=Want.EXACT,
        source=r"""
flag = True
log = []
calls = []
def cond():
    calls.append(1)
    return flag
if cond():
    for i in range(3):
        flag = False          # condition would now be false
        log.append(i)
    log.append('body end')
else:
    log.append('WRONG')
""",
    ),
    Cell(
        name="try_except_finally",
        want=Want.EXACT,
        source=r"""
log = []
for i in range(4):
    try:
        for j in range(2):
            log.append((i, j))
            if i == 2: raise ValueError(i)
    except ValueError as e:
        log.append(('caught', str(e)))
    else:
        for z in range(2): log.append(('else', z))
    finally:
        log.append('finally')
""",
    ),
    Cell(
        name="loop_in_handler",
        want=Want.EXACT,
        source=r"""
log = []
class MyErr(Exception):
    def __init__(self, a, b=0): super().__init__(a); self.b = b
for i in range(3):
    try:
        log.append(('try', i))
        raise MyErr('boom', b=i)
    except KeyError:
        log.append('WRONG')
    except MyErr as e:
        for j in range(3):
            log.append((e.args, e.b, j))
    log.append('e' in globals())
""",
    ),
    Cell(
        name="reraise_from_handler",
        want=Want.EXACT,
        source=r"""
log = []
try:
    try:
        1 / 0
    except ZeroDivisionError:
        for j in range(3): log.append(j)
        raise
except ZeroDivisionError as e:
    msg = str(e)
""",
    ),
    Cell(
        name="except_star",
        want=Want.EXACT,
        source=r"""
log = []
for i in range(3):
    try:
        for j in range(2):
            log.append((i, j))
        if i == 1: raise ExceptionGroup('g', [ValueError(1), KeyError(2)])
    except* ValueError as eg:
        log.append(len(eg.exceptions))
    except* KeyError as eg:
        log.append('key')
""",
    ),
    Cell(
        name="match",
        want=Want.EXACT,
        source=r"""
log = []
for cmd in [('go', 2), {'stop': 1}, 7, 'x']:
    match cmd:
        case ('go', n) if n > 1:
            for i in range(n): log.append(('go', i, n))
        case {'stop': v}:
            log.append(('stop', v))
        case int(k):
            for i in range(3): log.append(('int', k, i))
        case _:
            log.append('other')
""",
    ),
    Cell(
        name="match_class_and_binding",
        source=r"""
import dataclasses
@dataclasses.dataclass
class P:
    x: int
    y: int
log = []
for p in [P(1, 2), [1, 2, 3], {'a': 1, 'b': 2}]:
    match p:
        case P(x=px, y=2):
            px = px * 10
            for i in range(2): log.append((px, i))
        case [first, *others]:
            others.append(first)
            for o in others: log.append(o)
        case {'a': _, **kw}:
            while kw:
                log.append(kw.popitem())
                for q in range(2): log.append(q)
""",
    ),
    Cell(
        name="return_in_try_finally",
        setup=(
            r"""
log = []
def f(n):
    for i in range(5):
        try:
            for j in range(2):
                if i == n: return ('ret', i, j)
                log.append((i, j))
        finally:
            log.append(('fin', i))
            for z in range(2): log.append(('z', z))
    return 'end'
""",
        ),
        source=r"""
out = [f(3), f(9)]
log2 = list(log)
""",
    ),
    Cell(
        name="continue_break_in_finally_with",
        source=r"""
import contextlib
log = []
@contextlib.contextmanager
def cm(n):
    log.append(('in', n))
    try: yield n
    except ValueError: log.append('swallowed')
    finally: log.append(('out', n))
for i in range(4):
    with cm(i) as c, cm(i + 10):
        for j in range(3):
            if j == 1 and i == 1: break
            if i == 2: raise ValueError
            log.append((i, j))
        else:
            log.append('else')
            continue
        log.append('not else')
""",
    ),
    Cell(
        name="while_condition_calls_function",
        source=r"""
calls = []
def more(k):
    for j in range(2): calls.append((k, j))
    return k < 3
k = 0
while more(k):
    k += 1
    for j in range(2): calls.append('body')
""",
    ),
    Cell(
        name="iter_target_starred_and_nested",
        source=r"""
out = []
d = {'k': [0, 0]}
for i, (d['k'][0], *rest) in enumerate([(1, 2, 3), (4,), (5, 6)]):
    for rest[len(rest):], q in [([i], 1)]:
        out.append((i, list(rest), dict(d), q))
""",
    ),
)
