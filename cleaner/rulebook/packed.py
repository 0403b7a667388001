"""A rule set as bytes, so that it travels to other processes and machines without its files.

The same rules give the same bytes, whether they were read from YAML or from the cache: caches of others may be keyed by
them.
"""

from __future__ import annotations

import msgspec

from cleaner.errors import CleanerError
from cleaner.rulebook import cache
from cleaner.rulebook.chain import Chain
from cleaner.rulebook.digest import digest_of_words
from cleaner.rulebook.library import RuleSet
from cleaner.version import __version__


class _Packed(msgspec.Struct, array_like=True):
    """What travels: the version that made it, the options of the steps, and the rules as `cache.encode` gives them.

    `words` is the digest of the words that tell the facts of a page: where it arrives there may be no file of them.
    """

    version: str
    chain: Chain
    rules: bytes
    words: str


def pack(rule_set: RuleSet) -> bytes:
    """Return a rule set as bytes; its rules go without their examples."""
    # A number that was encoded and read again may be a float where it was an integer before: once through, all are.
    rules = cache.encode(cache.decode(cache.encode(rule_set.rules)))
    return msgspec.msgpack.encode(_Packed(__version__, rule_set.chain, rules, rule_set.words or digest_of_words()))


def unpack(data: bytes) -> RuleSet:
    """Return the rule set that was packed.

    Raises:
        CleanerError: Another version packed it.
    """
    version = msgspec.msgpack.decode(data)[0]
    if version != __version__:
        raise CleanerError(
            f"this cleaner was packed by version {version}, and here is {__version__} -> install one version everywhere"
        )
    packed = msgspec.msgpack.decode(data, type=_Packed)
    return RuleSet(packed.chain, cache.decode(packed.rules), words=packed.words)
