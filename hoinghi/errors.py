"""What can go wrong for a user.  Every message is one line: what, where, and what to do."""

from __future__ import annotations


class HoinghiError(Exception):
    """Base of all errors that a user can mend; the command line prints it and exits with 2."""


class BundleError(HoinghiError):
    """A model bundle is missing, foreign, truncated, altered or of a newer format."""


class InputError(HoinghiError):
    """A path cannot be read, is empty, or is of no known format."""


class RecordError(HoinghiError):
    """One record of a batch is unusable; the batch goes on."""


class OutputError(HoinghiError):
    """The output cannot be written."""
