import mint
from mint import coins, silver

Factory = mint.coins.CoinFactory
Missing = mint.gold.CoinFactory
