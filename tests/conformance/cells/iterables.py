"""One plain loop over each kind of iterable, with an inner loop in its body."""

from tests.conformance.cell import Cell, Want

SOURCE = """
out = []
for x in {iterable}:
    out.append(repr(x))
    for y in range(2):
        out.append(y)
"""


def _loop_over(name: str, iterable: str, setup: str = "", want: Want = Want.ANY) -> Cell:
    return Cell(
        name=f"it_{name}",
        source=SOURCE.replace("{iterable}", iterable),
        setup=(f"{setup}\n",) if setup else (),
        want=want,
    )


USER_SEQUENCE = """class Sq:
    def __getitem__(self, i):
        if i > 3: raise IndexError
        return i * i"""

USER_ITERATOR = """class It:
    def __init__(self, n): self.n = n; self.i = 0
    def __iter__(self): return self
    def __next__(self):
        self.i += 1
        if self.i > self.n: raise StopIteration
        return self.i"""

SENTINEL = """stack = [None, 1, 2, 3]
def pop(): return stack.pop()"""

CELLS = (
    _loop_over("list", "L", "L = [1, 2, 3, 4]", want=Want.EXACT),
    _loop_over("range_step", "range(10, 0, -3)", want=Want.EXACT),
    _loop_over("tuple", "(1, 2, 3)", want=Want.EXACT),
    _loop_over("str", '"héy!"', want=Want.EXACT),
    _loop_over("bytes", 'b"abc"', want=Want.EXACT),
    _loop_over("dict", "D", "D = dict(a=1, b=2, c=3)", want=Want.EXACT),
    _loop_over("dict_items", "D.items()", "D = dict(a=1, b=2, c=3)", want=Want.EXACT),
    _loop_over("dict_values", "D.values()", "D = dict(a=1, b=2, c=3)", want=Want.EXACT),
    _loop_over("reversed", "reversed(L)", "L = [1, 2, 3, 4]", want=Want.EXACT),
    _loop_over("enumerate", "enumerate(L, 5)", "L = [1, 2, 3, 4]", want=Want.EXACT),
    _loop_over("zip", 'zip(L, "abc", range(9))', "L = [1, 2, 3, 4]", want=Want.EXACT),
    _loop_over("map_lambda", "map(lambda x: x + 1, L)", "L = [1, 2, 3, 4]", want=Want.EXACT),
    _loop_over("filter", "filter(lambda x: x % 2, L)", "L = [1, 2, 3, 4, 5]", want=Want.EXACT),
    _loop_over("set_int", "S", "S = {3, 1, 2, 99}", want=Want.EXACT),
    _loop_over("frozenset", "S", "S = frozenset({3, 1, 2, 99})", want=Want.EXACT),
    _loop_over(
        "deque", "Q", "from collections import deque; Q = deque([1, 2, 3])", want=Want.EXACT
    ),
    _loop_over(
        "ordereddict",
        "O.items()",
        "from collections import OrderedDict; O = OrderedDict(a=1, b=2, c=3)",
    ),
    _loop_over(
        "counter",
        "C.most_common()",
        'from collections import Counter; C = Counter("abracadabra")',
        want=Want.EXACT,
    ),
    _loop_over("chain", 'itertools.chain(L, "ab")', "import itertools; L = [1, 2]"),
    _loop_over("chain_from", 'itertools.chain.from_iterable([[1, 2], "xy"])', "import itertools"),
    _loop_over("islice", "itertools.islice(itertools.count(5), 2, 8, 2)", "import itertools"),
    _loop_over("product", 'itertools.product(L, "ab")', "import itertools; L = [1, 2]"),
    _loop_over("permutations", 'itertools.permutations("abc", 2)', "import itertools"),
    _loop_over("combinations", "itertools.combinations(range(4), 2)", "import itertools"),
    _loop_over("accumulate", "itertools.accumulate([1, 2, 3])", "import itertools"),
    _loop_over(
        "takewhile", "itertools.takewhile(lambda x: x < 3, L)", "import itertools; L = [1, 2, 3, 4]"
    ),
    _loop_over(
        "dropwhile", "itertools.dropwhile(lambda x: x < 3, L)", "import itertools; L = [1, 2, 3, 4]"
    ),
    _loop_over("starmap", "itertools.starmap(pow, [(2, 3), (3, 2)])", "import itertools"),
    _loop_over("zip_longest", 'itertools.zip_longest("ab", [1, 2, 3])', "import itertools"),
    _loop_over("pairwise", "itertools.pairwise([1, 2, 3, 4])", "import itertools"),
    _loop_over("cycle_islice", 'itertools.islice(itertools.cycle("abc"), 5)', "import itertools"),
    _loop_over("repeat", 'itertools.repeat("r", 3)', "import itertools"),
    _loop_over("compress", 'itertools.compress("abcd", [1, 0, 1, 1])', "import itertools"),
    _loop_over("genexp", "(x * 2 for x in L if x != 2)", "L = [1, 2, 3, 4]"),
    _loop_over(
        "genexp_nested", 'enumerate((a + b for a, b in zip(L, "abcd")))', 'L = ["1", "2", "3"]'
    ),
    _loop_over(
        "nditer", "A", "import numpy as np; A = np.arange(6).reshape(3, 2)", want=Want.EXACT
    ),
    _loop_over("sorted", "sorted(S)", 'S = {"b", "a", "c"}', want=Want.EXACT),
    _loop_over("seq_protocol", "Sq()", USER_SEQUENCE),
    _loop_over("user_iterator", "It(4)", USER_ITERATOR),
    _loop_over("iter_sentinel", "iter(pop, None)", SENTINEL),
    _loop_over("string_io", "buf", 'import io; buf = io.StringIO("a\\nb\\nc\\n")'),
    _loop_over(
        "mapping_view_keys", 'D.keys() & {"a", "b"}', "D = dict(a=1, b=2, c=3)", want=Want.EXACT
    ),
)
