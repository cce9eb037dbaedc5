import re
import sys

path = sys.argv[1]
text = open(path, encoding="utf-8").read()
text = text.replace("# Remediation", "# Remediation of engines, by Ann", 1)
text = text.replace("### Risks", "Bob reviews this on Fridays.\n\n### Risks", 1)
text = re.sub(r"(- \[ \] `app/web.py`.*)", r"  \1\n  Ann: ask the web team first.", text)
text = text.replace("| findings |", "| findings, says Bob |", 1)
text = text.replace("**P1** by evidence", "**P0**, says the board", 1)
open(path, "w", encoding="utf-8").write(text)
