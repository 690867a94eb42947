"""What a process apart does in tests; importable without the desk."""

from kakekomi.desk.work.apart import Tell


def die(_request: bytes, _tell: Tell) -> bytes:
    raise SystemExit(3)


def count(request: bytes, tell: Tell) -> bytes:
    tell(1)
    tell(2)
    return request[::-1]


def devour(_request: bytes, _tell: Tell) -> bytes:
    return b"%d" % len(bytes(2 * 1024 * 1024 * 1024))  # an answer that would be short
