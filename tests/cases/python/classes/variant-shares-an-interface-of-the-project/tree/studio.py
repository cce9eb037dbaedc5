from paint.flat import FlatBrushFactory
from paint.round import RoundBrushFactory

brushes = [FlatBrushFactory().create_brush(1), RoundBrushFactory().create_brush(2)]
