"""Fields that several of the commune's forms share."""

from wtforms import IntegerField


class VersionField(IntegerField):
    """The version that was on the screen; what is no number is none, and so never the current one."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read ASCII digits, anything else as 0."""
        text = valuelist[0] if valuelist else ""
        self.data = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
