from radio.session import Session


async def create_async_session(channel):
    await channel.ready()
    session = Session(channel)
    session.loop = channel.loop
    return session
