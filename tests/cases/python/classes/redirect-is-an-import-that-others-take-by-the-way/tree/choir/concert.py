from choir.program import PartFactory, print_program


def sing(voices):
    print_program(voices)
    return PartFactory()
