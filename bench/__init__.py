"""Measurements, as ratios of CPU time against a floor that runs interleaved in the same minutes.

Run ``make bench``, or ``python -m bench NAME ...`` for some of them. Machines are shared and noisy: seconds say little,
ratios of CPU seconds say something. Nothing here is a test, and no test measures time.
"""
