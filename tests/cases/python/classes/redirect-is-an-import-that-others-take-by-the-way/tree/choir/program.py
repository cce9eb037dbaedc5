from choir.parts import PartFactory


def print_program(voices):
    parts = PartFactory()
    for voice in voices:
        print(parts.create(voice))
