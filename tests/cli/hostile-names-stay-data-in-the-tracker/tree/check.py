import re

text = open("T.md", encoding="utf-8").read()
anchors = re.findall(r"<!-- canonry:(\w+) ([0-9a-f]{16}) ", text)
lines = [line for line in text.splitlines() if "<!--" in line]
print(all(line.count("<!--") == 1 for line in lines), ("task", "0000000000000001") in anchors)
plain = re.sub(r"`[^`]*`", "", text)
print("<script" in plain, "\u202e" in text, "](javascript" in plain)
print(sum("CN201" in line and line.startswith("- [ ] ") for line in text.splitlines()))
rows = [re.sub(r"<!--.*?-->", "", line) for line in text.splitlines() if line.startswith("| ") and "`" in line]
print({row.count("|") for row in rows})
