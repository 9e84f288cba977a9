"""What somebody does at the playground's page, and what they then look for."""

from collections.abc import Iterator

from playwright.sync_api import Page

NAME = """() => {
  const at = document.activeElement;
  return at.ariaLabel ?? at.labels?.[0]?.textContent ?? at.textContent;
}"""


def write(page: Page, words: str) -> None:
    """Typed into the box below the messages, and sent with Enter."""
    box = page.locator("#write")
    box.fill(words)
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")


def last(page: Page, words: str) -> str:
    """The text of the newest message that holds these words, once it is there."""
    message = page.locator("#place-body .message", has_text=words).last
    message.wait_for()
    return message.inner_text()


def focused(page: Page) -> str:
    """What has the focus, in words: as a screen reader would name it, nearly."""
    return str(page.evaluate(NAME)).strip()


def tab_to(page: Page, name: str, *, backwards: bool = False) -> None:
    """With the Tab key alone, to what begins with this name."""
    passed = []
    for stop in stops(page, 80, backwards=backwards):
        if stop.startswith(name):
            return
        passed.append(stop)
    raise AssertionError(f"The Tab key does not lead to {name}: {passed}")


def stops(page: Page, count: int, *, backwards: bool = False) -> Iterator[str]:
    """What the Tab key comes to, one after the other."""
    for _ in range(count):
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
        yield focused(page)
