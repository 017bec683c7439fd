"""The platforms on localhost, for demos and tests.

For: the demo, which must run without any account, and tests that need a platform which counts, fails and changes on
demand. ``sandbox.youtube``, ``sandbox.google``, ``sandbox.instagram`` and ``sandbox.tiktok`` are servers,
``sandbox.lapor`` and ``sandbox.register`` write the files of an office. The modules beside them are what the platforms
share; no platform imports another.
Must not: import anything else of ``complaint_hub`` (it would share our bugs and prove nothing), or anything that is
not in the standard library (the demo runs from the bare wheel). Persons in it are invented.
"""

from __future__ import annotations

__all__: list[str] = []
