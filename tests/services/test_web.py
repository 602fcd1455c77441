"""The page in a browser, as CloudFront serves it: the module's headers, the API behind the same origin."""

from __future__ import annotations

import re
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from .browser import NAMES, Page, browsing, find_browser
from .conftest import REPOSITORY, Api, Server

SITE = REPOSITORY / "services" / "sarcng-web" / "site"
MODULE = REPOSITORY / "modules" / "compute" / "cloudfront-site"
FIELDS = ("resource", "holder", "starts_at", "ends_at")


def policy() -> str:
    """The content security policy that the module gives a site."""
    text = (MODULE / "variables.tf").read_text(encoding="utf-8")
    [found] = re.findall(r'default += "(default-src [^"]+)"', text)
    return str(found)


def types() -> dict[str, str]:
    """The content types that the module gives files."""
    text = (MODULE / "locals.tf").read_text(encoding="utf-8")
    return dict(re.findall(r'^    (\w+) += "(\S+/[^"]+)"$', text, re.MULTILINE))


class Edge(BaseHTTPRequestHandler):
    """What CloudFront does: files by their path, the API below its own."""

    protocol_version = "HTTP/1.1"
    api = 0

    def do_GET(self) -> None:
        if self.path.startswith("/reservations"):
            self.forward()
            return
        path = SITE / (self.path.partition("?")[0].lstrip("/") or "index.html")
        status = 200 if path.is_file() else 404
        path = path if status == 200 else SITE / "404.html"
        self.answer(status, types()[path.suffix.lstrip(".")], path.read_bytes())

    def forward(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)) or None
        headers = {"Content-Type": self.headers.get("Content-Type") or "application/json"}
        request = urllib.request.Request(f"http://127.0.0.1:{self.api}{self.path}", body, headers, method=self.command)
        try:
            with urllib.request.urlopen(request, timeout=20) as found:  # noqa: S310
                self.answer(found.status, found.headers.get("Content-Type"), found.read())
        except urllib.error.HTTPError as error:
            with error:
                self.answer(error.code, error.headers.get("Content-Type"), error.read())

    do_POST = do_DELETE = forward

    def answer(self, status: int, kind: str | None, body: bytes) -> None:
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", policy())
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 204:
            self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:
        pass


@pytest.fixture(scope="module")
def browser() -> str:
    """A browser."""
    found = find_browser()
    if found is None:
        pytest.skip(f"no browser on PATH (one of {', '.join(NAMES)}): apt-get install chromium")
    return found


