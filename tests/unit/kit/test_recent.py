"""A short memory: the same objects give the same value, others never do, and old ones are forgotten."""

from beredt.kit.recent import Recent


def test_the_same_object_is_asked_once():
    recent, made = Recent(2), []
    key = object()
    for _ in range(3):
        recent.get("name", (key,), lambda: made.append(1))
    assert len(made) == 1


def test_equal_objects_are_not_the_same():
    recent = Recent(4)
    first, second = [1], [1]
    assert recent.get("name", (first,), lambda: "first") == "first"
    assert recent.get("name", (second,), lambda: "second") == "second"
    assert recent.get("other", (first,), lambda: "third") == "third"


def test_what_was_asked_for_longest_ago_is_forgotten():
    recent = Recent(2)
    keys = [object() for _ in range(3)]
    recent.get("name", (keys[0],), lambda: 0)
    recent.get("name", (keys[1],), lambda: 1)
    recent.get("name", (keys[0],), lambda: "unused")
    recent.get("name", (keys[2],), lambda: 2)
    assert recent.get("name", (keys[0],), lambda: "made again") == 0
    assert recent.get("name", (keys[1],), lambda: "made again") == "made again"


def test_an_identity_is_never_given_to_another():
    recent = Recent(1000)
    values = {recent.get("name", ([number],), lambda number=number: number) for number in range(500)}
    assert values == set(range(500))
