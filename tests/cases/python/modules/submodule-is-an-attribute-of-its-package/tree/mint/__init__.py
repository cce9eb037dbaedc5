from mint import coins
