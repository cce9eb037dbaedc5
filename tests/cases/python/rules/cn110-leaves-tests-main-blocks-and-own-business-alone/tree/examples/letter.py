from post.stamps import Stamp

print(Stamp(9).value)
