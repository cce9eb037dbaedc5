from mint.a import CoinFactory

One = Two
Two = One
