"""The notice board keeps the promises of every channel, or says why it cannot have one."""

from collections.abc import Generator
from contextlib import contextmanager

from board_channel import Board
from notice_board import KEY, NoticeBoard, serve

from complaint_hub.testing import ChannelContract


class TestBoard(ChannelContract[NoticeBoard]):
    without = {
        "P03": "nobody can reply on the board",
        "P04": "nobody can reply on the board",
        "P06": "pages are counted, so none can name another one twice",
        "P08": "the office does not answer on the board",
        "P10": "a board is always open",
        "P26": "the office does not write on the board",
    }

    @contextmanager
    def world(self) -> Generator[NoticeBoard]:
        board = NoticeBoard()
        with serve(board):
            yield board

    def channel(self, world: NoticeBoard) -> Board:
        return Board("talun", key=KEY, base=world.url)

    def second(self, world: NoticeBoard) -> Board:
        return Board("doko", key=KEY, base=world.url)

    def unknown(self, world: NoticeBoard) -> Board:
        return Board("atlantis", key=KEY, base=world.url)
