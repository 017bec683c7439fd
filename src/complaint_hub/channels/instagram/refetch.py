"""Single comments, asked for by their ids: what does not come back is gone, if the platform answers at all.

For: ``Instagram.refetch``, and ``reply``, which reads one back.
Must not: take one refusal for a deletion: *gone* and *not permitted* are the same answer (code 100, subcode 33), and a
throttled platform was seen to give it too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...contract import Page
from ...errors import NotFoundError, PayloadError, RejectedError
from .errors import FieldsRefusedError
from .fields import COMMENT_STEPS, comment_fields
from .mapping import Comments
from .run import Run

__all__ = ["ask_twice", "refetch"]

_REPLIES = 50
# So many others are asked for, to learn whether the platform finds anything at all.
_CONTROLS = 3


async def refetch(run: Run, native_ids: Sequence[str]) -> Page:
    """Ask for comments, or for replies by their keys; ``missing`` are those that two answers do not know."""
    page, absent = Page(), list[str]()
    for id in native_ids:
        try:
            found = await ask_twice(run, id)
        except NotFoundError:
            absent.append(id)
            continue
        except (PayloadError, RejectedError) as error:
            # Neither there nor gone: nothing is concluded.
            page = replace(page, notices=(*page.notices, f"{id} could not be asked for: {error.message}"))
            continue
        page = _joined(page, found)
    if not absent:
        return page
    if page.complaints or page.events or await _finds_others(run, native_ids):
        return replace(page, missing=tuple(absent))
    told = f"{len(absent)} comments were not found, but neither was any other: none was taken for deleted"
    return replace(page, notices=(*page.notices, told))


async def _finds_others(run: Run, asked: Sequence[str]) -> bool:
    """Whether the platform finds a comment that nobody doubts; if there is none, the account itself."""
    known = await run.session.known(n=len(asked) + _CONTROLS)
    others = [id for id in known if id not in set(asked)][:_CONTROLS]
    for id in others or [run.account]:
        try:
            await run.ask(id, {"fields": "id"})
        except (NotFoundError, RejectedError):
            continue
        return True
    return False


async def ask_twice(run: Run, id: str) -> Comments:
    """A comment or a reply by its id.

    Raises: NotFoundError, if two answers do not know it; RejectedError, PayloadError.
    """
    try:
        return await _ask(run, id)
    except NotFoundError:
        return await _ask(run, id)


async def _ask(run: Run, id: str) -> Comments:
    """A comment, with as many fields as are given. Raises NotFoundError, RejectedError, PayloadError."""
    ladder = run.progress.comment_fields
    while True:
        step = ladder.here
        fields = f"{comment_fields(step, limit=_REPLIES, alone=True)},parent_id"
        try:
            body = await run.ask(id, {"fields": fields})
        except FieldsRefusedError:
            if not ladder.down(len(COMMENT_STEPS)):
                raise
            continue
        ladder.settle()
        return run.reader.single(body, limit=_REPLIES, nested=COMMENT_STEPS[step][1])


def _joined(page: Page, found: Comments) -> Page:
    return replace(
        page,
        complaints=(*page.complaints, *found.complaints),
        events=(*page.events, *found.events),
        complete=page.complete | found.complete,
        skipped=(*page.skipped, *found.skipped),
        repaired=page.repaired + found.repaired,
    )
