"""What the channel asks for beside the field lists of Meta's own client: no name of ours stands for nothing."""

from __future__ import annotations

import pytest
from facebook_business.adobjects.igcomment import IGComment
from facebook_business.adobjects.igmedia import IGMedia
from facebook_business.adobjects.igmediaforigonlyapi import IGMediaForIGOnlyAPI

from complaint_hub.channels.instagram.fields import COMMENT_STEPS, MEDIA_STEPS


def names(fields: type) -> set[str]:
    """The values of a list of fields of the client."""
    return {value for name, value in vars(fields).items() if not name.startswith("_") and isinstance(value, str)}


@pytest.mark.parametrize("step", range(len(COMMENT_STEPS)))
def test_every_field_asked_of_a_comment_stands_in_the_clients_list(step: int) -> None:
    fields, _, _ = COMMENT_STEPS[step]
    assert set(fields.split(",")) <= names(IGComment.Field)


@pytest.mark.parametrize("step", range(len(MEDIA_STEPS)))
def test_every_field_asked_of_a_post_stands_in_the_lists_of_both_logins(step: int) -> None:
    assert set(MEDIA_STEPS[step].split(",")) <= names(IGMedia.Field) & names(IGMediaForIGOnlyAPI.Field)
