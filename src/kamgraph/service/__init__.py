"""A thin ASGI app and an MCP server over live stores."""

from kamgraph.errors import require_extra

with require_extra("the service needs Starlette, uvicorn and mcp", "service"):
    from kamgraph.service.app import make_app
    from kamgraph.service.bounds import Bounds
    from kamgraph.service.mcp_server import make_mcp_server
    from kamgraph.service.policies import PolicyFile
    from kamgraph.service.problems import tell_problem
    from kamgraph.service.tenants import Tenants

__all__ = ["Bounds", "PolicyFile", "Tenants", "make_app", "make_mcp_server", "tell_problem"]
