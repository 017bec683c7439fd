"""Who may call YouTube as the owner of a channel: the client, and the scope that a consent is to.

For: ``World``, and whoever calls as an owner.
Must not: hand out or renew anything; see the ``grants`` of the sandbox.
"""

from __future__ import annotations

from ..grants import CLIENT_SECRET, REFRESH_TOKEN, Client

__all__ = ["CLIENT", "CLIENT_ID", "CLIENT_SECRET", "REFRESH_TOKEN", "SCOPE"]

CLIENT_ID = "1234567890-sandbox.apps.example"
CLIENT = Client(CLIENT_ID, CLIENT_SECRET)
SCOPE = "https://www.googleapis.com/auth/youtube.force-ssl"
"""The only scope that reads or writes comments."""
