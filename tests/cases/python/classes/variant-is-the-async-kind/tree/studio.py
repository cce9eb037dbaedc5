from radio.session import create_session


def live():
    return create_session("live")
