"""What the programs beside Python's ast share: asking the editor, chance, and counting."""

import ast
import random
import re
import subprocess
import sys

SEED = 20260131
SHOWN = 5  # failures that are shown in full
LINE_END = re.compile(r"\r\n|\r|\n")


class Editor:
    """The program edit_python, kept running."""

    def __init__(self, path):
        self.process = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, verb, number, source, how):
        """What the source becomes, or None; and why not."""
        data = source.encode()
        self.process.stdin.write(f"{verb} {number} {len(data)} {how}\n".encode() + data)
        self.process.stdin.flush()
        answer = self.process.stdout.readline().decode()
        if answer.startswith("ok "):
            return self.process.stdout.read(int(answer[3:])).decode(), None
        if not answer.startswith("no "):
            raise SystemExit(f"edit_python ended over {source!r} {how}\n0 passed, 1 failed")
        return None, answer[3:].strip()


def parse(source):
    return ast.parse(source.encode())


def line_ends(text):
    return set(LINE_END.findall(text))


def run(count, check):
    """Calls check(editor, random) so often; what it returns is what is wrong, or None."""
    editor, chance, failed = Editor(sys.argv[1]), random.Random(SEED), 0
    for _ in range(count):
        problem = check(editor, chance)
        if problem:
            failed += 1
            if failed <= SHOWN:
                print(problem, end="\n\n")
    print(f"{count - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
