from desk.app import app
from desk.models import Ticket


@app.post("/tickets")
def create_ticket(title):
    ticket = Ticket(title)
    ticket.source = "web"
    return ticket
