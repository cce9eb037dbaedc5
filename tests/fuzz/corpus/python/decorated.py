@app.get("/tickets/{id}")
@cache
def ticket(id): return tickets.make_ticket(id)

@overload
def pick(a: int) -> int: ...
@overload
def pick(a: str) -> str: ...
def pick(a): return a

class Tickets(abc.ABC, typing.Protocol["T"]):
    """Obsolete; use Desk instead."""
    __slots__ = ()
    @abc.abstractmethod
    def create(self): raise NotImplementedError
    @staticmethod
    def new(): warnings.warn("old", DeprecationWarning, stacklevel=2); return Desk()
    @contextlib.contextmanager
    def scope(self):
        try:
            yield self.create()
        finally:
            self.close()
    make = create
type Alias[T] = list[T]
def generic[T: int](x: T) -> T: return x
lazy = lambda *a, **k: (yield)
print >>sys.stderr, "two"
exec "code"
