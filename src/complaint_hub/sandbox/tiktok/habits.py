"""What nobody has written down about the platform, or what was seen in more than one way: one switch for each.

For: ``World.habits``, which a test sets before or while it serves.
Must not: hold what is documented.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from .errors import Shape

__all__ = ["Habits"]


@dataclass
class Habits:
    """How a world behaves where clients must bear several ways.

    Attributes:
        pins_float: whether pinned comments come first, whatever the order.
        missing_ids: deleted or unknown ``comment_ids``: ``"omit"`` leaves them out, a name of ``ERRORS`` refuses the
            whole call.
        missing: the error for a comment or video that is not there.
        tail: what follows the first 500 comments. ``"rest"``: all others by likes, most first, and now and then one
            of the first 500 again. ``"crossed"``: the places from 500 on of the list by likes, so that some comments
            never come and others come twice.
        depth: how many comments come in the order asked for.
        filters_late: deleted comments (and hidden ones, if ``PUBLIC`` is asked for) keep their place in the list and
            are taken out of the finished page: pages get short or empty though more follows.
        replies_listed: whether replies also stand in the list of comments.
        counter_lag: how old the ``comments`` counter of a video is; None counts what is there now.
        ids_as_numbers: comment and video ids as bare JSON integers.
        times_as_numbers: ``create_time`` of comments as an integer.
        absent: names that no comment has.
        failure_data: what ``data`` is in a failure.
        ok: the message of a success, ``OK`` or ``Ok``.
        text_limit: of what is written, None for no limit.
        text_unit: what the limit counts.
        hides_new: whether all that is written over the API is hidden without a word.
        hides_similar: the n-th own text that is equal to an earlier one is hidden so; None lets all stand.
        page_cap: no page of comments is longer, whatever was asked.
        webhook_paths: by which names the webhook is read back.
        webhook_unset: what is answered where none is set: None is nothing, else a name of ``ERRORS``.
    """

    pins_float: bool = False
    missing_ids: str = "omit"
    missing: str = "PERMISSION_ERROR"
    tail: Literal["rest", "crossed"] = "rest"
    depth: int = 500
    filters_late: bool = False
    replies_listed: bool = False
    counter_lag: timedelta | None = timedelta(hours=36)
    ids_as_numbers: bool = False
    times_as_numbers: bool = False
    absent: frozenset[str] = field(default_factory=frozenset[str])
    failure_data: Shape = "object"
    ok: str = "OK"
    text_limit: int | None = 1_200
    text_unit: Literal["characters", "bytes"] = "characters"
    hides_new: bool = False
    hides_similar: int | None = None
    page_cap: int | None = None
    webhook_paths: frozenset[str] = frozenset({"list", "get"})
    webhook_unset: str | None = None
