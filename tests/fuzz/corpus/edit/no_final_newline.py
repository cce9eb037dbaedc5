try:
    from a import b, c
except ImportError:
    from d import b, c  # why