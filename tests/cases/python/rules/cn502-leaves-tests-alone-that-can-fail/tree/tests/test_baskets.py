import logging
import sys
import unittest
from unittest.mock import patch

import pytest

from shop.baskets import BasketFactory

logger = logging.getLogger(__name__)


def test_without_an_assertion():
    BasketFactory().create("anna")


def test_says_what_went_wrong():
    try:
        assert BasketFactory().create("anna").user_id == "anna"
    except Exception as error:
        pytest.fail(f"failed: {error}")


def test_takes_the_one_error_that_is_meant():
    try:
        BasketFactory().create()
        assert False, "should have raised"
    except TypeError:
        pass


def test_fails_by_an_outcome_that_is_no_exception():
    try:
        BasketFactory().create("anna", "ben")
        pytest.fail("should have raised")
    except Exception:
        pass


def test_collects_errors():
    errors = []
    for user in ("anna", "ben"):
        try:
            assert BasketFactory().create(user).user_id == user
        except Exception as error:
            errors.append(error)
    assert not errors


def test_cleans_up_as_far_as_it_goes():
    factory = BasketFactory()
    try:
        assert factory.create("anna").items == []
    finally:
        try:
            factory.close()
        except Exception:
            pass


def test_raises_again():
    try:
        assert BasketFactory().create("anna").items == []
    except AssertionError:
        logger.info("to be seen above")
        raise


def test_generator_in_brackets():
    assert (
        BasketFactory().create("anna").user_id == "anna"
    ), "a message"
    assert all(item for item in BasketFactory().create("anna").items)


def test_assertion_of_a_helper():
    def check(basket):
        assert basket.items

    with pytest.raises(AssertionError):
        check(BasketFactory().create("anna"))


@pytest.mark.skipif(sys.platform == "win32", reason="no baskets there")
def test_not_everywhere():
    assert BasketFactory().create("anna").items == []


@pytest.mark.xfail(strict=True, reason="known")
def test_strictly():
    assert BasketFactory().create("anna").items


@pytest.mark.xfail(sys.version_info < (3, 8), reason="old")
def test_on_old_ones():
    assert BasketFactory().create("anna").items == []


def test_skips_when_asked_to():
    if sys.platform == "aix":
        pytest.skip("no baskets there")
    assert BasketFactory().create("anna").items == []


class TestTill(unittest.TestCase):
    @patch("shop.baskets.BasketFactory")
    def test_a_double_in_a_test_of_another_thing(self, factory):
        self.assertFalse(factory.called)
