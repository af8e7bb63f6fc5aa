# ruff: noqa: E501 (cells as dense as this say a case in one screen)
"""Functions, classes and exceptions."""

from __future__ import annotations

from tests.capture.two_processes import Case

CASES = [
    Case(
        claim="a subclass hook does not run again",
        setup="""
seen = []
class Base:
    def __init_subclass__(cls, **options): seen.append(cls.__name__)
class A(Base): pass
class B(A): pass
""",
        check="""
assert seen == ['A', 'B'], seen
assert Base.__subclasses__() == [A] and A.__subclasses__() == [B], Base.__subclasses__()
assert B.__mro__ == (B, A, Base, object) and type(B) is type
class C(B): pass
assert seen == ['A', 'B', 'C']
""",
    ),
    Case(
        claim="a subclass hook with slots and a built-in base does not run again",
        setup="""
seen = []
class Mixin:
    __slots__ = ()
    def __init_subclass__(cls): seen.append(cls.__name__)
class S(Mixin):
    __slots__ = ('a', '__b')
    def get(self): return self.__b
    def put(self, b): self.__b = b
class D(Mixin, dict): pass
s = S(); s.a = 1; s.put(2)
d = D(x=1)
""",
        check="""
assert seen == ['S', 'D'] and s.a == 1 and s.get() == 2 and d == {'x': 1} and type(d) is D
assert not hasattr(s, '__dict__')
""",
    ),
    Case(
        claim="set_name and the metaclass do not run again",
        setup="""
calls = []
class Field:
    def __set_name__(self, owner, name): calls.append(name); self.name = name
class Meta(type):
    def __new__(meta, name, bases, body): calls.append('new'); return super().__new__(meta, name, bases, body)
    def __init__(cls, *a): calls.append('init')
    def __call__(cls, *a): calls.append('call'); return super().__call__(*a)
class M(metaclass=Meta):
    f = Field()
m = M()
""",
        check="assert calls == ['new', 'f', 'init', 'call'] and type(M) is Meta and type(m) is M and M.f.name == 'f'",
    ),
    Case(
        claim="an own __new__ does not run again, a singleton stays one",
        setup="""
class Single:
    _one = None
    def __new__(cls, need):
        if cls._one is None: cls._one = super().__new__(cls)
        return cls._one
class Num(int):
    def __new__(cls, a, b):
        made = super().__new__(cls, a + b); made.parts = (a, b); return made
class Pair(tuple):
    def __new__(cls, a, b): return super().__new__(cls, (a, b))
s = Single(1); n = Num(3, 4); p = Pair(1, [2])
""",
        check="assert Single(2) is s is Single._one and n == 7 and n.parts == (3, 4) and type(n) is Num and p == (1, [2]) and type(p) is Pair",
    ),
    Case(
        claim="subclasses of containers come back without their constructors",
        setup="""
import collections
runs = []
class C(collections.Counter):
    def __init__(self, *a): runs.append('C'); super().__init__(*a)
class L(list):
    def __init__(self, a, b): runs.append('L'); super().__init__([a, b]); self.tag = 't'
    def append(self, x): runs.append('append'); super().append(x)
class S(set):
    def __init__(self, a): runs.append('S'); super().__init__([a])
class F(frozenset): pass
class Q(collections.deque):
    def __init__(self, n): runs.append('Q'); super().__init__([1, 2, 3], n)
class O(collections.OrderedDict):
    def __init__(self, a): runs.append('O'); super().__init__(a=a)
    def __setitem__(self, k, v): runs.append('set'); super().__setitem__(k, v)
class E(collections.defaultdict):
    def __init__(self): runs.append('E'); super().__init__(list)
c = C('abca'); l = L(1, 2); l2 = l; s = S('x'); f = F('ab'); q = Q(2); o = O(1); e = E(); e['k'].append(1)
l.me = l
before = list(runs)
""",
        check="""
assert runs == before and c['a'] == 2 and type(c) is C and list(l) == [1, 2] and l.tag == 't' and l.me is l is l2
assert s == {'x'} and f == frozenset('ab') and type(f) is F and list(q) == [2, 3] and q.maxlen == 2
assert o == {'a': 1} and type(o) is O and e['k'] == [1] and e['new'] == []
""",
    ),
    Case(
        claim="enumerations and flags of every kind stay singletons",
        setup="""
import enum
class Color(enum.Enum):
    R = 1; G = 2; ALIAS = 1
    def low(self): return self.name.lower()
class Perm(enum.Flag):
    R = enum.auto(); W = enum.auto()
class I(enum.IntEnum):
    A = 1
class T(enum.StrEnum):
    X = 'x'
class P(enum.Enum):
    EARTH = (1, 2)
    def __init__(self, a, b): self.a = a
def local():
    class L(enum.Enum):
        Q = 5
    return L
L = local(); q = L.Q; c = Color.G; both = Perm.R | Perm.W; d = {Color.R: 1}; a = I.A; t = T.X; e = P.EARTH
""",
        check="""
assert c is Color.G is Color(2) is Color['G'] and Color.ALIAS is Color.R and list(Color) == [Color.R, Color.G]
assert both == Perm.R | Perm.W and Perm.R in both and d[Color.R] == 1 and Color.R.low() == 'r'
assert a is I.A and a == 1 and t is T.X and t == 'x' and e is P.EARTH and e.a == 1 and q is L.Q
""",
    ),
    Case(
        claim="abstract classes keep their registry, generic classes their parameters",
        setup="""
import abc, typing
T = typing.TypeVar('T')
class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...
@Shape.register
class Odd: pass
class Box(typing.Generic[T]):
    def __init__(self, x: T): self.x = x
class IntBox(Box[int]): pass
class Named(typing.Protocol):
    name: str
class Row(typing.NamedTuple):
    a: int
    b: list = []
class Movie(typing.TypedDict):
    title: str
b = IntBox(3); r = Row(1); alias = Box[str]
""",
        check="""
assert issubclass(Odd, Shape) and isinstance(Odd(), Shape) and Box.__parameters__ == (T,) and type(b) is IntBox
try: Shape(); raise SystemError
except TypeError: pass
assert IntBox.__orig_bases__[0].__origin__ is Box and alias.__origin__ is Box
assert r._replace(a=2).a == 2 and Row(5).b is r.b and Movie(title='x') == {'title': 'x'}
""",
    ),
    Case(
        claim="dataclasses with slots, defaults and sentinels work on",
        setup="""
import dataclasses
NOTHING = object()
@dataclasses.dataclass(slots=True)
class P:
    x: int
    y: list = dataclasses.field(default_factory=list)
    z: object = NOTHING
@dataclasses.dataclass(frozen=True, order=True)
class F:
    k: int
p = P(1); f = F(2); missing = dataclasses.MISSING
""",
        check="""
assert p == P(1) and P(3).z is NOTHING and p.y is not P(1).y and f < F(3) and f in {F(2)}
assert [x.name for x in dataclasses.fields(p)] == ['x', 'y', 'z'] and missing is dataclasses.MISSING
assert dataclasses.replace(f, k=9).k == 9
""",
    ),
    Case(
        claim="singledispatch, cached_property, partialmethod and super work on",
        setup="""
import functools
@functools.singledispatch
def show(x): return 'any'
@show.register
def _(x: int): return 'int'
@functools.wraps(show)
def wrapped(x): return show(x)
class A:
    runs = 0
    @functools.cached_property
    def slow(self): A.runs += 1; return 5
    def add(self, a, b): return a + b
    inc = functools.partialmethod(add, 1)
    def who(self): return 'A'
class B(A):
    def who(self): return super().who() + 'B'
    @property
    def up(self): return __class__
a = A(); a.slow; b = B()
""",
        check="""
assert show('x') == 'any' and show(1) == 'int' and wrapped(1) == 'int'
assert a.slow == 5 and A.runs == 1 and A().slow == 5 and A.runs == 2 and a.inc(2) == 3 and b.who() == 'AB' and b.up is B
""",
    ),
    Case(
        claim="state of functions shares objects with the data",
        setup="""
shared = []
def f(x=shared, *, y=shared): return x
f.calls = shared
class K:
    rows = shared
    count = 0
K.count = 7
""",
        check="assert f() is shared and f.calls is shared and f.__kwdefaults__['y'] is shared and K.rows is shared and K.count == 7",
    ),
    Case(
        claim="decorated functions and methods share their cells",
        setup="""
import functools
def counted(function):
    n = 0
    @functools.wraps(function)
    def call(*a):
        nonlocal n; n += 1; call.n = n
        return function(*a)
    return call
@counted
def f(x): return x
class A:
    @counted
    def m(self): return type(self)
a = A(); f(1); f(2); a.m(); bound = a.m; raw = A.m
""",
        check="assert f(3) == 3 and f.n == 3 and a.m() is A and A.m.n == 2 and bound() is A and raw is A.m and raw.n == 3",
    ),
    Case(
        claim="exceptions keep attributes, notes, cause and context without their constructor",
        setup="""
class HTTPError(Exception):
    def __init__(self, code, text):
        super().__init__(f'{code}: {text}'); self.code = code
try:
    try: {}['k']
    except KeyError as k: raise HTTPError(404, 'no') from k
except HTTPError as caught: error = caught
error.add_note('row 1')
try: open('/does/not/exist')
except OSError as caught: missing = caught
try: 'x'.encode('ascii') if 0 else 'é'.encode('ascii')
except UnicodeError as caught: coding = caught
group = ExceptionGroup('g', [ValueError(1), error])
stop = StopIteration(5)

""",
        check="""
assert type(error) is HTTPError and error.code == 404 and error.args == ('404: no',) and error.__notes__ == ['row 1']
assert type(error.__cause__) is KeyError and error.__context__ is error.__cause__ and error.__suppress_context__
assert missing.errno == 2 and missing.filename == '/does/not/exist' and type(missing) is FileNotFoundError
assert coding.start == 0 and coding.object == 'é' and group.exceptions[1] is error and stop.value == 5
assert any('traceback' in text for text in notices)
""",
    ),
    Case(
        claim="__getstate__ and __reduce__ of a class are honoured and told",
        setup="""
class G:
    def __init__(self): self.a = 1; self.cache = {}
    def __getstate__(self): return {'a': self.a}
class R:
    def __init__(self, x): self.x = x
    def __reduce__(self): return R, (self.x,)
g = G(); r = R(3)
""",
        check="assert g.a == 1 and not hasattr(g, 'cache') and r.x == 3 and sum('by itself' in n for n in notices) == 2",
    ),
    Case(
        claim="a cache of results comes back empty, and that is told",
        setup="""
import functools
runs = []
@functools.lru_cache(maxsize=4)
def f(n): runs.append(n); return n
f(1)
""",
        check="assert f(1) == 1 and runs == [1, 1] and f.cache_parameters()['maxsize'] == 4 and any('cached' in n for n in notices)",
    ),
    Case(
        claim="what refuses is named with the way to it, and costs only its variable",
        setup="""
import socket, threading, sqlite3
class Session: pass
s = Session(); s.sock = socket.socket()
client = {'session': s}
t = threading.Thread(target=print)
db = sqlite3.connect(':memory:')
cur = db.cursor()
gen = (x for x in 'ab')
rows = [1]
""",
        check="""
assert rows == [1] and set(skipped) == {'s', 'client', 't', 'db', 'cur', 'gen'}, skipped
assert skipped['client'].startswith("client['session'].sock: socket.socket"), skipped['client']
assert 'client' not in globals() and 'generator' in skipped['gen']
""",
    ),
    Case(
        claim="a value that cannot be loaded is left out beforehand",
        setup="""
class Bad:
    def __reduce__(self): return int, ('x',)
bad = Bad(); good = [1]
""",
        check="assert 'bad' in skipped and 'loaded' in skipped['bad'] and good == [1]",
    ),
]
