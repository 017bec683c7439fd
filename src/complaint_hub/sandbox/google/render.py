"""How accounts, locations and reviews look in JSON.

For: ``methods``.
Must not: decide what is shown to whom.

As in all JSON made from proto3, a field that has its default value (false, 0, empty) is left out
(https://protobuf.dev/programming-guides/json/). Fields of reviews:
https://developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews.
"""

from __future__ import annotations

from datetime import datetime

from ..answers import Json
from .records import Account, Location, Reply, Review, Translation

__all__ = ["LOCATION_FIELDS", "account_item", "location_item", "masked", "reply_item", "review_item", "time_text"]


LOCATION_FIELDS = frozenset(
    "name languageCode storeCode title phoneNumbers categories storefrontAddress websiteUri regularHours specialHours "
    "serviceArea labels adWordsLocationExtensions latlng openInfo metadata profile relationshipData moreHours "
    "serviceItems".split()
)
"""What a read mask may name."""

_STARS = ("STAR_RATING_UNSPECIFIED", "ONE", "TWO", "THREE", "FOUR", "FIVE")
_MARKERS = {
    "en": ("(Translated by Google)", "(Original)"),
    "id": ("(Diterjemahkan oleh Google)", "(Asli)"),
}


def account_item(account: Account) -> Json:
    """An account; a person's own has no role in it and is never verified."""
    item: Json = {
        "name": account.name,
        "accountName": account.title,
        "type": account.type,
        "verificationState": "UNVERIFIED",
        "vettedState": "NOT_VETTED",
    }
    if account.type != "PERSONAL":
        item |= {
            "role": account.role,
            "permissionLevel": "OWNER_LEVEL",
            "accountNumber": account.number[-10:],
            "verificationState": "VERIFIED",
        }
    return item


def location_item(location: Location) -> Json:
    """A location whole; the answer shows what the read mask asked for."""
    place = f"ChIJ{location.number}"
    metadata: Json = {
        "placeId": place,
        "mapsUri": f"https://maps.example/place?cid={location.number}",
        "newReviewUri": f"https://search.example/local/writereview?placeid={place}",
        "canDelete": True,
    }
    if location.verified:
        metadata["hasVoiceOfMerchant"] = True
    return {
        "name": location.name,
        "title": location.title,
        "storeCode": location.store_code,
        "languageCode": "id",
        "storefrontAddress": {
            "regionCode": "ID",
            "languageCode": "id",
            "postalCode": location.postal_code,
            "administrativeArea": "Jawa Timur",
            "locality": "Kabupaten Blitar",
            "sublocality": f"Kecamatan {location.district}",
            "addressLines": ["Jalan Raya 1"],
        },
        "phoneNumbers": {"primaryPhone": "(0342) 000000"},
        "websiteUri": "https://blitar.example/",
        "openInfo": {"status": "OPEN", "canReopen": True},
        "metadata": metadata,
    }


def masked(item: Json, mask: frozenset[str]) -> Json:
    """Keep of *item* what the mask names: ``title``, ``metadata.placeId``."""
    kept: Json = {}
    for path in mask:
        first, _, rest = path.partition(".")
        if first not in item:
            continue
        if not rest:
            kept[first] = item[first]
        elif isinstance(item[first], dict) and (inside := masked(item[first], frozenset((rest,)))):
            known = kept.get(first, {})
            kept[first] = known | inside
    return {name: kept[name] for name in item if name in kept}


def review_item(review: Review, *, account: str, at: datetime) -> Json:
    """A review under the account segment that was asked with, as it stands at *at*."""
    item: Json = {
        "name": f"accounts/{account}/locations/{review.location}/reviews/{review.id}",
        "reviewId": review.id,
        "reviewer": _reviewer(review.author),
        "createTime": time_text(review.created_at, review.digits),
        "updateTime": time_text(review.updated_at, review.digits),
    }
    if review.stars:
        item["starRating"] = _STARS[review.stars]
    if review.text:
        item["comment"] = _wrapped(review.text, review.translation)
    if review.reply is not None:
        item["reviewReply"] = reply_item(review.reply, at=at)
    if review.media:
        item["reviewMediaItems"] = [dict(medium) for medium in review.media]
    item["reviewReplyUrl"] = f"https://business.example/n/{review.location}/reviews/{review.id[-12:]}"
    return item


def reply_item(reply: Reply, *, at: datetime) -> Json:
    """A reply and what the moderation says of it at *at*."""
    item: Json = {
        "comment": _wrapped(reply.text, reply.translation),
        "updateTime": time_text(reply.updated_at, reply.digits),
    }
    if state := reply.state(at):
        item["reviewReplyState"] = state
        if state == "REJECTED":
            item["policyViolation"] = reply.violation
    return item


def time_text(at: datetime, digits: int) -> str:
    """An instant with at most *digits* (0, 3, 6 or 9) fractional digits, in groups of three; the last group of nine
    is made up, for a datetime ends at the sixth."""
    fraction = f"{at.microsecond:06d}123"[:digits]
    while fraction.endswith("000"):
        fraction = fraction[:-3]
    return at.strftime("%Y-%m-%dT%H:%M:%S") + (f".{fraction}" if fraction else "") + "Z"


def _reviewer(author: str | None) -> Json:
    if author is None:
        return {"displayName": "A Google user", "isAnonymous": True}
    return {"displayName": author, "profilePhotoUrl": f"https://photos.example/{len(author)}/photo.jpg"}


def _wrapped(text: str, translation: Translation | None) -> str:
    if translation is None:
        return text
    translated, original = _MARKERS[translation.language]
    if translation.form == "original_first":
        return f"{text}\n\n{translated}\n{translation.text}"
    gap = " " if translation.form == "translation_first" else "\n"
    return f"{translated}{gap}{translation.text}\n\n{original}\n{text}"
