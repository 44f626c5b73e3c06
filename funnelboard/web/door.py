"""Who is let in: whoever has the token that was printed, and then the cookie it is exchanged for.

A port of this machine is open to every account on it, and to every page that any browser on it shows: one that names
it by an address of its own (``Host``), and one that opens a websocket to it with the seller's cookie (``Origin``).
"""

from __future__ import annotations

import ipaddress
import secrets
import socket

from aiohttp import web
from aiohttp.typedefs import Handler
from yarl import URL

from funnelboard.errors import BadInput

COOKIE = "funnelboard"

LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))

HEADERS = {
    "Cache-Control": "no-store",
    # The terminal styles itself; a style cannot fetch anything either.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "font-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Sent with every answer: nothing is fetched from anywhere else, kept, guessed at, framed, or told to others."""

_ENTRY = '<!DOCTYPE html>\n<title>FunnelBoard</title>\n<link rel="icon" href="data:,">\n<p>The board opens…\n'


class Door:
    """The secrets of one server, and what its visitors may call it.

    Attributes:
        place: The path that everything is under. Browsers send a cookie to every port of a machine, but only to the
            paths that it is for: nobody else's port is sent ours, as its owner cannot know this one.
        entrance: The address with the token.
    """

    def __init__(self, host: str, port: int, origin: str | None = None) -> None:
        """Make new secrets.

        Args:
            host, port: Where it listens.
            origin: What ``origin_of`` made of the address browsers reach it by, where another server stands in front.
        """
        self.place = f"/{secrets.token_urlsafe(12)}/"
        self._token = secrets.token_urlsafe(32)
        self._cookie = secrets.token_urlsafe(32)
        self._origin = origin
        self._everywhere = origin is None and _is_everywhere(host)
        shown = socket.gethostname().casefold() if self._everywhere else host.casefold()
        if origin is not None:
            self._names = frozenset((_name_in(origin),))
        else:
            self._names = LOOPBACK if shown in LOOPBACK else frozenset((shown,))
        self.entrance = f"{origin or URL.build(scheme='http', host=shown, port=port)}/?token={self._token}"

    @web.middleware
    async def admit(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer a request of somebody who may make it.

        Raises:
            HTTPForbidden: Somebody else; one sentence says why.
        """
        if not self._is_called(request.host):
            raise web.HTTPForbidden(
                text="This server is not called that. “funnelboard serve --url” says what else it is called."
            )
        if (origin := request.headers.get("Origin")) is not None and not self._is_own(origin, request.host):
            raise web.HTTPForbidden(text="That was asked by a page of another server.")
        if request.path == "/" and _same(request.query.get("token", ""), self._token):
            return self._let_in()
        if not _same(request.cookies.get(COOKIE, ""), self._cookie):
            raise web.HTTPForbidden(
                text="Open the address that “funnelboard serve” has printed. It has a token, another one each time."
            )
        return await handler(request)

    async def harden(self, _request: web.Request, response: web.StreamResponse) -> None:
        """Put ``HEADERS`` onto an answer."""
        response.headers.update(HEADERS)

    def _let_in(self) -> web.Response:
        """The cookie, and on to the place.

        By the page itself: a strict cookie is not sent along where a link on somebody else's page is redirected.
        """
        entered = web.Response(text=_ENTRY, content_type="text/html", headers={"Refresh": f"0; url={self.place}"})
        encrypted = (self._origin or "").startswith("https:")
        entered.set_cookie(COOKIE, self._cookie, path=self.place, httponly=True, samesite="Strict", secure=encrypted)
        return entered

    def _is_called(self, host: str) -> bool:
        """Whether a visitor may name it so; the address of a machine itself cannot be made to lead elsewhere."""
        name = _name_in(f"http://{host}")
        return name in self._names or (self._everywhere and (name in LOOPBACK or _is_address(name)))

    def _is_own(self, origin: str, host: str) -> bool:
        return origin == (self._origin or f"http://{host}")


def require_origin(request: web.Request) -> None:
    """Refuse what no page of a browser has asked for: every browser says which page opens a websocket.

    Raises:
        HTTPForbidden: It does not say.
    """
    if "Origin" not in request.headers:
        raise web.HTTPForbidden(text="Only a page of a browser can open the board.")


def origin_of(url: str) -> str:
    """The scheme, name and port of an address, as browsers write them.

    Raises:
        BadInput: It has none, or more than these.
    """
    try:
        origin = URL(url).origin()
    except ValueError:
        origin = URL()
    if origin.scheme not in ("http", "https") or URL(url) != origin / "":
        raise BadInput(f"“{url}” is not an address such as https://board.example.com, without a path.")
    return str(origin)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what listens there."""
    return host in LOOPBACK or (_is_address(host) and ipaddress.ip_address(host).is_loopback)


def _is_everywhere(host: str) -> bool:
    return _is_address(host) and ipaddress.ip_address(host).is_unspecified


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _name_in(url: str) -> str:
    """The name of the machine in an address, in small letters; nothing if there is none."""
    try:
        return URL(url).host or ""
    except ValueError:
        return ""


def _same(given: str, secret: str) -> bool:
    """Whether they are the same, in a time that does not tell how much of it is."""
    return secrets.compare_digest(given.encode(errors="replace"), secret.encode())
