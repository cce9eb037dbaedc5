lamp (  # why
    'a, b', r'\n',
    f'{x, ")"}', lambda p, q=(1, 2): p,
    watts = 3, *rest, **more,
)
a,
b = shine(x
          , y := 2)
if lamp: shine(); dim()
@plug(
    1,
)
# between

@socket
def cord(): return lamp \
    (1)
