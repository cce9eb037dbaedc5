from farm import eggs, milk
from farm.eggs import build_parser


def run():
    return milk.build_parser(), eggs.build_parser(), build_parser()
