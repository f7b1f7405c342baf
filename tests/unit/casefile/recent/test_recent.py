"""What is kept lately is found, whoever asked last stays longest, and there are never too many."""

from __future__ import annotations

from skiptrace.casefile.recent import Recent


def test_the_newest_are_known_and_the_oldest_go() -> None:
    memo: Recent[int, str] = Recent(10)
    for number in range(100):
        memo.keep(number, str(number))
    known = [number for number in range(100) if memo.get(number) == str(number)]
    assert set(range(90, 100)) <= set(known)
    assert len(known) <= 20


def test_what_is_asked_for_again_and_again_stays() -> None:
    memo: Recent[str, int] = Recent(5)
    memo.keep("asked for", 1)
    for number in range(50):
        memo.keep(f"other {number}", number)
        assert memo.get("asked for") == 1
    assert memo.get("never kept") is None
