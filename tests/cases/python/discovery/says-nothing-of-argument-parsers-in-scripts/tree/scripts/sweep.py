import argparse


def create_parser():
    parser = argparse.ArgumentParser(description="sweep the yard")
    parser.add_argument("--wet", action="store_true")
    return parser


def main():
    print(create_parser().parse_args())


if __name__ == "__main__":
    main()
