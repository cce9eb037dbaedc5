import post.stamps


class AirStampFactory(post.stamps.StampFactory):
    ...
