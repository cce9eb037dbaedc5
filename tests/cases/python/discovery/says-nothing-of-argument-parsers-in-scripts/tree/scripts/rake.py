import argparse


def create_parser():
    parser = argparse.ArgumentParser(description="rake the leaves")
    parser.add_argument("--bags", type=int, default=2)
    return parser


def build_parser(description):
    return argparse.ArgumentParser(description=description)


def main():
    print(create_parser().parse_args())


if __name__ == "__main__":
    main()
