from mill.flour import SackFactory
