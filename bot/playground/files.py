"""Uploaded files: announced, filled, then finished and shared."""

import mimetypes
from dataclasses import dataclass, field
from itertools import count

from bot.playground.errors import SlackError
from bot.playground.workspace import Json


@dataclass
class File:
    """`is_ready` only once Slack has worked on it: before that no block can show it."""

    id: str
    name: str
    user: str
    length: int = 0
    alt_txt: str = ""
    title: str = ""
    content: bytes | None = None
    is_ready: bool = False
    shares: dict[str, list[str]] = field(default_factory=dict)  # the messages' ts by channel

    @property
    def mimetype(self) -> str:
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"


@dataclass
class Files:
    base_url: str
    _known: dict[str, File] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def announce(self, name: str, length: int, user: str, alt_txt: str = "") -> File:
        file = File(f"F{next(self._numbers):06d}", name, user, length, alt_txt, title=name)
        self._known[file.id] = file
        return file

    def find(self, file_id: str) -> File | None:
        return self._known.get(file_id)

    def get(self, file_id: str) -> File:
        file = self.find(file_id)
        if file is None:
            raise SlackError("file_not_found")
        return file

    def shown(self, slack_file: Json) -> File | None:
        """What an image names by its id, or by its private address."""
        wanted = slack_file.get("url", "")
        named = (file for file in self._known.values() if wanted and self.private_url(file) == wanted)
        return self.find(slack_file.get("id", "")) or next(named, None)

    def private_url(self, file: File) -> str:
        return f"{self.base_url}/files/{file.id}/{file.name}"

    def page_url(self, file: File) -> str:
        return f"{self.base_url}/page/file/{file.id}/{file.name}"

    def as_slack(self, file: File) -> Json:
        url = self.private_url(file)
        public = {channel: [{"ts": ts} for ts in shown] for channel, shown in file.shares.items()}
        return {
            "id": file.id, "name": file.name, "title": file.title, "mimetype": file.mimetype,
            "filetype": file.name.rpartition(".")[2], "size": len(file.content or b""), "user": file.user,
            "mode": "hosted", "is_external": False, "is_public": True, "alt_txt": file.alt_txt,
            "url_private": url, "url_private_download": url, "permalink": url,
            "channels": list(file.shares), "groups": [], "ims": [], "shares": {"public": public} if public else {},
        }  # fmt: skip

    def as_page(self, file: File) -> Json:
        facts = {"id": file.id, "name": file.name, "mimetype": file.mimetype, "url": self.page_url(file)}
        return facts | ({"alt_txt": file.alt_txt} if file.alt_txt else {})
