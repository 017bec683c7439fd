"""Google reviews through the Business Profile APIs, read with the owner's consent; ``channel`` is the way in.

For: whoever connects the places of a government on Google Maps; :class:`GoogleReviews` is the surface, and
:class:`GoogleTakeout` for exports made by hand.
Must not: read another site than the APIs. Places, which shows at most five reviews of anybody's place, is left out: its
terms forbid to keep most of what it shows.

::

    channel ──> places | reply ──> run ──> mapping ──> wrapper | wire
                what is asked      what it means

What is decided here:

* A review is a complaint, the reply its one message. A review without text is a rating of kind ``other``.
* A review is named ``locations/l/reviews/r``: the account in front of it on the platform changes.
* Each list is read down to old ground with an overlap of a day, and its watermark moves only when that walk is over.
* The next reply takes the place of the last, so what stands there is read first.
* A reply made elsewhere, its moderation, a deletion, a review that comes back: none of them moves a review in the list.
  Deep walks find them. A deletion is believed only when a request by name says so twice, and its
  location still answers.
"""

from .channel import ACCOUNT_BASE, BASE, LOCATION_BASE, NOTIFICATION_BASE, GoogleReviews
from .takeout import GoogleTakeout
from .webhook import Push

__all__ = ["ACCOUNT_BASE", "BASE", "LOCATION_BASE", "NOTIFICATION_BASE", "GoogleReviews", "GoogleTakeout", "Push"]
