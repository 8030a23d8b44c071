"""A real server over an application, for tests with a browser."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import FastAPI

from sijill.cli.serve import open_listener


@contextmanager
def serve(app: FastAPI) -> Iterator[str]:
    """Serve an application on a free port of the loopback interface; gives its address."""
    import uvicorn

    listener = open_listener("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
