"""One service each. A channel reads what people wrote there and, where it can, answers; it does no I/O of its own.

For: hubs, which run them; each channel is imported by its own name.
Must not: import one another, the hub, or a store; see ``complaint_hub.contract`` for all that a channel may do.
"""
