"""Instagram comments through Meta's Graph API, read with the consent of a professional account.

For: whoever connects an account; :class:`Instagram` and :class:`LongLivedToken` are the whole surface.
Must not: read another site than the API.

::

    channel ──> gate ──> comments ──> run ──> mapping ──> wire
                 which media      what is asked     what it means

What is decided here:

* A comment is a complaint, a reply a message of its timeline. What the account itself wrote under its post gets the
  kind ``other``; of all others the kind stays open until a person says it. A reply by the account is the agency's.
* The counts of the media say which of them to read. A media's count is remembered only when the media was read
  completely, so what breaks off is read again.
* Where the platform counts comments and gives none, that is told, tried once more in the next run, and then left until
  the count moves or a deep walk comes by.
* A deletion is never concluded from a list alone, and from answers by id only while the platform finds anything else.
* An address that an answer gives is never followed.
"""

from .channel import Instagram
from .consent import BASES, VERSION, LongLivedToken

__all__ = ["BASES", "VERSION", "Instagram", "LongLivedToken"]
