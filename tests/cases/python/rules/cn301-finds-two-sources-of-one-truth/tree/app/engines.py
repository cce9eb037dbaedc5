"""The application keeps one, the module another."""


class EngineFactory:
    def create(self):
        return object()


_factory = EngineFactory()


def get_engine_factory(request):
    if hasattr(request.app.state, "engine_factory"):
        return request.app.state.engine_factory
    return _factory
