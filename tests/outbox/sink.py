"""A small SMTP server in a process of its own, that records each Message-ID before it says 250.

`python tests/outbox/sink.py RECORD SECONDS [DELAY]` prints its port, and ends after so many seconds whatever happens.
"""

import asyncio
import os
import sys


class Sink:
    """Takes every mail; `delay` seconds pass before each answer to a mail."""

    def __init__(self, record: str, *, delay: float) -> None:
        self.record = os.open(record, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.delay = delay

    async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Speak SMTP with one client until it leaves."""
        try:
            writer.write(b"220 sink ready\r\n")
            while line := await reader.readline():
                verb = line[:4].upper()
                if verb == b"DATA":
                    writer.write(b"354 go on\r\n")
                    await self.take(reader)
                if verb == b"QUIT":
                    break
                writer.write(b"250 ok\r\n")
                await writer.drain()
        except OSError:
            pass  # the client was killed
        finally:
            writer.close()

    async def take(self, reader: asyncio.StreamReader) -> None:
        """Read a whole mail and record it; one that is cut off is nobody's."""
        mail = await reader.readuntil(b"\r\n.\r\n")
        await asyncio.sleep(self.delay)
        mail_id = mail.partition(b"Message-ID: <")[2].partition(b">")[0]
        os.write(self.record, mail_id + b"\n")


async def main(record: str, seconds: float, delay: float) -> None:
    """Serve on a free port of 127.0.0.1."""
    sink = Sink(record, delay=delay)
    server = await asyncio.start_server(sink.converse, "127.0.0.1", 0, limit=64 * 1024 * 1024)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201
    await asyncio.sleep(seconds)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2]), float(sys.argv[3]) if len(sys.argv) > 3 else 0.0))
