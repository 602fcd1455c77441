"""The picture: well-formed, nothing on top of each other, and folded where there is too much."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.review.report import samples
from tools.review.model import Blast, Node
from tools.review.report.layout import MOST, fold, lay_out
from tools.review.report.picture import picture

SVG = "{http://www.w3.org/2000/svg}"


def blast(nodes: int, edges: list[tuple[int, int]]) -> Blast:
    names = [f"accounts/a/{number % 3}/unit-{number}" for number in range(nodes)]
    return Blast(
        tuple(Node(name, "changed", "change", {"change": 1}) for name in names),
        tuple((names[one], names[other]) for one, other in edges),
        (),
    )


@pytest.mark.parametrize("name", ["dangerous", "huge", "hostile"])
def test_it_is_well_formed_and_has_words(name: str) -> None:
    drawn = picture(samples.ALL[name]().blast, {})
    assert drawn is not None
    root = ET.fromstring(drawn.svg)  # noqa: S314 - our own
    title, words = root.findall(f"{SVG}title") + root.findall(f"{SVG}desc")
    assert title.text and words.text
    assert root.get("aria-labelledby") == f"{title.get('id')} {words.get('id')}"
    assert {element.tag for element in root.iter()} <= {
        SVG + tag for tag in ("svg", "title", "desc", "g", "rect", "text", "tspan", "path", "circle", "polygon", "a")
    }
    assert not [element for element in root.iter() for key in element.keys() if key in ("style", "fill", "stroke")]  # noqa: SIM118


@pytest.mark.parametrize("name", ["empty", "small", "broken"])
def test_a_unit_alone_needs_no_picture(name: str) -> None:
    assert picture(samples.ALL[name]().blast, {}) is None


def test_an_action_has_a_shape_and_a_sign_of_its_own() -> None:
    root = ET.fromstring(picture(samples.dangerous().blast, {}).svg)  # type: ignore[union-attr]  # noqa: S314
    shapes = {}
    for node in root.iter(f"{SVG}g"):
        kind = (node.get("class") or "").split()
        if kind[:1] == ["badge"]:
            shapes[kind[1]] = ET.tostring(node)
    assert len(shapes) == len(set(shapes.values())) >= 4


graphs = st.integers(1, 24).flatmap(
    lambda count: st.tuples(
        st.just(count),
        st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=40, unique=True),
    )
)


@given(graphs)
def test_nodes_keep_apart_and_inside_cycles_or_not(graph: tuple[int, list[tuple[int, int]]]) -> None:
    folded = fold(blast(*graph))
    laid = lay_out(folded)
    assert len(laid.at) == graph[0]
    for (column, row), (other, beside) in itertools.combinations(laid.at.values(), 2):
        assert column != other or abs(row - beside) >= 0.999
    for column, row in itertools.chain(laid.at.values(), *laid.routes.values()):
        assert 0 <= column < laid.columns
        assert -0.5 <= row <= laid.rows
    for edge, route in laid.routes.items():
        assert route[0] == laid.at[edge[1]] and route[-1] == laid.at[edge[0]]


@given(graphs)
def test_what_is_needed_stands_left(graph: tuple[int, list[tuple[int, int]]]) -> None:
    count, edges = graph
    laid = lay_out(fold(blast(count, [(one, other) for one, other in edges if one > other])))
    for one, other in laid.routes:
        assert laid.at[other][0] < laid.at[one][0]


def test_units_that_need_each_other_stand_together() -> None:
    laid = lay_out(fold(blast(5, [(1, 0), (2, 1), (1, 2), (3, 2), (4, 3)])))
    assert [column for column, _ in laid.at.values()] == [0, 1, 1, 2, 3]


def test_many_units_are_folded_by_folder() -> None:
    review = samples.huge()
    graph = fold(review.blast)
    assert len(graph.shapes) <= MOST
    assert sum(shape.units for shape in graph.shapes) == len(review.units)
    assert graph.note and "300 units" in graph.note
    assert sum(shape.node.counts["destroy"] for shape in graph.shapes) == 4 * len(review.units)


def test_folders_that_are_too_many_are_folded_as_well() -> None:
    nodes = tuple(Node(f"folder-{number}/unit", "changed", "add", {"add": 1}) for number in range(200))
    graph = fold(Blast(nodes, (), ()))
    assert len(graph.shapes) == MOST // 2
    assert sum(shape.units for shape in graph.shapes) == 200


def test_a_deep_graph_is_no_matter() -> None:
    chain = blast(3_000, [(number + 1, number) for number in range(2_999)])
    assert lay_out(fold(chain, most=5_000)).columns == 3_000


def test_a_node_leads_to_its_unit() -> None:
    review = samples.dangerous()
    drawn = picture(review.blast, {review.units[0].path: "unit-0"})
    assert drawn and 'href="#unit-0"' in drawn.svg
