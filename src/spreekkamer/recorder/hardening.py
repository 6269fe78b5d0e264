"""What the process does at its start so that picture in memory stays in memory: no core dump, no swap.

Each step says whether it worked: a recorder that can't lock its memory still works, and its health says so.
"""

import ctypes
import os
import resource
from dataclasses import dataclass

# The numbers are Linux's (sys/mman.h, linux/prctl.h); they are the same on x86-64 and arm64.
_MCL_CURRENT, _MCL_FUTURE, _MCL_ONFAULT = 1, 2, 4
_PR_GET_DUMPABLE, _PR_SET_DUMPABLE = 3, 4


@dataclass(frozen=True, kw_only=True)
class Hardening:
    """What was reached."""

    memory_locked: bool
    memory_note: str
    """Why memory is not locked and how to mend it; empty when it is."""
    core_dumps: bool
    """True only when a crash could still write memory to disk."""


def harden() -> Hardening:
    """Forbid core dumps and lock all memory of this process, as far as the system allows."""
    libc = ctypes.CDLL(None, use_errno=True)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Not dumpable also means: no ptrace by the same user, and /proc/<pid>/mem is root's.
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    note = _lock(libc)
    return Hardening(
        memory_locked=not note,
        memory_note=note,
        core_dumps=libc.prctl(_PR_GET_DUMPABLE, 0, 0, 0, 0) != 0 and resource.getrlimit(resource.RLIMIT_CORE)[0] != 0,
    )


def _lock(libc: ctypes.CDLL) -> str:
    """Lock what there is and what comes, as it is touched; what was wrong, or nothing."""
    limit, hard = resource.getrlimit(resource.RLIMIT_MEMLOCK)
    if limit != hard:
        resource.setrlimit(resource.RLIMIT_MEMLOCK, (hard, hard))
    if libc.mlockall(_MCL_CURRENT | _MCL_FUTURE | _MCL_ONFAULT) == 0:
        return ""
    reason = os.strerror(ctypes.get_errno())
    allowed = "unlimited" if hard == resource.RLIM_INFINITY else f"{hard // 1024} KiB"
    return (
        f"Memory can't be locked ({reason}; the limit is {allowed}), so the system may swap picture to disk. "
        "Raise the limit: LimitMEMLOCK=infinity in the systemd unit, or `ulimit -l unlimited` before the start; "
        "or turn swap off (`swapoff -a`)."
    )
