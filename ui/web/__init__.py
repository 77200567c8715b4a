"""The style sheets and scripts of the page; those of one subject in a file of their own."""

from pathlib import Path

_FOLDER = Path(__file__).parent


def script(name: str) -> str:
    """Return a script that a component runs when it is first shown."""
    return (_FOLDER / f"{name}.js").read_text(encoding="utf-8")


def telling(event: str, *, at_once: bool = False) -> str:
    """Return a script that tells the page, as `yinju:EVENT`, whenever what a component has changes.

    Parameters
    ----------
    at_once
        Also of what it has when it is first shown.
    """
    tell = f"const tell = () => document.dispatchEvent(new Event('yinju:{event}'));"
    return f"{tell} watch('value', tell);{' tell();' if at_once else ''}"


def style_sheet() -> str:
    """Return all rules, those of the whole page first."""
    files = sorted(_FOLDER.glob("*.css"), key=lambda path: (path.stem != "page", path.stem))
    return "".join(path.read_text(encoding="utf-8") for path in files)
