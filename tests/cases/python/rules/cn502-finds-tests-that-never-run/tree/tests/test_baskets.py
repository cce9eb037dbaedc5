import unittest

import pytest

from shop.baskets import BasketFactory


@pytest.mark.skip(reason="flaky")
def test_skipped():
    assert BasketFactory().create("anna").items == []


@unittest.skipIf(True, "never")
def test_skipped_on_a_constant():
    assert BasketFactory().create("anna").items == []


def test_skips_itself():
    pytest.skip("later")
    assert BasketFactory().create("anna").items == []


def test_twice():
    assert BasketFactory().create("anna").user_id == "anna"


def test_twice():
    assert BasketFactory().create("ben").user_id == "ben"


def test_outer():
    assert BasketFactory().create("anna").items == []

    def test_inner():
        assert BasketFactory().create("anna").items


def tets_misspelt():
    assert BasketFactory().create("anna").items


class TestWithConstructor:
    def __init__(self):
        self.factory = BasketFactory()

    def test_it(self):
        assert self.factory.create("anna").items == []


class BasketTests:
    def test_it(self):
        assert BasketFactory().create("anna").items == []
