"""Hand-kept registers: suggestion box, anonymous letters, WhatsApp, telephone, counter, whatever an office writes down.

For: whoever connects an office's own sheet (XLSX, XLS, CSV); :class:`Register` is the whole surface.
Must not: fetch anything, or guess: a row that can be read in two ways is set aside or named in the report.

``tables`` finds the header of each sheet and cuts it into entries, ``identity`` finds out which of them are known
already (``likeness`` says how alike two are, ``index`` is what is remembered), ``mapping`` makes complaints and events
of them with the words of ``words``; ``channel`` turns that into pages.
"""

from __future__ import annotations

from .channel import Register

__all__ = ["Register"]
