"""A small instrument in a process of its own: it speaks SCPI lines and IEEE 488.2 blocks over TCP.

Of Python it uses `bytes` alone, so that nothing of swiftbuf is on the far side. It keeps one curve:

    CURVE #<n><length><bytes>    takes a curve
    CURVE?                       answers with it, as a block
    CURVE:SHA256?                answers with the digest of it
    *IDN?                        answers with its name
"""

import contextlib
import hashlib
import socketserver
import subprocess
import sys
import threading

IDENTITY = "SWIFTBUF,ARBITRARY WAVEFORM GENERATOR,0,1.0"
TIMEOUT = 30  # seconds that it waits for a client that says nothing


class Conversation(socketserver.StreamRequestHandler):
    timeout = TIMEOUT
    curve = b""

    def handle(self):
        while command := self.word():
            self.commands[command](self)

    def word(self) -> str:
        """The next bytes up to a space or the end of a line, or nothing at the end of it all."""
        word = b""
        while (byte := self.rfile.read(1)) not in (b"", b" ", b"\n"):
            word += byte
        return word.decode("ascii")

    def answer(self, response: bytes):
        self.wfile.write(response + b"\n")

    def take_curve(self):
        """IEEE 488.2, 7.7.6: a definite length arbitrary block, then the end of the message."""
        mark, digits = self.rfile.read(1), int(self.rfile.read(1))
        size = int(self.rfile.read(digits))
        data, end = self.rfile.read(size), self.rfile.read(1)
        if (mark, end) == (b"#", b"\n"):
            Conversation.curve = data

    def give_curve(self):
        """IEEE 488.2, 8.7.9: the same block as a response."""
        size = str(len(self.curve))
        self.answer(f"#{len(size)}{size}".encode() + self.curve)

    commands = {
        "CURVE": take_curve,
        "CURVE?": give_curve,
        "CURVE:SHA256?": lambda self: self.answer(hashlib.sha256(self.curve).hexdigest().encode()),
        "*IDN?": lambda self: self.answer(IDENTITY.encode()),
    }


class Instrument(socketserver.ThreadingTCPServer):
    daemon_threads = True


@contextlib.contextmanager
def running():
    """The port of an instrument that runs until the end of the block."""
    process = subprocess.Popen(
        [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        yield int(process.stdout.readline())
        process.stdin.close()


if __name__ == "__main__":
    with Instrument(("127.0.0.1", 0), Conversation) as server:
        print(server.server_address[1], flush=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        sys.stdin.read()
        server.shutdown()
