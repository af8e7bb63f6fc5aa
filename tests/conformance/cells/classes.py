"""Cells about classes and their instances."""

from tests.conformance.cell import Cell, Want

CELLS = (
    Cell(
        name="slots_enum_dataclass",
        source=r"""
import enum, dataclasses, typing
class Color(enum.Enum): R = 1; G = 2
@dataclasses.dataclass
class P: x: int; tags: list = dataclasses.field(default_factory=list)
class S:
    __slots__ = ('a', 'b')
class T(typing.NamedTuple): u: int; v: str = 'd'
ps = []; s = S(); s.a = 0
for i in range(3):
    ps.append(P(i, [Color.R])); s.a += i; t = T(i)
    last = Color.G
ok = ps[0].tags[0] is Color.R and isinstance(t, T) and last is Color(2)
sa = s.a; del s
""",
    ),
    Cell(
        name="lru_cache_and_partial",
        source=r"""
import functools
calls = []
@functools.lru_cache(None)
def f(n): calls.append(n); return n * 2
add = functools.partial(pow, 2)
out = []
for i in range(4): out.append((f(i // 2), add(i)))
del f
""",
    ),
    Cell(
        name="class_registry_init_subclass",
        want=Want.EXACT,
        source=r"""
class Base:
    registry = []
    def __init_subclass__(cls, **k): Base.registry.append(cls.__name__)
class A(Base): pass
class B(Base): pass
out = []
for i in range(3):
    out.append(list(Base.registry))
names = [c.__name__ for c in Base.__subclasses__()]
""",
    ),
    Cell(
        name="abc_register_singledispatch",
        source=r"""
import abc, functools
class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...
Shape.register(int)
@functools.singledispatch
def show(x): return 'obj'
@show.register
def _int(x: int): return f'int {x}'
out = []
for i in range(3):
    out.append((isinstance(5, Shape), show(i), show('s')))
del show, _int
""",
    ),
    Cell(
        name="dataclass_slots_cached_property",
        source=r"""
import dataclasses, functools, enum
@dataclasses.dataclass(slots=True, order=True)
class P:
    x: int
    tags: list = dataclasses.field(default_factory=list)
class Q:
    n = 0
    @functools.cached_property
    def v(self): Q.n += 1; return [Q.n]
    def __set_name__(self, o, n): pass
class F(enum.Flag):
    A = enum.auto(); B = enum.auto()
    @property
    def low(self): return self.name.lower()
q = Q(); keep = q.v; ps = []; f = F.A
for i in range(3):
    ps.append(P(i)); f |= F.B
    ps[0].tags.append((q.v is keep, f == F.A | F.B, F.A.low))
ok = (sorted(ps)[0].tags, Q.n); del ps
""",
    ),
    Cell(
        name="singleton_new",
        want=Want.EXACT,
        source=r"""
class One:
    inst = None
    def __new__(cls):
        if cls.inst is None: cls.inst = super().__new__(cls); cls.inst.n = 0
        return cls.inst
s = One(); out = []
for i in range(3):
    One().n += 1
    out.append((One() is s, s.n))
""",
    ),
    Cell(
        name="user_getstate_drops_cache",
        source=r"""
class Cache:
    def __init__(self): self.d = {}; self.misses = 0
    def get(self, k):
        if k not in self.d: self.misses += 1; self.d[k] = k * k
        return self.d[k]
    def __getstate__(self): return {'misses': self.misses}
    def __setstate__(self, s): self.__dict__.update(s); self.d = {}
c = Cache(); out = []
for i in range(4): out.append(c.get(i % 2))
n = c.misses
""",
    ),
    Cell(
        name="lru_cache_kept",
        source=r"""
import functools
calls = []
@functools.lru_cache(None)
def f(n): calls.append(n); return n * 2
out = []
for i in range(6): out.append(f(i % 2))
info = f.cache_info().misses; del f
""",
    ),
)
