"""Options of the commands that serve the correction page."""

from typing import Annotated

import typer

DEFAULT_PORT = 8765
DEFAULT_HOST = "127.0.0.1"

Port = Annotated[int, typer.Option(metavar="N", help="Port; 0 takes a free one.", min=0, max=65535)]
Host = Annotated[
    str, typer.Option(metavar="ADDRESS", help="Address to listen on. Other than loopback needs --team.")
]
Names = Annotated[
    list[str] | None,
    typer.Option(metavar="HOST[:PORT]", help="Name under which browsers reach the page; repeatable."),
]
BehindTls = Annotated[
    bool, typer.Option("--behind-tls", help="A TLS proxy stands before the page: cookies only over TLS.")
]
TrustedProxies = Annotated[
    list[str] | None,
    typer.Option(
        "--trusted-proxy",
        metavar="ADDRESS[/BITS]",
        help="Proxy whose X-Forwarded-For is believed; repeatable. Setting: trusted_proxies.",
    ),
]
