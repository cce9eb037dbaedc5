from loom.dyes import Dye
from loom.steps import Knot, Step, Weave


def work(thread):
    for step in (Weave("a"), Knot("b")):
        step.run(Dye("red").soak(thread))
    return Step("c")
