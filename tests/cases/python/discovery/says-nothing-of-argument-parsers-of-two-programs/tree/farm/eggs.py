import argparse


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="eggs")
    parser.add_argument("--brown", action="store_true")
    return parser
