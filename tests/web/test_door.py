"""Who is let in, and what every answer says to the browser."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest

from funnelboard.errors import BadInput
from funnelboard.web.door import COOKIE, HEADERS, Door, is_loopback, origin_of
from funnelboard.web.server import FILES

Serve = Callable[..., Awaitable[Any]]

MANY_A = "a" * 5_000


async def test_the_token_is_exchanged_for_a_cookie_and_leaves_the_address(serve: Serve) -> None:
    served = await serve()
    async with served.visitor.get(served.door.entrance) as answer:
        token = served.door.entrance.partition("=")[2]
        cookie = answer.cookies[COOKIE]
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", served.door.place)
        assert answer.headers["Refresh"] == f"0; url={served.door.place}"
        assert token not in f"{answer.headers}{await answer.text()}{cookie.value}"
    async with served.visitor.get(served.board) as page:
        assert page.status == 200
        assert 'class="textual-terminal"' in await page.text()
    for name in FILES:
        async with served.visitor.get(served.board + name) as file:
            assert (file.status, file.content_length) == (200, FILES[name].stat().st_size)


@pytest.mark.parametrize("query", ["", "?token=", "?token=wrong", f"?token={MANY_A}", "?token=%ff", "?tokens=1"])
async def test_nobody_enters_without_the_token(serve: Serve, query: str) -> None:
    served = await serve()
    async with served.visitor.get(f"{served.origin}/{query}") as answer:
        assert answer.status == 403
        assert (await answer.text()).startswith("Open the address that “funnelboard serve” has printed.")
        assert not answer.cookies


@pytest.mark.parametrize("name", ["", "board.js", "terminal.js", "upright.ttf", "keys", "nothing"])
async def test_nothing_is_given_without_the_cookie(serve: Serve, name: str) -> None:
    served = await serve()
    token = served.door.entrance.partition("=")[2]
    for cookies in ({}, {COOKIE: "wrong"}, {COOKIE: token}):
        async with aiohttp.request("GET", served.board + name, cookies=cookies) as answer:
            assert answer.status == 403
    async with served.visitor.get(f"{served.board}{name}?token={token}") as answer:
        assert answer.status == 403


async def test_the_token_of_another_server_is_none(serve: Serve) -> None:
    here, there = await serve(), await serve()
    token = there.door.entrance.partition("?")[2]
    async with here.visitor.get(f"{here.origin}/?{token}") as answer:
        assert answer.status == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:80", "192.0.2.1", "0.0.0.0", "[::2]", "["])
async def test_a_name_that_somebody_else_made_lead_here_is_refused(serve: Serve, host: str) -> None:
    served = await serve()
    await served.enter()
    for path in (served.door.place, served.door.entrance.removeprefix(served.origin)):
        async with served.visitor.get(served.origin + path, headers={"Host": host}) as answer:
            assert (answer.status, answer.cookies) == (403, {}), path
            assert (await answer.text()).startswith("This server is not called that.")


@pytest.mark.parametrize("host", ["127.0.0.1:9000", "localhost", "LocalHost:9000", "[::1]:9000"])
async def test_a_tunnel_may_begin_at_any_port_of_the_sellers_machine(serve: Serve, host: str) -> None:
    served = await serve()
    await served.enter()
    async with served.visitor.get(served.board, headers={"Host": host}) as answer:
        assert answer.status == 200
    async with served.visitor.ws_connect(
        f"{served.board}keys", headers={"Host": host, "Origin": f"http://{host}"}
    ) as tab:
        assert not tab.closed


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:1", "null", "", "https://127.0.0.1"])
async def test_a_page_of_another_server_is_refused(serve: Serve, origin: str) -> None:
    served = await serve()
    await served.enter()
    with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
        await served.open(Origin=origin)
    async with served.visitor.get(served.board, headers={"Origin": origin}) as answer:
        assert answer.status == 403


async def test_what_is_no_browser_opens_no_board(serve: Serve) -> None:
    served = await serve()
    await served.enter()
    with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
        await served.visitor.ws_connect(f"{served.board}keys")


async def test_every_answer_says_what_the_browser_must_not_do(serve: Serve) -> None:
    served = await serve()
    await served.enter()
    statuses = set()
    for address in (
        served.door.entrance,
        served.board,
        f"{served.board}terminal.js",
        f"{served.board}no",
        served.origin,
    ):
        async with served.visitor.get(address) as answer:
            statuses.add(answer.status)
            assert HEADERS.items() <= dict(answer.headers).items()
            assert "script-src 'self';" in answer.headers["Content-Security-Policy"]
    assert statuses == {200, 403, 404}


@pytest.mark.parametrize("name", ["../tab.py", "..%2ftab.py", "/etc/passwd", "board.html/", "%00", "page/board.html"])
async def test_nothing_but_the_page_can_be_fetched(serve: Serve, name: str) -> None:
    served = await serve()
    await served.enter()
    async with served.visitor.get(served.board + name) as answer:
        assert answer.status in (403, 404)


async def test_behind_a_proxy_it_goes_by_the_name_of_that(serve: Serve) -> None:
    served = await serve(origin=origin_of("HTTPS://Board.Example.com:443/"))
    assert served.door.entrance.startswith("https://board.example.com/?token=")
    token = served.door.entrance.partition("?")[2]
    named = {"Host": "board.example.com"}
    async with served.visitor.get(f"{served.origin}/?{token}") as answer:
        assert answer.status == 403
    async with served.visitor.get(f"{served.origin}/?{token}", headers=named) as answer:
        assert answer.cookies[COOKIE]["secure"]
        cookie = {"Cookie": f"{COOKIE}={answer.cookies[COOKIE].value}"}
    with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
        await served.open(**named, **cookie, Origin="http://board.example.com")
    async with await served.open(**named, **cookie, Origin="https://board.example.com") as tab:
        assert not tab.closed


@pytest.mark.parametrize("url", ["board.example.com", "ftp://board.example.com", "https://a.example/x", "", "["])
def test_what_is_no_address_of_a_server_is_refused(url: str) -> None:
    with pytest.raises(BadInput, match="is not an address such as"):
        origin_of(url)


def test_what_others_can_reach() -> None:
    assert all(map(is_loopback, ("127.0.0.1", "127.0.0.2", "localhost", "::1")))
    assert not any(map(is_loopback, ("0.0.0.0", "::", "192.0.2.1", "box.example")))
    assert Door("::1", 8080).entrance.startswith("http://[::1]:8080/?token=")
    assert "0.0.0.0" not in Door("0.0.0.0", 8080).entrance


def test_all_secrets_are_others_each_time() -> None:
    doors = [Door("127.0.0.1", 8080) for _ in range(2)]
    assert len({door.entrance for door in doors} | {door.place for door in doors}) == 4
