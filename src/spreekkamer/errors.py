"""The one error that people see: what is wrong and what to do."""


class Refused(Exception):
    """Something that the rules don't allow now. The message is a translated sentence for the person who asked."""

    def __init__(self, message: object, *, code: str = "refused") -> None:
        super().__init__(message)
        self.message = str(message)
        self.code = code
