"""TikTok comments through the Accounts API (v1.3), read with the consent of the account that owns the videos.

For: whoever connects a TikTok account: :class:`TikTok` with a :class:`Consent`, or :class:`TikTokFile` where the
platform has not let the office in.
Must not: read another site than the API.

::

    channel ──> run ──> videos | comments | replies | refetch ──> mapping ──> wire
                            what is asked                       what it means

What is decided here:

* A comment under a video is a complaint, a reply a message of its timeline. A comment by the account itself gets the
  kind ``other``; of all others the kind stays open until a person says it. A reply by the account is the agency's.
* Comments are listed by video only, so a video costs a request whenever it is looked at. New videos are looked at in
  every run, older ones daily, then weekly; a counter that has moved brings a video forward.
* A video is read from its newest comment down to old ground. Its watermark moves when it is finished, not before.
* From the 500th comment on the platform neither keeps the order nor takes repetitions out: such a video is read to its
  end, then again from other sides as long as its counter says that there is more. What is still missing is named.
* A late reply does not move its comment. It is found by the comment's own counter: on the newest comments in every
  run, on all of them in a deep walk. ``changed`` reads replies where their number moved, ``full`` reads all of them.
* A hidden comment stays a complaint; ``source_detail`` says ``hidden``. Its replies are not listed by the platform.
* A deletion is never concluded from a list, only from two answers to a request by id.
"""

from .channel import BASE, TikTok
from .consent import TOKENS, Consent
from .files import TikTokFile
from .videos import Tiers

__all__ = ["BASE", "TOKENS", "Consent", "Tiers", "TikTok", "TikTokFile"]
