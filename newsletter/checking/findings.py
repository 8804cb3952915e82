"""What a check found: a plain sentence, and whether the issue may leave all the same."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Finding:
    """`code` is stable; `sentence` is for the editor; `where` names the language, if it concerns one."""

    code: str
    sentence: str
    blocks: bool = True
    where: str = ""


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    """Return those that must be mended first."""
    return [finding for finding in findings if finding.blocks]
