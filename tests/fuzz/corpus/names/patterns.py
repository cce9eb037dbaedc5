match lamp:
    case Light(watts=0, rim=r) | {"rim": r, **rest} if r:
        pass
    case [1, *others, _] as whole:
        pass
    case mod.DARK | -1 | 2 + 3j:
        pass
try:
    pass
except* (Dim, Dark) as failed:
    raise failed
match = case = type = 1
match.case = type
print >>match, case
