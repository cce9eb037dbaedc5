from kitchen.soup import SoupFactory

type Maker = SoupFactory | None


class Pot[T]:
    def create[S](self, size: S) -> T: ...


def make_pot[T](kind: type[T]) -> Pot[T]:
    return Pot()
