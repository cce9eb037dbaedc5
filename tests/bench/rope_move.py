"""Moves one class to another module by rope, importers and all: `rope_move.py ROOT FROM.py NAME TO.py`."""

import sys
import warnings

sys.path.append("/usr/lib/python3/dist-packages")  # where Debian puts rope, whichever Python runs this
warnings.simplefilter("ignore")

from rope.base.project import Project  # noqa: E402
from rope.refactor.move import create_move  # noqa: E402


def main(root, source, name, target):
    project = Project(root, ropefolder=None)
    resource = project.get_resource(source)
    offset = resource.read().index(f"class {name}") + len("class ")
    changes = create_move(project, resource, offset).get_changes(project.get_resource(target))
    project.do(changes)
    project.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