@pytest.fixture(scope="module")
def address(browser: str, api: Api) -> Iterator[str]:
    """Where the page is."""
    edge = ThreadingHTTPServer(("127.0.0.1", 0), type("OurEdge", (Edge,), {"api": api.port}))
    edge.daemon_threads = True
    threading.Thread(target=edge.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{edge.server_port}/"
    edge.shutdown()
    edge.server_close()


@pytest.fixture
def page(browser: str, address: str, server: Server, database: str, tmp_path: Path) -> Iterator[Page]:
    """The page, with nothing reserved."""
    server.run("DELETE FROM reservations", database=database)
    with browsing(browser, tmp_path / "profile") as found:
        found.open(address)
        found.wait("!document.getElementById('none').hidden")
        yield found


def fill(page: Page, **values: str) -> None:
    """Enter values; times as a picker would."""
    for name, value in values.items():
        if name.endswith("_at"):
            page.run(f"document.getElementById('{name}').value = '{value}'")
        else:
            page.run(f"document.getElementById('{name}').value = ''")
            page.type(f"#{name}", value)


def text(page: Page, selector: str) -> str:
    return str(page.run(f"document.querySelector('{selector}').innerText"))


ROOM = {"resource": "Room 1", "holder": "Ada", "starts_at": "2030-07-31T10:00", "ends_at": "2030-07-31T11:00"}


def test_a_reservation_is_made_found_and_cancelled(page: Page, api: Api) -> None:
    fill(page, **ROOM)
    page.type("#holder", "")
    page.press("Enter", 13)
    page.wait("document.querySelectorAll('#list tr').length === 1")
    assert text(page, "#message") == "Room 1 is reserved for Ada."
    assert text(page, "#list tr").split("\t")[:2] == ["Room 1", "Ada"]
    assert page.run("document.activeElement.id") == "resource", "the next one can be typed at once"
    _, kept = api.send("GET", "/reservations")
    assert kept["items"][0]["starts_at"] == "2030-07-31T09:00:00Z", "ten o'clock of a summer in London"

    page.run("document.querySelector('#list button').click()")
    page.wait("!document.getElementById('none').hidden")
    assert text(page, "#message") == "Room 1 for Ada is cancelled."
    assert page.run("document.activeElement.id") == "list-title", "the button that had the focus is gone"
    assert api.send("GET", "/reservations") == (200, {"items": []})
    assert page.complaints() == []


def test_what_is_wrong_stands_beside_its_field(page: Page) -> None:
    fill(page, holder="Ada")
    page.run("document.querySelector('#new button').click()")
    assert [text(page, f"#{name}-error") for name in FIELDS] == ["Is required.", "", "Is required.", "Is required."]
    assert page.run("document.activeElement.id") == "resource"
    assert page.run("document.getElementById('resource').getAttribute('aria-invalid')") == "true"
    assert page.complaints() == [], "the service was not asked"

    fill(page, **ROOM | {"ends_at": "2030-07-31T09:00"})
    page.run("document.querySelector('#new button').click()")
    page.wait("document.getElementById('ends_at-error').innerText")
    assert text(page, "#ends_at-error") == "Must be later than starts_at."
    assert page.run("document.activeElement.id") == "ends_at"
    assert page.run("document.getElementById('resource').hasAttribute('aria-invalid')") is False


def test_who_comes_second_is_told(page: Page, api: Api) -> None:
    api.send(
        "POST",
        "/reservations",
        {"resource": "Room 1", "holder": "Bob", "starts_at": "2030-07-31T09:30:00Z", "ends_at": "2030-07-31T10:30:00Z"},
    )
    fill(page, **ROOM)
    page.run("document.querySelector('#new button').click()")
    page.wait("document.querySelector('#message.bad')")
    assert "already reserved" in text(page, "#message")
    assert page.run("document.getElementById('resource').value") == "Room 1", "nothing typed is lost"


def test_names_are_text_and_not_markup(page: Page, api: Api) -> None:
    holder = "<img src=x onerror=\"document.title='owned'\">"
    api.send(
        "POST",
        "/reservations",
        {
            "resource": "Room 1",
            "holder": holder,
            "starts_at": "2030-07-31T09:30:00Z",
            "ends_at": "2030-07-31T10:30:00Z",
        },
    )
    page.run("document.querySelector('#filter button').click()")
    page.wait("document.querySelectorAll('#list tr').length === 1")
    assert text(page, "#list td") == holder
    assert page.run("document.title") == "Reservations"
    assert page.complaints() == []


def test_long_lists_come_in_pages_and_can_be_narrowed(page: Page, api: Api) -> None:
    for number in range(23):
        draft = {"holder": "Ada", "starts_at": "2030-07-31T09:30:00Z", "ends_at": "2030-07-31T10:30:00Z"}
        assert api.send("POST", "/reservations", {"resource": f"Room {number}", **draft})[0] == 201
    page.run("document.querySelector('#filter button').click()")
    page.wait("document.querySelectorAll('#list tr').length === 20")
    page.run("document.getElementById('more').click()")
    page.wait("document.querySelectorAll('#list tr').length === 23")
    assert page.run("document.getElementById('more').hidden")
    assert page.run("document.querySelectorAll('#list tr')[20].contains(document.activeElement)"), "one can read on"
    page.type("#only", "Room 7")
    page.press("Enter", 13)
    page.wait("document.querySelectorAll('#list tr').length === 1")
    assert text(page, "#list th") == "Room 7"


def test_everything_that_can_be_used_has_a_name_and_the_page_an_order(page: Page, api: Api) -> None:
    draft = {"resource": "Room 1", "holder": "Ada", "starts_at": "2030-07-31T09:30:00Z"}
    api.send("POST", "/reservations", {**draft, "ends_at": "2030-07-31T10:30:00Z"})
    page.run("document.querySelector('#filter button').click()")
    page.wait("document.querySelectorAll('#list tr').length === 1")
    nodes = [node for node in page.call("Accessibility.getFullAXTree")["nodes"] if not node.get("ignored")]
    by_role: dict[str, list[str]] = {}
    for node in nodes:
        by_role.setdefault(node["role"]["value"], []).append(node.get("name", {}).get("value", ""))
    assert {"What", "For whom", "Show only"} <= set(by_role["textbox"])
    assert {"From", "Until"} <= set(by_role["DateTime"])
    assert all(by_role["button"]), "every button says what it does"
    assert any(name.startswith("Cancel Room 1 for Ada, ") for name in by_role["button"])
    assert {"banner", "main", "search", "status", "table", "columnheader", "rowheader"} <= set(by_role)
    levels = page.run("[...document.querySelectorAll('h1,h2,h3')].map((heading) => heading.tagName).join(' ')")
    assert levels == "H1 H2 H2"
    assert page.run("document.documentElement.lang") == "en"
    page.run("document.activeElement.blur()")
    page.press("Tab", 9)
    assert page.run("document.activeElement.className") == "skip", "the first stop of the keyboard"


def test_text_can_be_read_on_its_background_in_light_and_dark(page: Page) -> None:
    script = """(() => {
      const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
        .map((c) => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
      const colour = (text) => text.match(/[\\d.]+/g).slice(0, 3).map(Number);
      const ground = (element) => {
        for (let e = element; e; e = e.parentElement) {
          const found = getComputedStyle(e).backgroundColor;
          if (!/, 0\\)$/.test(found)) return colour(found);
        }
      };
      const message = document.getElementById('message');
      message.textContent = 'x';
      document.getElementById('holder-error').textContent = 'x';
      return ['h1', 'label', 'input', 'button', '#holder-error', '#message', 'th', '.skip'].map((selector) => {
        const element = document.querySelector(selector);
        const [a, b] = [light(colour(getComputedStyle(element).color)), light(ground(element))].sort((x, y) => y - x);
        return [selector, (a + .05) / (b + .05)];
      });
    })()"""
    for scheme in ("light", "dark"):
        page.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        found = dict(page.run(script))
        assert {selector for selector, ratio in found.items() if ratio < 4.5} == set(), (scheme, found)


def test_a_page_that_is_not_there_says_so(page: Page, address: str) -> None:
    page.open(address + "nowhere")
    assert text(page, "h1") == "There is nothing here"
    assert [each for each in page.complaints() if "404" not in each] == []
