from docs_site.menu import MenuBuilder
from docs_site.page import PageBuilder


def build_site(items, bodies):
    return MenuBuilder().build(items), [PageBuilder().build(b) for b in bodies]
