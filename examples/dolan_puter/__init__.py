"""A live dashboard over ``complaint_hub``: what an office opens in the morning and answers from during the day.

An example of importing the library into a service, not a part of it. Read it in this order: ``__main__`` starts it,
``app`` puts it together, ``office`` asks the library, ``people`` says who may what, ``guard`` keeps strangers out,
``pages`` shows and ``acts`` does. The README beside it says how to run it, and how to put a sign-in in front.
"""
