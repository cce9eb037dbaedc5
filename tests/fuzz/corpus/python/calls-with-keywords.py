f(ship=1, pilot=None, notes={"a": 1,}, cargo="tea")
g(a, *b, ship=lambda x, y: x, **c)
h(
    vessel=x,  # the ship
    notes={
        "a": 1,
    },
    pilot=y.pilot,
    metadata=a or {},
)
i(notes={k: v for k, v in x}, b=1, c=2, d=f"{x}, {y!r}")
j(x for x in y)
k(metadata=await z(), trace='''
)''')
