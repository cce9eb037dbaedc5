"""The stub says what the extension has: the same names, classes with the same methods, nothing more."""

import ast
import pathlib
import unittest

import eef
from eef import _eef

STUB = pathlib.Path(_eef.__file__).with_name("_eef.pyi")

# Of every class, or of the machinery of modules.
GENERAL = set(dir(type("Empty", (), {}))) | {"__name__", "__file__", "__spec__", "__loader__", "__package__", "__path__", "__doc__"}


def public(names):
    return {name for name in names if not name.startswith("__") or name in ("__version__", "__enter__", "__aenter__")}


def declared(body):
    names = set()
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.AnnAssign):
            names.add(node.target.id)
    return names


class Stub(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tree = ast.parse(STUB.read_text(encoding="utf-8"))

    def test_module_has_what_it_declares(self):
        found = public(dir(_eef)) - GENERAL - {"Deferred"}  # an awaitable, as the stub calls it
        self.assertEqual(public(declared(self.tree.body)), found)

    def test_classes_have_the_methods_that_they_declare(self):
        for node in self.tree.body:
            if not isinstance(node, ast.ClassDef) or node.name.endswith("Error"):
                continue
            with self.subTest(node.name):
                self.assertEqual(public(declared(node.body)), public(dir(getattr(_eef, node.name))) - GENERAL)

    def test_errors_have_the_bases_that_they_declare(self):
        for node in self.tree.body:
            if isinstance(node, ast.ClassDef) and node.name.endswith("Error"):
                self.assertEqual([base.id for base in node.bases], [b.__name__ for b in getattr(_eef, node.name).__bases__])

    def test_package_exports_what_it_lists(self):
        self.assertEqual(eef.__all__, sorted(eef.__all__))
        for name in eef.__all__:
            self.assertIsNotNone(getattr(eef, name))

    def test_every_method_says_what_it_does(self):
        for kind in (eef.UserExecutionEngine, eef.ExecutionEngineFactory, eef.Bridge, eef.Subscription, eef.UserExecutionContext):
            for name in public(dir(kind)) - GENERAL:
                if not name.startswith("_"):
                    self.assertTrue(getattr(kind, name).__doc__, f"{kind.__name__}.{name}")


if __name__ == "__main__":
    unittest.main()
