"""`sijill serve`: the workbench of a register on the loopback interface."""

import errno
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sijill.cli.options import PacksOption, RegisterOption, find_register, get_settings
from sijill.errors import UserError

if TYPE_CHECKING:
    from socket import socket

PORT = 8765
MAX_TRIES = 20
# Connections stay open longer than a reader thinks; one that closes just when the next request comes looks like an error.
KEEP_SECONDS = 75


def serve(
    register: RegisterOption = None,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; keep it on loopback unless a proxy stands before it.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="Port to listen on; 0 takes any that is free.", min=0, max=65535)] = PORT,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the workbench in a browser.")] = False,
    accounts: Annotated[
        bool | None,
        typer.Option(
            "--accounts/--no-accounts",
            help="Let people log in; without, others than this machine only read.",
            show_default="on other addresses than loopback",
        ),
    ] = None,
    packs: PacksOption = None,
) -> None:
    """Serve the workbench of a register until Ctrl-C."""
    run_server(find_register(register), packs or [], host=host, port=port, open_browser=open_browser, accounts=accounts)


def run_server(
    folder: Path, packs: list[Path], *, host: str = "127.0.0.1", port: int = PORT, open_browser: bool = False, accounts: bool | None = None
) -> None:
    """Serve the register in `folder`, printing the address; raises UserError when the port cannot be had."""
    import uvicorn

    from sijill.web.app import make_app
    from sijill.web.guard import LOOPBACK

    on_loopback = host in LOOPBACK
    with_accounts = not on_loopback if accounts is None else accounts
    hosts = LOOPBACK if on_loopback else ["*"]
    app = make_app(folder, get_settings(packs=packs), hosts=hosts, writable=on_loopback, accounts=with_accounts)
    listener = open_listener(host, port)
    address = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}/"
    typer.echo(f"The workbench of {folder.resolve()} is at {address} (Ctrl-C stops it)")
    if app.state.people is not None and not app.state.people.list_people():
        link = f"{address}join?link={app.state.people.make_link('administrator')}"
        typer.echo(f"Nobody has an account yet. This link, good once and for a day, makes the first, an administrator's:\n  {link}")
    if open_browser:
        typer.launch(address)
    with listener:
        uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False, timeout_keep_alive=KEEP_SECONDS)).run(
            sockets=[listener]
        )


def open_listener(host: str, port: int) -> "socket":
    """Return a socket that listens on `port`, or on the next free one after it; raises UserError when there is none."""
    import socket as sockets

    family = sockets.AF_INET6 if ":" in host else sockets.AF_INET
    for candidate in range(port, port + (MAX_TRIES if port else 1)):
        listener = sockets.socket(family, sockets.SOCK_STREAM)
        listener.setsockopt(sockets.SOL_SOCKET, sockets.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
        except OSError as error:
            listener.close()
            if error.errno != errno.EADDRINUSE:
                raise UserError(f"cannot listen on {host}:{candidate}: {error.strerror}") from error
            continue
        listener.listen(128)
        return listener
    raise UserError(f"no free port from {port} to {port + MAX_TRIES - 1} on {host}; choose one with --port")
