#!/usr/bin/env python3
"""Checks that base/banned.h works: the compiler given as arguments refuses each banned call and nothing else."""

import re
import subprocess
import sys

import house

HEADER = (house.TOP / "base" / "banned.h").read_text(encoding="utf-8")
BANNED = re.findall(r"^#define (\w+)\(\.\.\.\) BANNED\(", HEADER, re.MULTILINE)


def compile_source(body):
    """What the compiler says about a file that includes base/base.h and then holds `body`; "" when all is well."""
    source = f'#include "base/base.h"\n#include <ctype.h>\n#include <unistd.h>\n{body}\n'
    command = sys.argv[1:] + ["-std=c17", "-D_GNU_SOURCE", "-fsyntax-only", "-I", house.TOP, "-x", "c", "-"]
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=False)
    return done.stderr if done.returncode else ""


def banned_calls_do_not_compile():
    """a call of a banned function is an error that names what to use instead"""
    for function in BANNED:
        said = compile_source(f"void f(void);\nvoid f(void) {{ (void){function}(0, 0); }}")
        if f"{function}_is_banned__use_" not in said:
            yield f"{function}: {said or 'accepted'}"


def allowed_calls_compile():
    """the safe siblings compile"""
    said = compile_source("void f(char *s);\nvoid f(char *s) { snprintf(s, 1, \"%s\", \"\"); (void)strtol(s, NULL, 10); }")
    if said:
        yield said


def the_worst_are_banned():
    """the functions that every list of this kind names are banned"""
    for function in ["strcpy", "strcat", "sprintf", "vsprintf", "gets", "strtok", "atoi"]:
        if function not in BANNED:
            yield function


if __name__ == "__main__":
    house.run([the_worst_are_banned, banned_calls_do_not_compile, allowed_calls_compile])
