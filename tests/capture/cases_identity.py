# ruff: noqa: E501 (cells as dense as this say a case in one screen)
"""What must stay the same object, or the same class, in another process."""

from __future__ import annotations

from tests.capture.two_processes import Case

CASES = [
    Case(
        claim="global fn relinks to live ns",
        setup="""
counter=0
def bump():
    global counter; counter+=1
bump()
""",
        check="bump(); assert counter==2, counter",
    ),
    Case(
        claim="fn calls other fn (redefined later)",
        setup="""
def g(): return 1
def f(): return g()
""",
        check='exec("def g(): return 2", globals()); assert f()==2',
    ),
    Case(
        claim="shared nonlocal cell (2 closures)",
        setup="""
def mk():
    n=0
    def inc():
        nonlocal n; n+=1
    def get(): return n
    return inc,get
inc,get=mk(); inc()
""",
        check="inc(); assert get()==2, get()",
    ),
    Case(
        claim="recursive closure",
        setup="""
def mk():
    def fact(n): return 1 if n<2 else n*fact(n-1)
    return fact
fact=mk()
""",
        check="assert fact(5)==120",
    ),
    Case(
        claim="closure over container holding itself",
        setup="""
def mk():
    L=[]
    def f(): return len(L)
    L.append(f); L.append(L)
    return f,L
f,L=mk()
""",
        check="assert f()==2 and L[0] is f and L[1] is L; L.append(1); assert f()==3",
    ),
    Case(
        claim="instance class is ns class",
        setup="""
class A:
    k=1
    def m(self): return self.x+self.k
    def __init__(s): s.x=1
a=A(); al=[A() for _ in range(3)]
""",
        check="""
assert type(a) is A and all(type(q) is A for q in al) and a.m()==2; A.k=10; assert a.m()==11
""",
    ),
    Case(
        claim="instance of OLD class after redefinition",
        setup="""
class A:
    def v(s): return "old"
a=A()
class A:
    def v(s): return "new"
b=A()
""",
        check="""
assert a.v()=="old" and b.v()=="new" and type(b) is A and type(a) is not A
""",
    ),
    Case(
        claim="nested class + super()",
        setup="""
class B0:
    def h(s): return 1
class B1(B0):
    class In:
        z=5
    def h(s): return super().h()+1
b=B1(); i=B1.In()
""",
        check="assert b.h()==2 and type(i) is B1.In and isinstance(b,B0)",
    ),
    Case(
        claim="aliasing between variables",
        setup='p=[1]; q={"p":p}; r=(p,q)',
        check='assert q["p"] is p and r[0] is p',
    ),
    Case(
        claim="numpy view aliasing",
        setup="""
import numpy as np
big=np.zeros(1000); v=big[10:20]
""",
        check="v[0]=5; assert big[10]==5",
    ),
    Case(
        claim="pandas/np same array two names",
        setup="""
import numpy as np
x=np.zeros(5); y=x
""",
        check="y[0]=1; assert x[0]==1",
    ),
    Case(
        claim="arrays writable after restore",
        setup="""
import numpy as np
w=np.arange(10.)
""",
        check="w[0]=3",
    ),
    Case(
        claim="dataclass/slots/Enum/namedtuple",
        setup="""
import dataclasses,enum,collections
@dataclasses.dataclass(slots=True)
class DC:
    a:int=1
    b:list=dataclasses.field(default_factory=list)
class C(enum.Enum):
    R=1; G=2
NT=collections.namedtuple("NT","a b")
d=DC(2); e=C.G; n=NT(1,2)
""",
        check="""
assert d.a==2 and type(d) is DC and e is C.G and type(n) is NT and n.b==2 and DC()==DC(1,[])
""",
    ),
    Case(
        claim="ABC, Generic, metaclass, property",
        setup="""
import abc,typing
T=typing.TypeVar("T")
class Ab(abc.ABC):
    @abc.abstractmethod
    def q(s): ...
class Im(Ab, typing.Generic[T]):
    def q(s): return 1
    @property
    def pr(s): return 2
class M(type):
    def __len__(c): return 7
class W(metaclass=M): pass
x=Im(); w=W()
""",
        check="""
assert x.q()==1 and x.pr==2 and len(W)==7 and type(w) is W and isinstance(x,Ab)
""",
    ),
    Case(
        claim="bound method of ns instance",
        setup="""
class A:
    def __init__(s): s.n=0
    def inc(s): s.n+=1; return s.n
a=A(); bm=a.inc; bm()
""",
        check="bm(); assert a.n==2",
    ),
    Case(
        claim="lambda defaults, kwdefaults, attrs",
        setup="""
h=lambda x,y=[1],*,z=3: (x,y,z)
h.tag="t"; y0=h.__defaults__[0]
""",
        check='assert h(1)==(1,[1],3) and h.tag=="t" and h.__defaults__[0] is y0',
    ),
    Case(
        claim="lru_cache fn",
        setup="""
import functools
@functools.lru_cache
def cf(n): return n+1
cf(1)
""",
        check="assert cf(1)==2",
    ),
    Case(
        claim="partial/defaultdict(lambda)/deque",
        setup="""
import functools,collections
p=functools.partial(lambda a,b:a+b,1); dd=collections.defaultdict(lambda:[]); dd[1].append(2); dq=collections.deque([1,2],maxlen=5)
""",
        check="assert p(2)==3 and dd[9]==[] and dq.maxlen==5",
    ),
    Case(
        claim="iterators: enumerate/zip/list_iter",
        setup="""
it=enumerate([10,20,30]); next(it); li=iter([1,2,3]); next(li); z=zip([1,2],[3,4]); next(z)
""",
        check="assert next(it)==(1,20) and next(li)==2 and next(z)==(2,4)",
    ),
    Case(
        claim="iter(list) aliasing live list",
        setup="L=[1,2,3]; li=iter(L); next(li)",
        check="L.append(4); assert list(li)==[2,3,4]",
    ),
    Case(
        claim="dict iterator",
        setup="d={1:2,3:4}; di=iter(d); next(di)",
        check="assert next(di)==3",
    ),
    Case(
        claim="lock/RLock/Event/logger/re",
        setup="""
import threading,logging,re
l=threading.Lock(); rl=threading.RLock(); ev=threading.Event(); lg=logging.getLogger("x"); rx=re.compile("a+")
""",
        check="""
l.acquire(); rl.acquire(); ev.set(); assert lg is logging.getLogger("x") and rx.match("aa")
""",
    ),
    Case(
        claim="numpy Generator state",
        setup="""
import numpy as np
rng=np.random.default_rng(1); rng.random(3); nx=rng.bit_generator.state
""",
        check='assert rng.bit_generator.state["state"]==nx["state"]',
    ),
    Case(
        claim="weakref / WeakValueDictionary",
        setup="""
import weakref
class A: pass
a=A(); w=weakref.ref(a)
""",
        check="assert w() is a",
    ),
    Case(
        claim="mappingproxy/dict views/slice/ellipsis",
        setup="""
import types
d={1:2}; mp=types.MappingProxyType(d); kv=d.keys(); e=...; s=slice(1,2)
""",
        check="d[5]=6; assert mp[5]==6 and 5 in kv and e is ...",
    ),
    Case(
        claim="module + submodule attr",
        setup="import os.path as osp, json",
        check='assert osp.join("a","b")=="a/b" and json.loads("1")==1',
    ),
    Case(
        claim="exec-globals function shared dict",
        setup='G={"k":1}; exec("def ef():\\n    return k", G); ef=G["ef"]',
        check='G["k"]=5; assert ef()==5',
    ),
    Case(
        claim="class var instance cycle",
        setup="""
class S:
    inst=None
S.inst=S()
""",
        check="assert type(S.inst) is S",
    ),
    Case(
        claim="property/classmethod/staticmethod",
        setup="""
class A:
    @classmethod
    def c(cls): return cls
    @staticmethod
    def s(): return 3
a=A()
""",
        check="assert a.c() is A and A.s()==3",
    ),
    Case(
        claim="contextvar, itertools.count, range iter",
        setup="""
import itertools
cnt=itertools.count(5); next(cnt); ri=iter(range(10)); next(ri)
""",
        check="assert next(cnt)==6 and next(ri)==1",
    ),
    Case(
        claim="deep linked list 5000",
        setup="""
head=None
for _ in range(5000): head=[head]
""",
        check="""
n=0
h=head
while h is not None: h=h[0]; n+=1
assert n==5000
""",
    ),
    Case(
        claim="deep object chain 5000",
        setup="""
class N: pass
head=None
for _ in range(5000):
    n=N(); n.nxt=head; head=n
""",
        check="assert head.nxt.nxt is not None",
        before=(3, 12),  # C may not recurse that deep any more, whatever the stack
    ),
    Case(
        claim="exception w/ attrs",
        setup="""
try:
    1/0
except Exception as _e: ex=_e
""",
        check="assert isinstance(ex,ZeroDivisionError)",
    ),
    Case(
        claim="ufunc, dtype, np.vectorize",
        setup="""
import numpy as np
u=np.sin; dt=np.dtype([("a","i4")]); nv=np.vectorize(lambda x:x+1)
""",
        check='assert u is np.sin and dt.names==("a",) and nv([1])[0]==2',
    ),
]
