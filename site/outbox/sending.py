"""Being built."""


def send_due() -> int:
    return 0


def release_expired() -> int:
    return 0
