"""Addresses to recorded answers. The collector sees one small protocol; the network, or a recording, is behind it.

Every request ends in exactly one :class:`Answer`: a response with its bytes, or a failure with its reason.
"""

from __future__ import annotations

import asyncio
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import urlsplit

import httpx

from configs.settings import Fetch as FetchSettings

Clock = Callable[[], datetime]
_RETRIED = frozenset({429, 500, 502, 503, 504})
_LONGEST_PAUSE = 60.0
_WHOLE_ANSWER = 3
"""A whole answer may take this many times the limit for a single read: a slow drip ends too."""


def system_clock() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for one address. ``failure`` is ``None`` for a whole response of any status, else a reason code."""

    url: str
    fetched_at: datetime
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = field(default=b"", repr=False)
    failure: str | None = None

    @property
    def content_type(self) -> str:
        return next((value for name, value in self.headers if name.lower() == "content-type"), "")

    @property
    def ok(self) -> bool:
        return self.failure is None and self.status == 200


class Fetcher(Protocol):
    """Anything that answers for addresses: one :class:`Answer` each, in the order asked."""

    def fetch(self, urls: Sequence[str]) -> list[Answer]: ...


class FetchError(Exception):
    """Why one address gave no whole response; the message is the reason code of its :class:`Answer`."""


class LiveFetcher:
    """The network, politely: one request at a time per host with a pause, retries with backoff, sizes capped."""

    def __init__(self, settings: FetchSettings, clock: Clock = system_clock) -> None:
        self._settings = settings
        self._clock = clock

    def fetch(self, urls: Sequence[str]) -> list[Answer]:
        """Ask for all ``urls``; hosts in parallel, the addresses of one host in turn."""
        return asyncio.run(self._fetch_all(urls))

    async def _fetch_all(self, urls: Sequence[str]) -> list[Answer]:
        hosts: defaultdict[str, list[str]] = defaultdict(list)
        for url in dict.fromkeys(urls):
            hosts[_host(url)].append(url)
        places = asyncio.Semaphore(self._settings.parallel_hosts)
        timeout = httpx.Timeout(self._settings.timeout_seconds)
        headers = {"User-Agent": self._settings.agent, "Accept-Encoding": "gzip, deflate"}
        async with httpx.AsyncClient(
            http2=True,
            timeout=timeout,
            headers=headers,
            follow_redirects=True,
            max_redirects=self._settings.max_redirects,
        ) as client:
            groups = await asyncio.gather(*(self._fetch_host(client, places, host) for host in hosts.values()))
        answers = {answer.url: answer for group in groups for answer in group}
        return [answers[url] for url in urls]

    async def _fetch_host(
        self, client: httpx.AsyncClient, places: asyncio.Semaphore, urls: Iterable[str]
    ) -> list[Answer]:
        answers = []
        async with places:
            for i, url in enumerate(urls):
                if i:
                    await asyncio.sleep(self._settings.host_delay_seconds)
                answers.append(await self._fetch_one(client, url))
        return answers

    async def _fetch_one(self, client: httpx.AsyncClient, url: str) -> Answer:
        """One address, retried on passing faults; the last fault is the answer."""
        answer = await self._attempt(client, url)
        for attempt in range(self._settings.attempts - 1):
            if answer.ok or (answer.status is not None and answer.status not in _RETRIED):
                break
            await asyncio.sleep(_pause(answer, attempt))
            answer = await self._attempt(client, url)
        return answer

    async def _attempt(self, client: httpx.AsyncClient, url: str) -> Answer:
        try:
            async with (
                asyncio.timeout(_WHOLE_ANSWER * self._settings.timeout_seconds),
                client.stream("GET", url) as response,
            ):
                body = await _read_capped(response, self._settings.max_page_bytes)
                headers = tuple(
                    (k, v) for k, v in response.headers.multi_items() if k not in ("content-encoding", "content-length")
                )
                return Answer(url, self._clock(), response.status_code, headers, body)
        except TimeoutError:
            reason = "timeout"
        except httpx.TimeoutException:
            reason = "timeout"
        except httpx.TooManyRedirects:
            reason = "too_many_redirects"
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            reason = f"network:{type(error).__name__}"
        except FetchError as error:
            reason = str(error)
        return Answer(url, self._clock(), failure=reason)


def _host(url: str) -> str:
    """The host that an address names; addresses that cannot be read share one place and fail there."""
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def _pause(answer: Answer, attempt: int) -> float:
    """Seconds before the next try: what ``Retry-After`` asks for, else doubling from one second."""
    asked = next((v for k, v in answer.headers if k.lower() == "retry-after"), "")
    return min(_LONGEST_PAUSE, float(asked) if asked.isdecimal() else 2.0**attempt)


async def _read_capped(response: httpx.Response, limit: int) -> bytes:
    """The decoded body; raises :class:`FetchError` once it passes ``limit`` bytes.

    The bytes are inflated here, a bounded piece at a time: a client that inflates by itself holds a whole
    decompression bomb in memory before any cap can see it.
    """
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "", "gzip", "deflate"):
        raise FetchError(f"encoding:{encoding}")
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 32) if encoding in ("gzip", "deflate") else None
    body = bytearray()
    async for chunk in response.aiter_raw():
        while chunk:
            try:
                piece = inflate.decompress(chunk, 1 << 16) if inflate else chunk
            except zlib.error as error:
                raise FetchError("bad_compression") from error
            chunk = inflate.unconsumed_tail if inflate else b""
            body += piece
            if len(body) > limit:
                raise FetchError("too_large")
    return bytes(body)
