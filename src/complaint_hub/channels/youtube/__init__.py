"""YouTube comments through the Data API v3; ``channel`` is the way in.

::

    channel ──> feed | coverage | sweep ──> run ──> mapping ──> wire
                       what is asked                 what it means

Must not: read another site than the API; see ``docs/reference/youtube.md`` for how the platform behaves.
"""

from .channel import BASE, YouTube

__all__ = ["BASE", "YouTube"]
