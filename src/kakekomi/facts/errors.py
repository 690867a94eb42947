"""The five errors of the product, told apart by what the caller does about them.

Facts about the failure are fields, not prose, so that callers can act on them; the message says
what, where and what to do. Untrusted text goes in by ``!r``.
"""


class KakekomiError(Exception):
    """Base of all errors that the product raises on purpose."""


class ParseError(KakekomiError):
    """The input is not what it claims to be, or is damaged: nothing of it can be used.

    Damage that leaves something to use is no error but a gap.
    """

    def __init__(self, message: str, *, where: str = "", offset: int | None = None) -> None:
        """Keep ``where`` (file or part) and ``offset`` (bytes from its start; None: unknown)."""
        super().__init__(f"{where}: {message}" if where else message)
        self.where = where
        self.offset = offset


class UnsupportedError(KakekomiError):
    """The input is sound, but of a kind or version that is not read (yet)."""


class UnavailableError(KakekomiError):
    """Something outside did not answer; trying again later may help."""


class NotPermittedError(KakekomiError):
    """The system refused; somebody with more rights must do it or allow it."""


class ConfigurationError(KakekomiError):
    """The user's setting, option or pack is wrong; the message says how to mend it."""
