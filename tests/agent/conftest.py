"""A seller's board, and an agent's client at it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
from mcp import Client

from funnelboard.agent.server import make_server
from funnelboard.services.workspace import Workspace


class Agent:
    """What an agent does with a client."""

    def __init__(self, client: Client) -> None:
        self.client = client

    async def __call__(self, tool: str, **said: Any) -> dict[str, Any]:
        """The answer of a tool that refuses nothing."""
        result = await self.client.call_tool(tool, said)
        assert not result.is_error, result.content
        return dict(result.structured_content)

    async def refused(self, tool: str, **said: Any) -> dict[str, Any]:
        """Why a tool refuses."""
        result = await self.client.call_tool(tool, said)
        assert result.is_error
        refusal: dict[str, Any] = result.structured_content["error"]
        assert list(refusal) == ["code", "message", "hint", "missing"]
        return refusal

    async def text(self, tool: str, **said: Any) -> str:
        """An answer as a client shows it that knows of nothing but text."""
        (content,) = (await self.client.call_tool(tool, said)).content
        return str(content.text)


Connect = Callable[..., AbstractAsyncContextManager[Agent]]


@pytest.fixture
def workspace(make_workspace: Callable[..., Workspace]) -> Workspace:
    """An empty board of the seller “kari”, as a server has it."""
    return make_workspace(threaded=True)


@pytest.fixture
def connect(workspace: Workspace) -> Connect:
    """An agent at the seller's board: ``async with connect(write=True) as agent``."""

    @asynccontextmanager
    async def connected(*, write: bool = False) -> AsyncIterator[Agent]:
        async with Client(make_server(workspace, write=write)) as client:
            yield Agent(client)

    return connected
