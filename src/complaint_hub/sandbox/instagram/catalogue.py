"""Which fields and edges each kind of node has, in each of the two products, and how each edge pages.

For: ``nodes`` and ``pages``; a field that does not stand here fails the whole call.
Must not: know what a field's value is. Many have none here, and are then left out, as fields without a value are.

Fields: the reference of the Instagram Platform, and the lists of Meta's own client (``facebook_business``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .errors import Login

__all__ = ["DEFAULTS", "EDGES", "Edge", "Kind", "fields_known"]

Kind = Literal["person", "page", "account", "media", "comment", "mentioned_comment", "mentioned_media"]


@dataclass(frozen=True)
class Edge:
    """What stands on an edge and how it pages.

    Attributes:
        of: kind of its items; fields are those of that kind.
        size: of a page, unless a limit is given.
        most: that a limit can ask for; None is the world's cap on media.
        habit: of the paging. ``both``: two cursors, on the last page too, and ``next`` while more follows. ``after``:
            one cursor and ``next``, and nothing at all on the last page. ``cursors``: two cursors and never ``next``.
        login: the only product that has it.
    """

    of: Kind
    size: int = 25
    most: int | None = None
    habit: Literal["both", "after", "cursors"] = "both"
    login: Login | None = None


EDGES: dict[tuple[Kind, str], Edge] = {
    ("person", "accounts"): Edge("page", login="facebook"),
    ("account", "media"): Edge("media"),
    ("account", "live_media"): Edge("media"),
    ("account", "tags"): Edge("media", habit="cursors"),
    ("media", "comments"): Edge("comment", 50, 50, "after"),
    ("media", "children"): Edge("media", 25, 25),
    ("comment", "replies"): Edge("comment", 50, 50, "after"),
    ("mentioned_comment", "replies"): Edge("comment", 50, 50, "cursors"),
}

DEFAULTS: dict[Kind, str] = {
    "person": "id,name",
    "page": "access_token,category,name,id,tasks",
    "account": "id",
    "media": "id",
    "comment": "id,text,timestamp",
    "mentioned_comment": "id,text,timestamp",
    "mentioned_media": "id",
}
"""What is sent if no fields are named; ``id`` always comes."""

_MEDIA = frozenset(
    """alt_text caption comments_count current_live_viewer_count id is_ai_generated is_comment_enabled
    is_shared_to_feed like_count media_product_type media_type media_url owner permalink shortcode thumbnail_url
    timestamp username""".split()
)
_MEDIA_OF_FACEBOOK = frozenset(
    """audio_id boost_ads_list boost_eligibility_info copyright_check_information has_poll has_slider ig_id
    ingest_first_video_received_time ingest_is_ready_to_start ingest_key ingest_last_heartbeat_time ingest_state
    ingest_url ingest_video_height ingest_video_width legacy_instagram_media_id live_reactions live_status
    media_audio_type reposts_count saved_count shares_count total_comments_count total_like_count total_views_count
    video_title view_count""".split()
)
_COMMENT = frozenset("from hidden id like_count media parent_id text timestamp user username".split())

_FIELDS: dict[tuple[Kind, Login], frozenset[str]] = {
    ("person", "facebook"): frozenset("id name".split()),
    ("page", "facebook"): frozenset("access_token category id instagram_business_account name tasks username".split()),
    ("account", "instagram"): frozenset(
        """account_type biography followers_count follows_count id media_count name profile_picture_url user_id
        username website""".split()
    ),
    ("account", "facebook"): frozenset(
        """biography followers_count follows_count has_profile_pic id ig_id is_published legacy_instagram_user_id
        media_count mentioned_comment mentioned_media name owner_business profile_picture_url
        shopping_product_tag_eligibility shopping_review_status username website""".split()
    ),
    ("media", "instagram"): _MEDIA,
    ("media", "facebook"): _MEDIA | _MEDIA_OF_FACEBOOK,
    ("comment", "instagram"): _COMMENT,
    ("comment", "facebook"): _COMMENT | {"legacy_instagram_comment_id"},
    ("mentioned_comment", "facebook"): frozenset("id like_count media text timestamp username".split()),
    ("mentioned_media", "facebook"): frozenset(
        """caption comments_count id like_count media_product_type media_type media_url owner permalink timestamp
        username""".split()
    ),
}


def fields_known(kind: Kind, login: Login) -> frozenset[str]:
    """Every name that may be asked for on such a node, edges among them; none, if the product has no such node."""
    known = _FIELDS.get((kind, login), frozenset())
    return known | {name for (of, name), edge in EDGES.items() if of == kind and edge.login in (None, login)}
