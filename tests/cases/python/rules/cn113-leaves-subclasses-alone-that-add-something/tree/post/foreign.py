from post.stamps import StampFactory


class ForeignStampFactory(StampFactory):
    country = "there"
