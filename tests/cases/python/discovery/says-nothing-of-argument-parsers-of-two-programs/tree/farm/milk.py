import argparse


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="milk")
    parser.add_argument("cow")
    return parser
