"""The live fetcher against a real server on this machine: one answer for every address, whatever the server does."""

from __future__ import annotations

import contextlib
import gzip
import threading
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from configs.load import load_settings
from configs.settings import Fetch
from flows.fetch import Answer, LiveFetcher

BODY = b"<html><body>" + "威马".encode() + b"</body></html>"
LIMIT = 200_000
BOMB = gzip.compress(b"\0" * 50_000_000)


class Handler(BaseHTTPRequestHandler):
    seen: ClassVar[Counter[str]] = Counter()
    agents: ClassVar[set[str]] = set()

    def do_GET(self) -> None:
        self.seen[self.path] += 1
        self.agents.add(self.headers["User-Agent"])
        getattr(self, "answer_" + self.path.strip("/").split("/")[0])()

    def reply(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def answer_plain(self) -> None:
        self.reply(BODY, Content_Type="text/html; charset=utf-8")

    def answer_gzip(self) -> None:
        self.reply(gzip.compress(BODY), Content_Encoding="gzip")

    def answer_deflate(self) -> None:
        self.reply(zlib.compress(BODY), Content_Encoding="deflate")

    def answer_bomb(self) -> None:
        self.reply(BOMB, Content_Encoding="gzip")

    def answer_garbled(self) -> None:
        self.reply(b"this is not gzip", Content_Encoding="gzip")

    def answer_large(self) -> None:
        self.reply(b"x" * (LIMIT + 1))

    def answer_gone(self) -> None:
        self.reply(b"gone", 410)

    def answer_flaky(self) -> None:
        if self.seen[self.path] == 1:
            self.reply(b"busy", 503, Retry_After="0")
        else:
            self.reply(BODY)

    def answer_loop(self) -> None:
        self.reply(b"", 302, Location="/loop")

    def answer_slow(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(100):
            time.sleep(0.1)
            self.wfile.write(b"x")
            self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        pass

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):
            super().handle()


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def fetcher() -> LiveFetcher:
    settings = load_settings().fetch
    quick = {"host_delay_seconds": 0.0, "timeout_seconds": 0.5, "attempts": 2, "max_page_bytes": LIMIT}
    return LiveFetcher(Fetch.model_validate(settings.model_dump() | quick))


def ask(fetcher: LiveFetcher, url: str) -> Answer:
    (answer,) = fetcher.fetch([url])
    assert answer.url == url
    return answer


@pytest.mark.parametrize("path", ["plain", "gzip", "deflate", "flaky"])
def test_a_whole_answer_has_its_decoded_bytes(fetcher: LiveFetcher, host: str, path: str) -> None:
    answer = ask(fetcher, f"{host}/{path}")
    assert (answer.status, answer.body, answer.ok) == (200, BODY, True)
    assert "content-encoding" not in {name.lower() for name, _ in answer.headers}


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("bomb", "too_large"),
        ("large", "too_large"),
        ("garbled", "bad_compression"),
        ("loop", "too_many_redirects"),
        ("slow", "timeout"),
    ],
)
def test_what_is_no_whole_answer_has_its_reason(fetcher: LiveFetcher, host: str, path: str, reason: str) -> None:
    answer = ask(fetcher, f"{host}/{path}")
    assert (answer.failure, answer.ok, answer.body) == (reason, False, b"")


def test_an_error_status_is_an_answer_and_is_not_asked_again(fetcher: LiveFetcher, host: str) -> None:
    answer = ask(fetcher, f"{host}/gone")
    assert (answer.status, answer.failure, answer.ok) == (410, None, False)
    assert Handler.seen["/gone"] == 1


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "http://[bad", "ftp://n.example/x"])
def test_an_address_that_cannot_be_reached_is_a_failure(fetcher: LiveFetcher, url: str) -> None:
    assert (ask(fetcher, url).failure or "").startswith("network:")


def test_answers_come_in_the_order_asked_and_repeats_cost_one_request(fetcher: LiveFetcher, host: str) -> None:
    urls = [f"{host}/plain/{i}" for i in (3, 1, 2, 1)]
    assert [answer.url for answer in fetcher.fetch(urls)] == urls
    assert Handler.seen["/plain/1"] == 1


def test_the_agent_names_whom_to_write_to(fetcher: LiveFetcher, host: str) -> None:
    ask(fetcher, f"{host}/plain")
    assert all("mailto:" in agent for agent in Handler.agents)
