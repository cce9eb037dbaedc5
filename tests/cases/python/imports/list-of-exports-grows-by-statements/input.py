from os.path import join, split

__all__ = ["join"]
__all__ += ["split"]
__all__.append("Soup")
__all__.extend(("Stew", "Broth"))


class Soup:
    pass
