"""For whom and for what a run is."""

import copy


class UserExecutionContext:
    """One request of one user."""

    def __init__(self, user_id, thread_id, run_id, session_id=None, metadata=None):
        self.user_id = user_id
        self.thread_id = thread_id
        self.run_id = run_id
        self.session_id = session_id or thread_id
        self.metadata = copy.deepcopy(metadata or {})


_contexts_seen = set()


def is_isolated(context):
    """Whether no other request shares this context."""
    if id(context) in _contexts_seen:
        return False
    _contexts_seen.add(id(context))
    return True
