"""What the tests of the Python package share: a factory for each test, and the proof that it left nothing behind."""

import asyncio
import gc
import json
import os
import subprocess
import sys
import unittest

import eef


class Case(unittest.TestCase):
    """A factory per test; at its end every engine that was created has been cleaned."""

    options = {}

    def setUp(self):
        self.bridge = eef.AsyncioBridge()
        self.factory = eef.configure(self.bridge, **self.options)
        self.runs = 0

    def tearDown(self):
        gc.collect()
        try:
            if eef.factory_state() == "ready":
                self.assertBalanced()
        finally:
            eef.shutdown_now(5)
            eef.legacy_fields("strict")

    def context(self, user="ada", **metadata):
        self.runs += 1
        return eef.UserExecutionContext(user, f"run-{self.runs}", **metadata)

    def scope(self, user="ada"):
        return self.factory.user_execution_scope(self.context(user))

    def metric(self, name):
        return self.factory.get_factory_metrics()[name]

    def assertBalanced(self):
        found = self.factory.get_factory_metrics()
        self.assertEqual(found["active_engines_count"], 0)
        self.assertEqual(found["total_engines_created"], found["total_engines_cleaned"])

    def events_of(self, user="ada"):
        """All that waits for the user, confirmed."""
        events = []
        subscription = self.bridge.bridge.open(user)
        while item := subscription.next():
            events.append(json.loads(item[1]))
            subscription.sent(item[0])
            subscription.ack(item[0])
        subscription.close()
        return events

    def types_of(self, user="ada"):
        return [event["type"] for event in self.events_of(user)]


def run(coroutine, seconds=60):
    """Its result; a deadlock fails instead of hanging."""
    return asyncio.run(asyncio.wait_for(coroutine, seconds))


def python(code, **environment):
    """(exit code, output, errors) of a program of its own."""
    done = subprocess.run([sys.executable, "-X", "dev", "-c", code], capture_output=True, text=True, timeout=60, check=False,
                          env={**os.environ, **environment})
    return done.returncode, done.stdout, done.stderr
