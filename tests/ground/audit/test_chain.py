"""Whatever is done to a stored chain is found; what only crashed is not."""

import datetime
import hashlib
import json

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredt.ground.audit import chain
from beredt.ground.audit.chain import Head, check_chain, digest_of, sealed
from beredt.kit.language import language
from factories.audit_chains import NOON, anchors_of, head_of, make_chain

LONGEST = 12


def report(entries, head, anchors):
    return check_chain(municipality="825", entries=iter(entries), head=head, anchors=anchors)


def renumbered(entries):
    """The entries hashed afresh from the first to the last: what somebody does who knows the format."""
    previous, made = chain.FIRST_DIGEST, []
    for sequence, entry in enumerate(entries, start=1):
        made.append(sealed(attrs.evolve(entry, sequence=sequence, previous=previous)))
        previous = made[-1].digest
    return made


def test_the_digest_is_sha_256_of_the_documented_text():
    entry = make_chain(1)[0]
    text = json.dumps(
        {
            "actor": 1,
            "details": '{"version":1}',
            "event": "municipality.asset_changed",
            "format": "beredt/audit/1",
            "moment": "2026-01-02T12:01:00.000000Z",
            "municipality": "825",
            "previous": "0" * 64,
            "sequence": 1,
            "subject": "asset:a1",
        },
        separators=(",", ":"),
    )
    assert entry.digest == hashlib.sha256(text.encode()).hexdigest()


def test_the_digest_does_not_hang_on_the_time_zone_of_the_database():
    entry = make_chain(1)[0]
    shifted = entry.moment.astimezone(datetime.timezone(datetime.timedelta(hours=2)))
    assert digest_of(attrs.evolve(entry, moment=shifted)) == entry.digest


@given(st.integers(0, LONGEST), st.data())
def test_a_whole_chain_is_whole_also_where_the_last_anchors_were_never_written(count, data):
    entries = make_chain(count)
    anchored = data.draw(st.lists(st.integers(0, count)))
    found = report(entries, head_of(entries), anchors_of(entries, anchored))
    assert found.is_whole
    assert (found.count, found.anchored) == (count, max(anchored, default=0))


def test_no_entries_and_no_file_is_whole_but_entries_without_a_file_are_not():
    assert report([], None, None).is_whole
    entries = make_chain(2)
    assert [found.kind for found in report(entries, head_of(entries), None).breaks] == [chain.NOT_ANCHORED]
    assert [found.kind for found in report([], head_of([]), None).breaks] == [chain.NOT_ANCHORED]


FIELDS = {
    "municipality": "400",
    "sequence": 999,
    "moment": NOON,
    "actor_user_id": 77,
    "event": "municipality.asset_removed",
    "subject": "asset:other",
    "details": "{}",
    "previous": "f" * 64,
    "digest": "f" * 64,
}


@pytest.mark.parametrize("field", FIELDS)
@given(count=st.integers(1, LONGEST), data=st.data())
def test_every_change_of_one_field_is_found_at_its_entry(field, count, data):
    entries = make_chain(count)
    index = data.draw(st.integers(0, count - 1))
    changed = [*entries]
    changed[index] = attrs.evolve(entries[index], **{field: FIELDS[field]})
    changed.sort(key=lambda entry: entry.sequence)
    found = report(changed, head_of(entries), anchors_of(entries, [count]))
    assert not found.is_whole
    assert index + 1 in {broken.sequence for broken in found.breaks}


@given(count=st.integers(1, LONGEST), data=st.data())
def test_a_change_with_its_own_digest_put_right_is_found(count, data):
    entries = make_chain(count)
    index = data.draw(st.integers(0, count - 1))
    changed = [*entries]
    changed[index] = sealed(attrs.evolve(entries[index], subject="asset:other"))
    assert not report(changed, head_of(changed), anchors_of(entries, [count])).is_whole


@given(count=st.integers(2, LONGEST), data=st.data())
def test_a_rewrite_of_everything_after_it_is_found_by_an_anchor(count, data):
    entries = make_chain(count)
    index = data.draw(st.integers(0, count - 1))
    anchored = data.draw(st.integers(index + 1, count))
    changed = [*entries]
    changed[index] = attrs.evolve(entries[index], subject="asset:other")
    rewritten = renumbered(changed)
    found = report(rewritten, head_of(rewritten), anchors_of(entries, [anchored]))
    assert chain.REWRITTEN in {broken.kind for broken in found.breaks}


@given(count=st.integers(1, LONGEST), data=st.data(), hashes_afresh=st.booleans())
def test_a_deleted_entry_is_found(count, data, hashes_afresh):
    entries = make_chain(count)
    index = data.draw(st.integers(0, count - 1))
    rest = [*entries[:index], *entries[index + 1 :]]
    rest = renumbered(rest) if hashes_afresh else rest
    assert not report(rest, head_of(rest), anchors_of(entries, [count])).is_whole


@given(count=st.integers(1, LONGEST), data=st.data())
def test_an_inserted_entry_is_found(count, data):
    entries = make_chain(count)
    index = data.draw(st.integers(0, count - 1))
    forged = [*entries[:index], attrs.evolve(entries[index], subject="asset:forged"), *entries[index:]]
    longer = renumbered(forged)
    assert not report(longer, head_of(longer), anchors_of(entries, [count])).is_whole
    assert not report(forged, head_of(forged), anchors_of(entries, [count])).is_whole


@given(count=st.integers(2, LONGEST), data=st.data(), hashes_afresh=st.booleans())
def test_two_entries_that_changed_places_are_found(count, data, hashes_afresh):
    entries = make_chain(count)
    first, second = sorted(data.draw(st.lists(st.integers(0, count - 1), min_size=2, max_size=2, unique=True)))
    swapped = [*entries]
    swapped[first] = attrs.evolve(entries[second], sequence=first + 1)
    swapped[second] = attrs.evolve(entries[first], sequence=second + 1)
    swapped = renumbered(swapped) if hashes_afresh else swapped
    assert not report(swapped, head_of(swapped), anchors_of(entries, [count])).is_whole


@given(count=st.integers(1, LONGEST), data=st.data())
def test_a_cut_tail_is_found_and_the_first_lost_entry_named(count, data):
    entries = make_chain(count)
    kept = entries[: data.draw(st.integers(0, count - 1))]
    found = report(kept, head_of(kept), anchors_of(entries, [count]))
    assert [(broken.kind, broken.sequence) for broken in found.breaks] == [(chain.CUT, len(kept) + 1)]


def test_an_older_copy_of_the_database_that_was_written_to_again_is_found():
    entries = make_chain(8)
    older = renumbered([*entries[:5], *make_chain(4)])
    kinds = {broken.kind for broken in report(older, head_of(older), anchors_of(entries, [3, 8])).breaks}
    assert kinds == {chain.REWRITTEN}


def test_a_head_that_does_not_fit_is_found():
    entries = make_chain(3)
    for head in (None, Head(count=2, digest=entries[1].digest), Head(count=3, digest="0" * 64)):
        assert [found.kind for found in report(entries, head, anchors_of(entries, [3])).breaks] == [chain.HEAD]


@pytest.mark.parametrize("kind", chain.SENTENCES)
def test_every_finding_is_a_sentence_in_both_languages(kind):
    told = {code: chain.Break(kind=kind, sequence=1234).told_in(language(code)) for code in ("da", "en")}
    assert told["da"] != told["en"]
    assert all(text.endswith(".") and "{" not in text for text in told.values())
    assert ("1234" in told["da"]) == ("1234" in told["en"])
