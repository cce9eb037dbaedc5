from mill.flour import SackFactory

FlourSackFactory = SackFactory
