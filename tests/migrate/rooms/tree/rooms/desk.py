"""Sessions at the desk."""

import asyncio
from dataclasses import dataclass

from rooms.room import Session


@dataclass(frozen=True)
class UserContext:
    """Who stands at the desk."""

    user_id: str
    trace: dict
    language: str = "en"


@dataclass
class Opening:
    """When somebody is there."""

    hours: int = 8


class SessionFactory:
    """Makes sessions, one for each who asks."""

    def __init__(self, opening=None):
        self.opening = opening or Opening()

    async def create_session(self, context: UserContext) -> Session:
        notes = {"user": context.user_id, "hours": self.opening.hours}
        await asyncio.sleep(0)
        return Session(context.user_id, notes)

    async def shutdown(self):
        await asyncio.sleep(0)
