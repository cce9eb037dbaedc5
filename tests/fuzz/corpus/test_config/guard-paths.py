# guard: begin data 0000000000000000
CANONICAL = "app.engine:Engine"
PATHS = {
    "app.old:Engine": CANONICAL,
    'app.older:Engine': "app.engine:Base",
    "app.\\x00": CANONICAL,
    "app.unended,
}
# guard: end data
