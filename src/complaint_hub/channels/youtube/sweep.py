"""The walk over all known threads, fifty ids a unit: late replies, edits, deletions, wherever they are.

For: ``channel`` (deep walks) and ``YouTube.refetch``.
Must not: call a thread gone that one answer left out; only what two answers leave out is missing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from ...contract import Coverage, Page
from ...errors import NotFoundError
from .mapping import NAME
from .run import THREAD_PARTS, Run
from .state import Group

__all__ = ["refetch", "walk_known"]

# More ids in one request are refused.
_IDS = 50

# Ids that are asked of the store at once.
_KNOWN = 10 * _IDS


async def walk_known(run: Run, *, full: bool) -> None:
    """Ask for every known thread that this run has not read yet, read the replies of those that changed.

    Args:
        full: read the replies of every thread that is not whole inline, changed or not: an edit or a swap of two
            replies does not move the count.
    """
    progress = run.progress
    while progress.groups or await _next_group(run):
        group = progress.groups.pop(0)
        await _ask(run, group, full=full)
        await run.replies()
    note = f"{progress.unread} threads have replies whose number stood still: edits were not looked for"
    coverage = [Coverage("replies", note=note)] if progress.unread else []
    del progress.todo[0]
    progress.after, progress.unread = None, 0
    await run.keep(coverage=coverage)


async def _next_group(run: Run) -> bool:
    ids: list[str] = []
    while len(ids) < _IDS:
        if not run.known:
            run.known = deque(await run.session.known(after=run.progress.after, n=_KNOWN))
        if not run.known:
            break
        run.progress.after = id = run.known.popleft()
        if id not in run.fresh:
            ids.append(id)
    if ids:
        run.progress.groups = [Group(ids=ids)]
    return bool(ids)


async def _ask(run: Run, group: Group, *, full: bool) -> None:
    groups = run.progress.groups
    # What a stranger does not find the owner may: it is held back, not gone.
    as_owner = group.again and run.owned
    try:
        body = await run.ask(
            "commentThreads",
            {**THREAD_PARTS, "id": ",".join(group.ids)},
            identity="owner" if as_owner else "public",
        )
    except NotFoundError:
        # One of them is gone and takes the others with it.
        if len(group.ids) > 1:
            groups[:0] = [Group(ids=half, again=group.again) for half in _halves(group.ids)]
        elif not group.again:
            groups[:0] = [Group(ids=group.ids, again=True)]
        await run.keep(missing=group.ids if group.again and len(group.ids) == 1 else ())
        return
    found = run.reader.threads(body, place="owner" if as_owner else "public")
    rest = _absent(group.ids, found.ids)
    if as_owner:
        await run.keep_unpublished(found, missing=rest)
        return
    if rest and not group.again:
        groups[:0] = [Group(ids=rest, again=True)]
    await run.keep_threads(found, again=full, missing=rest if group.again else ())


async def refetch(run: Run, native_ids: Sequence[str]) -> Page:
    """Ask for threads, and for replies by their keys; what two answers leave out is missing."""
    threads = [id for id in native_ids if "." not in id]
    replies = [id for id in native_ids if "." in id]
    page = Page()
    for ids in (threads, replies):
        for start in range(0, len(ids), _IDS):
            page = await _refetch(run, ids[start : start + _IDS], page)
            if rest := [id for id in ids[start : start + _IDS] if id in page.missing]:
                page = replace(page, missing=tuple(id for id in page.missing if id not in rest))
                page = await _refetch(run, rest, page, as_owner=run.owned)
    return page


async def _refetch(run: Run, ids: Sequence[str], page: Page, *, as_owner: bool = False) -> Page:
    """*page* with what one request brings."""
    identity = "owner" if as_owner else "public"
    try:
        if "." in ids[0]:
            params = {"part": "id,snippet", "textFormat": "plainText", "id": ",".join(ids)}
            return _with_replies(run, await run.ask("comments", params, identity=identity), ids, page)
        body = await run.ask("commentThreads", {**THREAD_PARTS, "id": ",".join(ids)}, identity=identity)
    except NotFoundError:
        if len(ids) == 1:
            return replace(page, missing=(*page.missing, *ids))
        for half in _halves(ids):
            page = await _refetch(run, half, page, as_owner=as_owner)
        return page
    found = run.reader.threads(body, place="owner" if as_owner else "public")
    # What the owner is shown is more than what strangers see, and a held reply is absent without being gone.
    doubtful = set(found.totals) if as_owner else found.hurt | await run.held_back(found.totals)
    whole = {f"{NAME}:{id}" for id, total in found.totals.items() if found.inline[id] == total and id not in doubtful}
    return replace(
        page,
        complaints=(*page.complaints, *found.complaints),
        events=(*page.events, *found.events),
        complete=page.complete | whole,
        missing=(*page.missing, *_absent(ids, found.ids)),
        skipped=(*page.skipped, *found.skipped),
        repaired=page.repaired + found.repaired,
    )


def _with_replies(run: Run, body: bytes, ids: Sequence[str], page: Page) -> Page:
    found = run.reader.replies(body, None)
    return replace(
        page,
        events=(*page.events, *found.events),
        missing=(*page.missing, *_absent(ids, found.ids)),
        skipped=(*page.skipped, *found.skipped),
        repaired=page.repaired + found.repaired,
    )


def _absent(asked: Sequence[str], came: Sequence[str]) -> list[str]:
    here = set(came)
    return [id for id in asked if id not in here]


def _halves(ids: Sequence[str]) -> tuple[list[str], list[str]]:
    middle = len(ids) // 2
    return list(ids[:middle]), list(ids[middle:])
