"""One service each. A channel reads what people wrote there and, where it can, answers; it does no I/O of its own.

Must not: import one another, the hub, or a store; see ``complaint_hub.contract`` for all that a channel may do.
"""
