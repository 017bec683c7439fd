"""What is asked of each item, in steps: one field that is not permitted fails the whole call.

For: the walks, which go a step down when an answer refuses the fields, and remember the step that worked.
Must not: ask.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["COMMENT_STEPS", "MEDIA_STEPS", "Step", "comment_fields", "reply_fields"]

_PLAIN = "id,text,timestamp,username"
_OURS = f"{_PLAIN},hidden,like_count,user"
_FULL = f"{_PLAIN},from,hidden,like_count,user"

Step = tuple[str, bool, str]
"""Fields of a comment on both levels, whether replies come inside it, and what is missing, for a person."""

COMMENT_STEPS: Sequence[Step] = (
    (_FULL, True, ""),
    (_FULL, False, "replies inside the comments: one more request for each comment"),
    (_OURS, True, "the author's id (from)"),
    (_PLAIN, False, "the author's id (from), hidden, likes, whose reply it is, and replies inside the comments"),
)

MEDIA_STEPS: Sequence[str] = (
    "id,timestamp,comments_count,permalink,username,is_comment_enabled",
    "id,timestamp,comments_count,permalink",
    "id,comments_count",
)


def comment_fields(step: int, *, limit: int, alone: bool = False) -> str:
    """The ``fields`` of a list of comments, or of one *alone*; *limit* is how many replies come inside each."""
    fields, nested, _ = COMMENT_STEPS[step]
    # The last step is the least that a complaint needs; all others say under which post it stands.
    post = ",media{id,permalink}" if alone and step == 0 else ",media"
    media = post if step < len(COMMENT_STEPS) - 1 else ""
    return f"{fields}{media},replies.limit({limit}){{{fields}}}" if nested else f"{fields}{media}"


def reply_fields(step: int) -> str:
    """The ``fields`` of a list of replies."""
    return COMMENT_STEPS[step][0]
