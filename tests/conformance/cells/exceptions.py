"""Cells about exceptions: pending in a handler, kept in variables."""

from tests.conformance.cell import Cell, Want

CELLS = (
    Cell(
        name="handler_rebinds_name",
        source=r"""
log = []
try:
    1 / 0
except ZeroDivisionError as e:
    e = 'mine'
    for j in range(3): log.append((j, str(e)))
""",
    ),
    Cell(
        name="exception_cause_context_notes",
        want=Want.EXACT,
        source=r"""
errors = []
for i in range(4):
    try:
        try: {}[i]
        except KeyError as k: raise ValueError(i) from k
    except ValueError as e:
        e.add_note(f'row {i}')
        errors.append(e)
    for q in range(2): pass
causes = [(type(e.__cause__).__name__, type(e.__context__).__name__,
           e.__suppress_context__, e.__notes__) for e in errors]
""",
    ),
    Cell(
        name="exception_kept_traceback",
        source=r"""
import traceback
errors = []
for i in range(3):
    try: 1 / 0
    except ZeroDivisionError as e: errors.append(e)
lines = [e.__traceback__ is not None for e in errors]
""",
    ),
    Cell(
        name="exception_own_signature",
        want=Want.EXACT,
        setup=(
            r"""
class HTTPError(Exception):
    def __init__(self, code, msg):
        super().__init__(f'{code}: {msg}')
        self.code = code
""",
        ),
        source=r"""
errors = []
for i in range(4):
    try: raise HTTPError(400 + i, 'nope')
    except HTTPError as e: errors.append(e)
codes = [e.code for e in errors]
""",
    ),
    Cell(
        name="raise_bare_in_callee",
        source=r"""
log = []
def again():
    for j in range(2): log.append(j)
    raise
for i in range(2):
    try:
        try: int('x')
        except ValueError: again()
    except ValueError as e: log.append(str(e))
""",
    ),
    Cell(
        name="sys_exc_info_in_handler_loop",
        source=r"""
import sys
log = []
for i in range(2):
    try: {}['k']
    except KeyError:
        for j in range(2): log.append((sys.exc_info()[0].__name__, sys.exc_info()[1].args))
    log.append(sys.exc_info()[0])
""",
    ),
)
