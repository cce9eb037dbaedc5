type Row[K] = dict[K, "V"]
type Cell = "Row[int]"
type(Row).cells = "no type"
class Box[T: "Lid", *Ts, **P]:
    def open[U: (A, B)](self, x: T, y=lambda q: q) -> "tuple[T, U, *Ts]": return x
cast("Lid", Box); TypeVar("T", A, "B", bound="C")
kind: Literal["open"]; size: Annotated["Lid", "cm"]; alias: TypeAlias = "Box"
odd: "no type at all"; other: '''
  Lid'''; deep: 'List["Dict[str, \'Lid\']"]'
