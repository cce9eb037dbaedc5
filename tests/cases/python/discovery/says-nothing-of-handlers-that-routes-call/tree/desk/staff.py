from desk.app import admin
from desk.models import Ticket


@admin.post("/admin/tickets")
def create_ticket(title, owner):
    if not owner:
        raise ValueError("whose?")
    ticket = Ticket(title)
    ticket.owner = owner
    return ticket
