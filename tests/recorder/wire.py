"""A wire between recorder and camera that can be cut, and mended, and that can go silent."""

import contextlib
import socket
import threading


class Wire:
    """Passes bytes on between whoever connects to `port` and the real port behind it."""

    def __init__(self, behind: int | None) -> None:
        self._behind = behind
        self._open: set[socket.socket] = set()
        self.cut = False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.connections = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def break_now(self) -> None:
        """Every connection drops and new ones are refused at once."""
        self.cut = True
        for end in list(self._open):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while True:
            near, _ = self._listener.accept()
            self.connections += 1
            if self.cut:
                near.close()
                continue
            self._open.add(near)
            if self._behind is None:
                continue  # it answers, and then says nothing: a camera that hangs
            far = socket.create_connection(("127.0.0.1", self._behind))
            self._open.add(far)
            for source, drain in ((near, far), (far, near)):
                threading.Thread(target=self._pump, args=(source, drain), daemon=True).start()

    def _pump(self, source: socket.socket, drain: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                drain.sendall(data)
        for end in (source, drain):
            self._open.discard(end)
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
