from post.stamps import make_stamp


def gift():
    return make_stamp(1)
