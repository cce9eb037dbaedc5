"""A small chat service: people log in over a WebSocket, ask, and watch an agent think, use tools and answer."""
