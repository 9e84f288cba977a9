"""The one error that a user sees: a sentence that says what to do."""


class DeskError(Exception):
    """Raised where a mistake is known; the dispatcher answers it privately and rolls back.

    `sentence` is shown as it is. `field` names the field at fault, so that a form can show it there.
    """

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
