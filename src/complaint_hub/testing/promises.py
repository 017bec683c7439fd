"""What every channel promises, numbered: each stands for a bug that clients of these platforms have or had.

For: the suites of this package, the page of reference that is written from it, and whoever reads a failed test.
Must not: test anything. A number is never given twice; a promise that goes away leaves a gap.

A promise is tested by the method ``test_{number}_{name}`` of the suites it is for (``test_p02_a_pinned_item_first``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["PROMISES", "Promise"]


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise.

    Attributes:
        number: ``"P01"``.
        name: part of the test's name.
        sentence: what holds.
        bug: what goes wrong without it, in clients that were read or met.
        needs: the verbs of the world, or methods of the test class, without which it cannot be tried. A promise
            without any holds for every channel and cannot be declared away.
        http: it is for channels that are read over HTTP.
        files: it is for channels that read files.
    """

    number: str
    name: str
    sentence: str
    bug: str
    needs: tuple[str, ...] = ()
    http: bool = True
    files: bool = False

    @property
    def test(self) -> str:
        """Name of the method that tests it."""
        return f"test_{self.number.lower()}_{self.name}"


PROMISES: Sequence[Promise] = (
    Promise(
        "P01",
        "newest_item_behind_page_1",
        "Every new item is found, on whatever page it stands.",
        "Only the first page is read, or a list that is not in order of time is taken for one.",
    ),
    Promise(
        "P02",
        "a_pinned_item_first",
        "An old item on top of the list hides nothing behind it.",
        "The walk ends at the first item that is known, which is the pinned one.",
        needs=("pin",),
    ),
    Promise(
        "P03",
        "reply_six_and_beyond",
        "All replies of a thread are read, not only those that come inside it.",
        "The few replies that stand inside a thread (3 or 5) are taken for all of them.",
        needs=("reply",),
    ),
    Promise(
        "P04",
        "a_late_reply_on_an_old_thread",
        "A reply to an old thread is found by a deep run.",
        "The watermark is that of the threads, so an old thread is never looked at again.",
        needs=("reply",),
    ),
    Promise(
        "P05",
        "an_empty_page_with_a_token",
        "A page without items that says how to go on is no end.",
        "An empty page is taken for the end of the list.",
        needs=("blank_page",),
    ),
    Promise(
        "P06",
        "a_repeated_token",
        "A list that turns in circles stops the run, which says so; nothing behind it is lost.",
        "The walk never ends, or ends quietly and moves its watermark over what it has not read.",
        needs=("repeat_token",),
    ),
    Promise(
        "P07",
        "item_101",
        "The item behind the longest page of the platform is read.",
        "The most that a page holds is taken for the most that there is.",
        needs=("full_pages",),
    ),
    Promise(
        "P08",
        "own_replies_are_not_complaints",
        "What our own account answers is a message of the agency, and no complaint.",
        "Every text on the page counts as a citizen's, so the office answers itself.",
        needs=("answer",),
    ),
    Promise(
        "P09",
        "a_throttle_deletes_nothing",
        "A platform that refuses for a while, in whatever disguise, deletes nothing and is told.",
        "A throttle that looks like 'not found' or an empty answer is taken for a deletion.",
        needs=("throttle",),
    ),
    Promise(
        "P10",
        "disabled_comments_are_not_a_lost_login",
        "Comments that are switched off are a normal state: the run does not fail.",
        "The refusal has the status of a lost login, and the user is asked to reconnect.",
        needs=("disable",),
    ),
    Promise(
        "P11",
        "unknown_names_in_the_settings_are_told",
        "Where the settings name what the platform does not know, the run says so.",
        "Two ids in the settings, nothing comes back, and the run is green.",
        needs=("unknown",),
    ),
    Promise(
        "P12",
        "a_state_from_the_future_is_refused",
        "A checkpoint of a newer version is a ConfigError, and stays as it is.",
        "After a downgrade the checkpoint is thrown away, or misread.",
        files=True,
    ),
    Promise(
        "P13",
        "two_accounts_do_not_collide",
        "Two accounts side by side in one store end as each would alone.",
        "Ids that are unique in one account only: rows of the one overwrite those of the other.",
        needs=("second",),
        files=True,
    ),
    Promise(
        "P14",
        "a_small_budget_converges",
        "A few units a day end in the store of an unlimited run.",
        "Each run begins anew and never reaches the tail.",
    ),
    Promise(
        "P15",
        "a_kill_at_any_step_loses_nothing",
        "A run that dies at any step is made good by the next one.",
        "The checkpoint is written before its items, or without them.",
        files=True,
    ),
    Promise(
        "P16",
        "sync_equals_async",
        "Threads or asyncio: the same store.",
        "Two clients, one of which is older than the other.",
        files=True,
    ),
    Promise(
        "P17",
        "a_second_run_changes_nothing",
        "What was read is known: a repeated run finds nothing new, nothing changed, nothing gone.",
        "Counters, addresses that expire and the order of an answer are taken for changes.",
        files=True,
    ),
    Promise(
        "P18",
        "a_damaged_item_costs_one_item",
        "What cannot be read is set aside alone, and stored as soon as it can be read.",
        "One odd item ends the page, the run, or is dropped silently.",
        needs=("damage",),
        files=True,
    ),
    Promise(
        "P19",
        "gone_only_with_proof",
        "A deleted item is marked once a walk has shown it; a walk that was cut short marks nothing.",
        "What a broken walk did not reach is taken for deleted.",
        needs=("delete",),
    ),
    Promise(
        "P20",
        "all_gone_at_once_is_doubted",
        "Where everything vanishes at once, nothing is marked and the run says so.",
        "A lost permission answers with empty lists, and the whole history is deleted.",
        needs=("vanish",),
    ),
    Promise(
        "P21",
        "an_edit_is_an_event",
        "A new text replaces the old one, which stays in the timeline.",
        "The item is known, so its new text is never read; or the old one is lost.",
        needs=("edit",),
    ),
    Promise(
        "P22",
        "no_credential_is_kept",
        "No key and no token stands in checkpoint, items, quarantine, report or log.",
        "Platforms repeat tokens in their 'next' links and refusals, and those are stored raw.",
    ),
    Promise(
        "P23",
        "the_same_moment_gives_the_same_run",
        "The channel awaits nothing but its session and has no clock and no dice of its own.",
        "A clock of its own makes windows that overlap by chance; a foreign await works in one world only.",
        files=True,
    ),
    Promise(
        "P24",
        "a_refused_login_deletes_nothing",
        "A credential that is refused is told as an error; nothing is deleted, and the next run goes on.",
        "'Unauthorized' is taken for an empty answer.",
        needs=("lock_out",),
    ),
    Promise(
        "P25",
        "a_text_arrives_as_it_was_written",
        "Quotes, angle brackets, line breaks and emoji arrive as they were typed.",
        "HTML entities are stored, or tags and half of an emoji are cut.",
        files=True,
    ),
    Promise(
        "P26",
        "own_posts_are_not_complaints",
        "What our own account posts by itself is not counted as a citizen's.",
        "Announcements of the office appear as open complaints.",
        needs=("announce",),
    ),
    Promise(
        "P27",
        "another_order_changes_nothing",
        "The same rows in another order are the same complaints.",
        "The number of the row is the id.",
        http=False,
        files=True,
    ),
    Promise(
        "P28",
        "a_correction_updates",
        "A corrected row changes its complaint, doubles nothing, and leaves the old text in the timeline.",
        "The hash of the row is the id, so each correction is a new complaint.",
        http=False,
        files=True,
    ),
    Promise(
        "P29",
        "the_same_file_twice",
        "The same content under another name is read and changes nothing.",
        "Copies of an export are counted twice.",
        http=False,
        files=True,
    ),
    Promise(
        "P30",
        "a_reply_goes_out_once",
        "A channel that answers writes a reply once, whatever dies on the way, and reads it again as the same message.",
        "A reply whose answer got lost is sent again; or its key in the answer is another than in the list.",
    ),
)
"""In the order of their numbers."""
