"""How much of a complaint a file tells: personal data and protected contents stay out unless somebody asks for them.

For: every file of this room that speaks of single complaints.
Must not: judge who may read a file; whoever asks for more answers for it. Nor promise more than it does: a name that a
citizen writes into a text, other than the author's own, cannot be found by rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ..model import Attachment, Complaint, Event, Visibility
from ..privacy import redacted

__all__ = ["HIDDEN", "Content", "protected"]

HIDDEN: Final = "(isi tidak dimuat: aduan rahasia atau berkadar pengawasan)"
"""What stands in the place of a protected complaint's words."""

_CONFIDENTIAL: Final = (Visibility.confidential, Visibility.anonymous_confidential)
_NAMELESS: Final = (Visibility.anonymous, Visibility.anonymous_confidential)


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What may be told.

    Attributes:
        personal: who wrote, and telephone numbers, e-mail addresses, NIK, number plates and account names in texts.
        confidential: what confidential complaints and those *berkadar pengawasan* say.
    """

    personal: bool = False
    confidential: bool = False

    def hides(self, complaint: Complaint) -> bool:
        """Say whether the words of a complaint stay out."""
        return protected(complaint) and not self.confidential

    def words(self, complaint: Complaint, text: str | None) -> str | None:
        """A text that belongs to a complaint, as far as it may be told."""
        if text is None or self.personal:
            return text
        return redacted(text, name=complaint.author.name if complaint.author else None)

    def reporter(self, complaint: Complaint) -> str | None:
        """Who wrote; never of a complaint that was handed in anonymously."""
        if not self.personal or self.hides(complaint) or complaint.visibility in _NAMELESS:
            return None
        return complaint.author.name if complaint.author else None

    def complaint(self, complaint: Complaint) -> Complaint:
        """The complaint as far as it may be told; what is left out was never said (its key is absent)."""
        hidden = self.hides(complaint)
        gone = {"said"}
        if hidden or not self.personal or complaint.visibility in _NAMELESS:
            gone |= {"author", "attachments", "raw"}
        if hidden:
            gone |= {"title", "text", "url", "subject", "village", "location", "occurred_at", "source_detail"}
        kept = {name: getattr(complaint, name) for name in complaint.model_fields_set - gone}
        for name in {"title", "text", "source_detail"} & kept.keys():
            kept[name] = self.words(complaint, kept[name])
        if complaint.timeline is not None:
            kept["timeline"] = tuple(self._event(complaint, event, hidden=hidden) for event in complaint.timeline)
        return Complaint.model_construct(set(kept), **kept)

    def _event(self, complaint: Complaint, event: Event, *, hidden: bool) -> Event:
        gone: set[str] = set()
        if not self.personal or complaint.visibility in _NAMELESS:
            gone |= {"author", "attachments"}
        if hidden:
            gone |= {"author", "attachments", "text", "data"}
        kept = {name: getattr(event, name) for name in event.model_fields_set - gone}
        if "text" in kept:
            kept["text"] = self._by_somebody(complaint, event, kept["text"])
        if kept.get("data"):
            kept["data"] = self._data(complaint, event, kept["data"])
        return Event.model_construct(set(kept), **kept)

    def _by_somebody(self, complaint: Complaint, event: Event, text: str | None) -> str | None:
        told = self.words(complaint, text)
        if told is None or self.personal or event.author is None:
            return told
        return redacted(told, name=event.author.name)

    def _data(self, complaint: Complaint, event: Event, value: object) -> object:
        """Texts inside, such as the wording before an edit."""
        if isinstance(value, str):
            return self._by_somebody(complaint, event, value)
        if isinstance(value, Mapping):
            return {key: self._data(complaint, event, one) for key, one in value.items()}
        if isinstance(value, (list, tuple)) and not isinstance(value, Attachment):
            return [self._data(complaint, event, one) for one in value]
        return value


def protected(complaint: Complaint) -> bool:
    """Say whether a complaint is confidential (*rahasia*) or *berkadar pengawasan*."""
    return complaint.visibility in _CONFIDENTIAL or complaint.oversight is True
