"""The Web API methods by name. Each is one small function from a call to the answer's fields."""

from bot.playground.methods import chat, people, uploads, views
from bot.playground.methods.call import Call, Method

METHODS: dict[str, Method] = {**people.METHODS, **chat.METHODS, **views.METHODS, **uploads.METHODS}

__all__ = ["METHODS", "Call", "Method"]
