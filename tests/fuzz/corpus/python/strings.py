A = r'raw \' one' "two" b'three' rb"""four
def not_a_def(): pass
""" f"five {x!r} {'six' + f'{seven}'} {{eight}}"
B = '''import nothing
from nowhere import no_one''' \
    "and on"
C = [ # a comment with ( and '
    "unbalanced ) in a string",
    'class X:', """
class Y: pass
"""]
D = u"\N{BULLET}" + "\
continued"
E = f"""{
    (lambda: "class Z: pass")()
}"""
F = f'{A:{"{"}}' if False else 'x'
