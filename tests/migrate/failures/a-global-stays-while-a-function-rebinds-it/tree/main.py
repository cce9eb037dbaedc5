"""Prints what must stay true."""

import users


def main():
    for fact in users.facts():
        print(fact)
