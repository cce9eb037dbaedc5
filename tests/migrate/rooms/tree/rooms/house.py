"""Lets rooms."""

from rooms.annex import RoomFactory as AnnexFactory
from rooms.counter import SessionFactory
from rooms.factory import RoomFactory


def let(user_id):
    return RoomFactory().create_room(user_id), AnnexFactory().create_room(user_id)


async def receive(context):
    return await SessionFactory().create_session(context)
