from app.engines import get_engine_factory


def handle(user_id):
    return get_engine_factory().create(user_id)
