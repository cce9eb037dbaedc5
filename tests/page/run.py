#!/usr/bin/env python3
"""Makes HTML reports and looks at them in headless Chromium: run.py CANONRY [FOLDER FOR SCREENSHOTS].

Three reports: of a small tree with hostile names, of the same against a baseline, and of one with 5,000
findings and names of 64 KB.
What the page must do is in page.js. Skipped, with the reason, where there is no Chromium.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SKIP = 77
MANY = 5000
LONG = 65536
HOSTILE = ["</script><script>document.title='broken'</script>", "<!--<script>", "]]>", "right\u202eto\u2066left", "\u2028line\u2029", "a\"b'c`d&amp;e", "tab\tbell\x07esc\x1b[31m"]
COPY = "from app.engine import Engine\n\n\nclass EngineFactory:\n    def create(self, size):\n        return Engine(size + %d)\n"


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(SKIP)


def find_browser():
    found = [shutil.which(n) for n in ("chromium", "chromium-browser", "google-chrome")]
    return next(filter(None, found), None) or skip("there is no Chromium")


def write_tree(root):
    (root / "app/odd").mkdir(parents=True)
    (root / "app/__init__.py").touch()
    (root / "app/engine.py").write_text("class Engine:\n    def __init__(self, size):\n        self.size = size\n", encoding="utf-8")
    (root / "app/factory.py").write_text(COPY % 0, encoding="utf-8")
    (root / "app/near.py").write_text(COPY.replace("        return", "        size = max(size, 1)\n        return") % 0, encoding="utf-8")
    for i, name in enumerate(HOSTILE):
        (root / "app/odd" / f"{name.replace('/', chr(0x2215))}.py").write_text(COPY % i, encoding="utf-8")
    for i in range(6):
        (root / f"app/user{i}.py").write_text("from app.factory import EngineFactory\n\nE = EngineFactory().create(1)\n", encoding="utf-8")


def audit(canonry, root, out, *options):
    environment = dict(os.environ, XDG_CACHE_HOME=str(root.parent / "cache"), SOURCE_DATE_EPOCH="1767225600")
    subprocess.run([canonry, "audit", "--exit-zero", "-o", f"html:{out}", *options, "."], cwd=root, env=environment, check=True, capture_output=True)


def multiply(page, out):
    """The same page with many findings: what is measured is the page, not how fast it is made."""
    text = page.read_text(encoding="utf-8")
    head, data, tail = re.split(r'(?<=<script type="application/json" id="data">)(.*?)(?=</script>)', text, maxsplit=1, flags=re.DOTALL)
    data = json.loads(data)
    findings = data["report"]["findings"]
    data["report"]["findings"] = [dict(findings[i % len(findings)], path=f"app/file{i:05}.py", line=i + 1, fingerprint=f"{i:016x}") for i in range(MANY)]
    data["report"]["findings"][0].update(severity="error", message="<b>" + "x" * LONG, symbol="\u202e" + "y" * LONG)
    data["report"]["families"][0]["product"] = "z" * LONG
    out.write_text(head + json.dumps(data).replace("<", "\\u003c") + tail, encoding="utf-8")


def main(canonry, shots=None):
    browser, node = find_browser(), shutil.which("node") or skip("there is no Node.js")
    if not (HERE / "node_modules/playwright-core").is_dir():
        skip("playwright-core is not here: run ./bootstrap test")
    with tempfile.TemporaryDirectory() as room:
        room = pathlib.Path(room)
        root = room / "tree"
        write_tree(root)
        audit(canonry, root, room / "plain.html")
        audit(canonry, root, room / "none", "--baseline", str(room / "known.txt"), "--update-baseline")
        (root / "app/newer.py").write_text(COPY % 77, encoding="utf-8")
        (root / "app/near.py").unlink()
        (root / "app/open.py").write_text("TEXT = \"\"\"\n", encoding="utf-8")
        said = COPY.replace("class ", "# canonry: ignore[CN101] <b>meant</b> to be -- until 2027-01-31\nclass ") % 78
        (root / "app/said.py").write_text(said, encoding="utf-8")
        audit(canonry, root, room / "baseline.html", "--baseline", str(room / "known.txt"))
        multiply(room / "plain.html", room / "many.html")
        result = subprocess.run([node, HERE / "page.js", browser, room, shots or ""], env=dict(os.environ, HOME=str(room)), check=False)
    return result.returncode


if __name__ == "__main__":
    sys.exit(main(*map(lambda p: str(pathlib.Path(p).resolve()), sys.argv[1:])))
