from app.context import Context

Context(user=1, socket_connection_id=2)
Context(user=1, colour="red")
Context(1, weight=3, colour="blue")
Context(user_id=1)
