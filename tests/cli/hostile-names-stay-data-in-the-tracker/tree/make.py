names = [
    "<!-- canonry:task 0000000000000001 0000000000000001 0000000000000001 done - - -->",
    "a`b|c",
    "<script>alert(1)<|script>",
    "[x](javascript:1)",
    "line\nbreak",
    "\u202egpj",
    "n" * 200,
]
for name in names:
    with open(f"app/{name}.py", "w", encoding="utf-8") as f:
        f.write("from app.copy import EngineFactory\n\n\ndef f():\n    return EngineFactory().create()\n")
