from paint.base import Brush, BrushMaker


class RoundBrushFactory(BrushMaker):
    def create_brush(self, size):
        if size < 2:
            size = 2
        made = Brush(size * 2)
        made.shape = "round"
        made.hair = "soft"
        return made
