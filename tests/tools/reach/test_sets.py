"""Intervals, regions, ports and addresses, against the plain sets of Python."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.reach import addresses, intervals, region, traffic
from tools.reach.intervals import Intervals
from tools.reach.region import Region

pairs = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=4)
regions = st.lists(st.tuples(pairs, pairs), max_size=4)


def members(values: Intervals) -> set[int]:
    return {number for first, end in values for number in range(first, end)}


def points(values: Region) -> set[tuple[int, int]]:
    return {(left, right) for first, end, found in values for left in range(first, end) for right in members(found)}


def build(rectangles: list[tuple[list[tuple[int, int]], list[tuple[int, int]]]]) -> Region:
    return region.union_all(
        region.rectangle(intervals.normal(one), intervals.normal(other)) for one, other in rectangles
    )


@given(pairs, pairs)
def test_intervals_are_sets(left: list[tuple[int, int]], right: list[tuple[int, int]]) -> None:
    one, other = intervals.normal(left), intervals.normal(right)
    assert members(intervals.union(one, other)) == members(one) | members(other)
    assert members(intervals.intersect(one, other)) == members(one) & members(other)
    assert members(intervals.subtract(one, other)) == members(one) - members(other)
    assert intervals.covers(one, other) == (members(one) >= members(other))
    assert intervals.size(one) == len(members(one))


@given(pairs, pairs)
def test_equal_sets_are_equal_intervals(left: list[tuple[int, int]], right: list[tuple[int, int]]) -> None:
    one, other = intervals.normal(left), intervals.normal(right)
    again = intervals.union(intervals.subtract(one, other), intervals.intersect(one, other))
    assert again == one


@given(regions, regions)
def test_regions_are_sets_of_pairs(
    left: list[tuple[list[tuple[int, int]], list[tuple[int, int]]]],
    right: list[tuple[list[tuple[int, int]], list[tuple[int, int]]]],
) -> None:
    one, other = build(left), build(right)
    assert points(region.union(one, other)) == points(one) | points(other)
    assert points(region.intersect(one, other)) == points(one) & points(other)
    assert points(region.subtract(one, other)) == points(one) - points(other)
    assert members(region.traffic_of(one)) == {point[0] for point in points(one)}
    assert members(region.addresses_of(one)) == {point[1] for point in points(one)}
    assert region.union(region.subtract(one, other), region.intersect(one, other)) == one


@pytest.mark.parametrize(
    ("protocol", "first", "last", "expected"),
    [
        ("tcp", 443, 443, [("tcp", "443")]),
        ("6", 8000, 8080, [("tcp", "8000-8080")]),
        ("TCP", 0, 65535, [("tcp", "all")]),
        ("udp", 53, 53, [("udp", "53")]),
        ("-1", 0, 0, [("all", "all")]),
        ("all", None, None, [("all", "all")]),
        (None, None, None, [("all", "all")]),  # not known
        ("tcp", None, None, [("tcp", "all")]),  # not known
        ("icmp", -1, -1, [("icmp", "all")]),
        ("icmp", 8, -1, [("icmp", "type 8")]),
        ("icmp", 3, 4, [("icmp", "type 3")]),
        ("icmpv6", -1, -1, [("icmpv6", "all")]),
        ("50", 0, 0, [("protocol 50", "all")]),
    ],
)
def test_traffic_in_words(protocol: str | None, first: int, last: int, expected: list[tuple[str, str]]) -> None:
    assert [*traffic.words(traffic.traffic(protocol, first, last))] == expected


def test_what_is_left_of_all_traffic_in_words() -> None:
    rest = intervals.subtract(traffic.ALL, traffic.tcp(443))
    assert traffic.words(rest) == (("all but tcp", "all"), ("tcp", "0-442, 444-65535"))


@pytest.mark.parametrize(
    ("cidrs", "expected"),
    [
        (["0.0.0.0/0"], "the internet"),
        (["0.0.0.0/0", "::/0"], "the internet"),
        (["::/0"], "the internet (IPv6)"),
        (["0.0.0.0/1", "128.0.0.0/1"], "the internet"),
        (["10.0.0.0/9", "10.128.0.0/9"], "10.0.0.0/8"),
        (["10.0.0.0/16", "2001:db8::/32"], "10.0.0.0/16, 2001:db8::/32"),
        (["10.0.0.7"], "10.0.0.7/32"),
        ([f"10.0.{number}.0/24" for number in range(0, 12, 2)], "6 ranges in 10.0.0.0/20"),
    ],
)
def test_addresses_in_words(cidrs: list[str], expected: str) -> None:
    assert addresses.words(addresses.of(cidrs)) == expected


@pytest.mark.parametrize(
    ("whole", "missing", "expected"),
    [
        ("0.0.0.0/0", "203.0.113.0/24", "the internet except 203.0.113.0/24"),
        ("10.0.0.0/8", "10.0.0.0/16", "10.0.0.0/8 except 10.0.0.0/16"),
        ("0.0.0.0/0", "10.0.0.0/8", "the internet"),
    ],
)
def test_what_is_missing_is_named(whole: str, missing: str, expected: str) -> None:
    assert addresses.words(intervals.subtract(addresses.addresses(whole), addresses.addresses(missing))) == expected


@pytest.mark.parametrize("cidr", ["10.1.2.3/32", "172.31.0.0/16", "192.168.1.0/24", "100.64.0.0/10", "fd00::/8"])
def test_private_ranges_are_not_the_internet(cidr: str) -> None:
    assert not intervals.intersect(addresses.addresses(cidr), addresses.INTERNET)


@given(st.integers(0, 2**32 - 1), st.integers(0, 32))
def test_a_block_comes_back_as_itself(number: int, bits: int) -> None:
    block = ipaddress.ip_network((number, bits), strict=False)
    assert addresses.cidrs(addresses.addresses(str(block))) == [str(block)]
