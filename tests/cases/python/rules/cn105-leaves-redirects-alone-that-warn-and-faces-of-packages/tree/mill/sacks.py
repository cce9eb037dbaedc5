import warnings

from mill.flour import SackFactory

warnings.warn("import from mill.flour", DeprecationWarning, stacklevel=2)
