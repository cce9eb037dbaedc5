from typing import overload

class Shape:
    corners: int
    def __init__(self, corners: int) -> None: ...

@overload
def make_shape(kind: int) -> Shape: ...
@overload
def make_shape(kind: str) -> Shape: ...
