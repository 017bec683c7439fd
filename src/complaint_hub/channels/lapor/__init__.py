"""SP4N-LAPOR!: the admin's Excel export, the office's follow-up sheets, and timelines as JSON.

For: whoever connects an agency's LAPOR files; :class:`Lapor` is the whole surface.
Must not: fetch anything. LAPOR has no open interface, so an officer exports files and this channel reads them.

``files`` finds and checks the files, ``columns`` finds the header, ``repeats`` looks for ids that stand twice;
``export``, ``follow_up`` and ``timeline_json`` each read one kind; ``channel`` turns that into pages.
"""

from __future__ import annotations

from .channel import Lapor

__all__ = ["Lapor"]
