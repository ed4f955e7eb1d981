"""The sockets that `tiyao serve` listens on."""

import socket
from contextlib import closing

from service.commands.serve import listen


def test_no_answer_waits_for_the_one_before_it_to_be_acknowledged() -> None:
    (listening,) = listen("127.0.0.1", 0)
    with closing(listening), socket.create_connection(listening.getsockname()), closing(listening.accept()[0]) as taken:
        assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
