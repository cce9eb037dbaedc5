#!/usr/bin/env python3
"""Makes of a text file an array in C, so that it is in the program: embed.py NAME FILE HEADER. Writes to standard output."""

import pathlib
import sys

BYTES_A_LINE = 32


def array_of(name, text):
    data = text.encode()
    rows = [",".join(map(str, data[i : i + BYTES_A_LINE])) for i in range(0, len(data), BYTES_A_LINE)]
    return f"const unsigned char {name}[] = {{\n" + ",\n".join(rows) + f"\n}};\nconst size_t {name}_len = sizeof({name});\n"


def main(name, file, header):
    print(f'/* {pathlib.Path(file).name} as text: made by cli/embed.py. */\n#include "base/base.h"\n#include "{header}"\n')
    print(array_of(name, pathlib.Path(file).read_text(encoding="utf-8")), end="")


if __name__ == "__main__":
    main(*sys.argv[1:])
