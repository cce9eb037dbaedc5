"""The bridge over WebSocket: libeef-lws, served by a thread that never waits for Python."""

import secrets

from eef import _eef


class WebSocketBridge:
    """Give one to configure_execution_engine_factory(); clients that have a token get their user's events from `port`.

    One thread of C sends, answers pings and closes, whatever Python is busy with: a loop that is blocked for seconds costs
    nobody the connection. It listens at once, and answers 503 while no factory is ready. So nothing in Python is asked who
    may come in: when you have authenticated a user, issue() a token, and let the client connect to

        ws://HOST:PORT/ws?token=T            and, to resume,  &epoch=E&after=OFFSET

    There is no TLS: bind to the loopback and let a proxy do that. `stall`, `linger`: seconds; `origins`: those that browsers
    may come from, None for any. ImportError when this build has no libwebsockets.
    """

    def __init__(self, port=0, *, address="127.0.0.1", path="/ws", origins=None, max_connections=4096, stall=10.0, linger=5.0,
                 ping=20, hangup=40, send_buffer=262144, retry_after=1):
        from eef import _lws  # not everybody has it

        numbers = {"max_connections": max_connections, "stall": round(stall * 1000), "linger": round(linger * 1000), "ping": ping,
                   "hangup": hangup, "send_buffer": send_buffer, "retry_after": retry_after}
        for name, number in numbers.items():
            if not 0 <= number < 1 << 32:
                raise ValueError(f"{name} is out of range")
        self._lws = _lws
        self._capsule = _lws.open(address, port, path, None if origins is None else tuple(origins), tuple(numbers.values()))
        self.bridge = _eef.Bridge(self._capsule)

    @property
    def port(self):
        return self._lws.port(self._capsule)

    def issue(self, user_id, seconds=60.0):
        """A new token that lets clients in as the user, any number of times, for so long. Only a hash of it is kept."""
        token = secrets.token_urlsafe(32)
        self.accept(token, user_id, seconds)
        return token

    def accept(self, token, user_id, seconds=60.0):
        """The same for a token of yours: 16 to 512 visible characters that cannot be guessed."""
        ms = round(seconds * 1000)
        if not 0 < ms < 1 << 32:
            raise ValueError("seconds is out of range")
        self._lws.token_put(self._capsule, token, user_id, ms)

    def revoke(self, token):
        """Whether there was such a token. It closes nothing: see close_user()."""
        return self._lws.token_revoke(self._capsule, token)

    def close_user(self, user_id, reason="normal"):
        """Closes the connections that the user has now: normal, auth_expired, auth_revoked or replaced."""
        self._lws.close_user(self._capsule, user_id, reason)
