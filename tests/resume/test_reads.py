"""Which names code reads and binds, from its source."""

import ast

from ckpt_magic.resume.reads import names_bound, names_read, with_names_read_by_functions


def test_names_read_are_found_inside_functions_and_comprehensions_too() -> None:
    """Anything loaded anywhere counts; what is only stored does not."""
    body = ast.parse("def f(): return client.get(u)\nrows = [g(x) for x in data]").body
    assert {"client", "u", "g", "data"} <= names_read(body)
    assert "rows" not in names_read(body)


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
    found = with_names_read_by_functions(frozenset({"outer", "C"}), namespace)
    assert {"inner", "client", "session"} <= found
