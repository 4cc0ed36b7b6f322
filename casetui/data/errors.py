"""The errors of a vault."""

from __future__ import annotations

import errno
from pathlib import Path

from casetui.words import N_, CaseTUIError, reason_of, say


class VaultError(CaseTUIError):
    """The vault could not be read or written."""


PASSING = frozenset(
    {
        errno.EIO, errno.ESTALE, errno.ETIMEDOUT, errno.ENODEV, errno.ENOTCONN, errno.EHOSTDOWN,
        errno.EHOSTUNREACH, errno.ENFILE, errno.EMFILE,
    }
)  # fmt: skip
"""What the system says where a disk or the network is away, or too much is open. Nobody brings that about by
putting a file into the folder, as they do by one that may not be read."""


class Unreachable(VaultError):
    """The system refused to read: for a moment, as after an expired mount, or as long as a file lies so."""

    @property
    def may_be_whole(self) -> bool:
        """Whether a plain file was refused, which may be whole; a link or a removed file stays one."""
        cause = self.__cause__
        return isinstance(cause, OSError) and cause.errno not in (errno.ENOENT, errno.EINVAL)

    @property
    def passes(self) -> bool:
        """Whether it may be read in a moment, without anybody's doing."""
        cause = self.__cause__
        return isinstance(cause, OSError) and cause.errno in PASSING


class NoVault(VaultError):
    """There is no vault at this place."""


class OutOfDate(VaultError):
    """Somebody saved this file after it was read."""


class CannotOpen(VaultError):
    """The file is sealed to others: the person has no key that opens it."""


class NotWhole(VaultError):
    """The file was damaged, cut short, or put together from parts."""


class Forged(VaultError):
    """The signature is not that of the author it names, or the author had no right."""


class OtherVault(Forged):
    """``vault.json`` has another id than the agency file, which is signed."""


class Changed(OutOfDate):
    """A name holds other bytes than the writer saw. Nothing was written."""

    def __init__(self, sentence: str, name: str) -> None:
        super().__init__(sentence)
        self.name = name
        """The first name with other bytes, as the store has it: ``cases/7K3F9Q.age``."""


class CutOff(VaultError):
    """A save of several files was cut off, and another person has to finish it before the case opens."""


class Busy(VaultError):
    """Another program holds the lock."""


ACTS = {
    "read": N_("{path} cannot be read: {reason}."),
    "use": N_("{path} cannot be used: {reason}."),
    "write": N_("{path} cannot be written: {reason}. Nothing was changed."),
    "save": N_("This could not be saved: {reason}. What was there before is untouched."),
}
MAY_BE_SAVED = N_(
    "The disk stopped in the middle of the save: {reason}. It may still be saved when the case is next "
    "opened. Look at the case before you save again."
)


def refused(error: OSError) -> VaultError:
    """Return the sentence of an error of the system that no act of a person names, as an error for them."""
    if error.filename:
        return VaultError(cannot("use", error.filename, error))
    return VaultError(say(N_("This could not be done: {reason}."), reason=reason_of(error)))


def cannot(act: str, path: Path | str, error: OSError) -> str:
    """Return the sentence about an error of the system; ``act`` is a key of ``ACTS``."""
    return say(ACTS[act], path=path, reason=reason_of(error))
