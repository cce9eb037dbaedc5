"""Contexts: what they take, what they refuse, that they never change."""

import copy
import math
import unittest
import warnings

import case

import eef
from eef import UserExecutionContext


class Contexts(unittest.TestCase):
    def tearDown(self):
        eef.legacy_fields("strict")

    def test_holds_what_it_was_given(self):
        x = UserExecutionContext("ada", "r", tenant="t", depth=[1, {"a": None}])
        self.assertEqual((x.user_id, x.run_id, x.parent_run_id), ("ada", "r", None))
        self.assertEqual(x.metadata, {"tenant": "t", "depth": [1, {"a": None}]})
        self.assertEqual(UserExecutionContext(run_id="r", user_id="ada").metadata, {})

    def test_takes_text_of_any_language(self):
        x = UserExecutionContext("Ærøskøbing-日本", "r", word="naïve 🙂")
        self.assertEqual((x.user_id, x.metadata["word"]), ("Ærøskøbing-日本", "naïve 🙂"))

    def test_cannot_be_changed(self):
        given = {"list": [1]}
        x = UserExecutionContext("ada", "r", **given)
        given["list"].append(2)
        x.metadata["list"].append(3)
        self.assertEqual(x.metadata, {"list": [1]})
        for name in ("user_id", "run_id", "metadata", "other"):
            with self.assertRaises(AttributeError):
                setattr(x, name, "eve")
        with self.assertRaises(TypeError):
            UserExecutionContext.user_id = "eve"

    def test_equal_ones_are_equal_and_hash_so(self):
        a, b = UserExecutionContext("ada", "r", k=1), UserExecutionContext("ada", "r", k=1)
        self.assertEqual(a, b)
        self.assertEqual(hash(a), hash(b))
        self.assertNotEqual(a, UserExecutionContext("ada", "r", k=2))
        self.assertNotEqual(a, UserExecutionContext("bob", "r", k=1))
        self.assertNotEqual(a, "ada")

    def test_copies_are_itself(self):
        x = UserExecutionContext("ada", "r")
        self.assertIs(copy.copy(x), x)
        self.assertIs(copy.deepcopy([x])[0], x)

    def test_child_is_the_same_users(self):
        x = UserExecutionContext("ada", "r", a=1, b=1).child("r/1", b=2)
        self.assertEqual((x.user_id, x.run_id, x.parent_run_id, x.metadata), ("ada", "r/1", "r", {"a": 1, "b": 2}))

    def test_repr_holds_no_metadata(self):
        self.assertNotIn("secret", repr(UserExecutionContext("ada", "r", token="secret")))

    def test_third_positional_argument_is_refused(self):
        for args in [("ada", "thread", "run"), ("ada", "thread", "run", "request")]:
            with self.assertRaisesRegex(TypeError, "thread_id") as caught:
                UserExecutionContext(*args)
            self.assertIsInstance(caught.exception, eef.LegacyFieldError)

    def test_missing_or_double_arguments_are_refused(self):
        for args, keywords in [((), {}), (("ada",), {}), (("ada", "r"), {"user_id": "bob"}), ((), {"run_id": "r"})]:
            with self.assertRaises(TypeError):
                UserExecutionContext(*args, **keywords)

    def test_ids_that_name_no_one_are_refused(self):
        for user, run in [("", "r"), ("default", "r"), ("NONE", "r"), ("ada", "placeholder"), ("a\0b", "r"), ("a\nb", "r"),
                          ("x" * 129, "r"), ("ada", "")]:
            with self.assertRaises(eef.ContextError, msg=(user, run)) as caught:
                UserExecutionContext(user, run)
            self.assertIsInstance(caught.exception, ValueError)
            self.assertIsInstance(caught.exception.status, str)
            self.assertLess(caught.exception.code, 0)

    def test_ids_that_only_begin_like_placeholders_are_users(self):
        self.assertEqual(UserExecutionContext("default_user_7", "none-such").user_id, "default_user_7")

    def test_ids_of_other_types_are_refused(self):
        for user in (None, 7, b"ada"):
            with self.assertRaises(TypeError):
                UserExecutionContext(user, "r")

    def test_metadata_that_json_cannot_say_is_refused(self):
        deep = []
        for _ in range(20):
            deep = [deep]
        loop = []
        loop.append(loop)
        for value in (object(), {1, 2}, math.nan, b"x", deep, "x" * 9000, loop, {1: 1, "1": 2}):
            with self.assertRaises(eef.ContextError):
                UserExecutionContext("ada", "r", value=value)

    def test_legacy_fields_are_refused(self):
        for name in ("thread_id", "session_id"):
            with self.assertRaises(eef.LegacyFieldError):
                UserExecutionContext("ada", "r", **{name: "t"})

    def test_legacy_fields_are_renamed_warned_of_and_counted_in_compatible_mode(self):
        eef.legacy_fields("compat")
        before = counted("UserExecutionContext(thread_id=)")
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            x = UserExecutionContext("ada", "r", thread_id="t", k=1)
        self.assertEqual(x.metadata, {"legacy_thread_id": "t", "k": 1})
        self.assertEqual([w.category for w in caught], [DeprecationWarning])
        self.assertEqual(caught[0].filename, __file__)
        self.assertEqual(counted("UserExecutionContext(thread_id=)"), before + 1)

    def test_mode_has_two_values(self):
        with self.assertRaises(ValueError):
            eef.legacy_fields("maybe")

    def test_callers_dict_is_left_alone(self):
        eef.legacy_fields("compat")
        given = {"user_id": "ada", "run_id": "r", "session_id": "s"}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            UserExecutionContext(**given)
        self.assertEqual(given, {"user_id": "ada", "run_id": "r", "session_id": "s"})


class Metadata(case.Case):
    options = {"placeholders": ["nemo"], "metadata_max_bytes": 64}

    def test_limits_of_the_factory_count(self):
        self.assertEqual(UserExecutionContext("default", "r").user_id, "default")
        with self.assertRaises(eef.ContextError):
            UserExecutionContext("Nemo", "r")
        with self.assertRaises(eef.ContextError):
            UserExecutionContext("ada", "r", text="x" * 100)


def counted(symbol):
    import json

    from eef import _eef

    return sum(use["count"] for use in json.loads(_eef.shim_report()) if use["symbol"] == symbol)
