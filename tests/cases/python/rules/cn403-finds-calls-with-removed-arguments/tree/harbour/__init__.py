from harbour.berth import Berth as Place
