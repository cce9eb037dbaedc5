from paint.base import Brush, BrushMaker


class FlatBrushFactory(BrushMaker):
    def create_brush(self, size):
        brush = Brush(size)
        brush.shape = "flat"
        return brush
