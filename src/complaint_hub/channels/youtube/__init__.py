"""YouTube comments through the Data API v3, read with an API key and, where given, the owner's consent.

For: whoever connects a YouTube channel; :class:`YouTube` is the whole surface.
Must not: read another site than the API.

::

    channel ──> feed | queues | coverage | sweep | reply ──> run ──> mapping ──> wire
                    what is asked                        what it means

What is decided here:

* A thread is a complaint, a reply a message of its timeline. A thread that the channel itself began gets the kind
  ``other``; of all others the kind stays open until a person says it. A reply by the channel is the agency's answer.
* A thread of the feed that shows up more than ``overlap`` (an hour) late is met by no later run, unless the counters of
  the videos are compared again: that happens after a walk over the feed that did not end in old ground.
* Late replies, edits and deletions are found by deep walks. ``changed`` reads replies where their number moved,
  ``full`` also where it did not; what the first leaves out is told as coverage.
* With an owner the queues of held comments are read too. A held thread is the same complaint before and after it is
  published: ``source_detail`` says where it stands. What strangers do not find is asked for under the owner before it
  counts as gone.
* Threads are answered under the owner, never under another channel's consent. A reply that a stranger does not see is
  hidden, whatever the platform answered.
* A deletion is never concluded from the feed, only from two answers to a request by id.
"""

from .channel import BASE, YouTube

__all__ = ["BASE", "YouTube"]
