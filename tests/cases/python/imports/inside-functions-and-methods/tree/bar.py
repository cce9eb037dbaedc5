def serve():
    from kitchen.stews import SoupFactory

    return SoupFactory().create()


class Bar:
    def serve(self):
        def later():
            from kitchen.stews import SoupFactory as S

            return S().create()

        return later
