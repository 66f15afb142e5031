"""Several addresses of the server: which one is asked, and who may leave it."""

from console.sync.addresses import Addresses


def test_the_first_is_asked_until_it_is_left_and_the_last_is_followed_by_the_first() -> None:
    addresses = Addresses(["http://a/", "http://b"])
    assert addresses.now == "http://a"
    assert [addresses.leave(), addresses.leave(), addresses.now] == ["http://b", "http://a", "http://a"]


def test_an_address_that_was_left_already_is_not_left_twice() -> None:
    addresses = Addresses(["http://a", "http://b", "http://c"])
    addresses.leave("http://a")
    assert addresses.leave("http://a") == "http://b"


def test_a_single_address_is_kept() -> None:
    assert Addresses(["http://a", "http://a/"]).leave() == "http://a"
