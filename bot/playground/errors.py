"""The two ways of saying no: to the app in Slack's error codes, to a person on the page in a sentence."""

from bot.playground.workspace import Json


class SlackError(Exception):
    """An answer {"ok": false, "error": code}; `details` are Slack's explanations of what exactly is wrong."""

    def __init__(self, code: str, details: tuple[str, ...] = (), **more: str) -> None:
        super().__init__(code)
        self.code = code
        self.details = details
        self.more = more

    def body(self) -> Json:
        answer: Json = {"ok": False, "error": self.code, **self.more}
        if self.details:
            answer["errors"] = list(self.details)
            answer["response_metadata"] = {"messages": [f"[ERROR] {detail}" for detail in self.details]}
        return answer


class PageError(Exception):
    """A sentence for the person at the page."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status
