"""Which names code binds and functions read."""

import ast

from ckpt_magic.resume.reads import names_bound, reads_of


def test_names_bound_are_those_of_the_cell_itself() -> None:
    """Targets, imports, handlers, captures and definitions; not the insides of functions."""
    source = (
        "import os.path as p, json\nfor i, (a, *b) in x:\n  with f() as g: pass\n"
        "try: pass\nexcept E as e: pass\nmatch q:\n  case {'k': v, **rest}: (w := 1)\n"
        "def h():\n  inner = 1\nclass C:\n  attribute = 2\n"
    )
    wanted = {"p", "json", "i", "a", "b", "g", "e", "v", "rest", "w", "h", "C"}
    assert names_bound(ast.parse(source).body) == wanted


def test_functions_read_names_on_behalf_of_their_callers() -> None:
    """A needed name may hide two calls away, or in a method."""
    namespace: dict[str, object] = {"__name__": "__main__"}
    exec(
        "def outer(): return inner()\ndef inner(): return client\n"
        "class C:\n  def m(self): return session",
        namespace,
    )
    assert reads_of("outer", namespace) == {"inner", "client"}
    assert "session" in reads_of("C", namespace)
