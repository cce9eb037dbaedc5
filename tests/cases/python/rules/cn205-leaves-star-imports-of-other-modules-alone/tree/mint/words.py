HEADS = "heads"
TAILS = "tails"
