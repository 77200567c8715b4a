"""What is being done to the collection, and what came of it, as HTML: pure functions."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from indexer.errors import YinjuError
from indexer.passages import Language
from indexer.progress import Stage
from ui.html import LANGUAGE_TAGS, progress_bar, share_done
from ui.library_adding import ChangeReport
from ui.library_work import Change
from ui.messages import error_message, message
from ui.working import Cancelled

_SHARES: Final[Mapping[Stage, tuple[int, int]]] = {
    "read": (0, 10),
    "encode": (10, 70),
    "write": (70, 95),
    "test": (95, 100),
}
"""Where a stage begins and ends in a bar of 100, roughly as long as it takes."""


def changes_view(changes: Sequence[Change], language: Language) -> str:
    """Return the changes that are going on, and what came of those that are done."""
    if not changes:
        return ""
    items = "".join(_change(change, language) for change in changes)
    return f'<div class="changes" lang="{LANGUAGE_TAGS[language]}">{items}</div>'


def listed_names(names: Sequence[str], language: Language) -> str:
    """Return the name of a file, or that of the first of several and how many others there are."""
    if len(names) < 2:
        return "".join(names)
    count = len(names) if language == "zh" else len(names) - 1
    return message("names-more", language, first=names[0], count=count)


def _change(change: Change, language: Language) -> str:
    if change.outcome is None:
        return _going_on(change, language)
    names = listed_names(change.names, language)
    outcome = change.outcome
    dismiss = _button("dismiss", change.number, message("dismiss", language))
    update = "-update" if change.kind == "update" else ""
    if isinstance(outcome, Cancelled):
        words = _paragraph(message(f"cancelled{update}", language, names=names))
    elif isinstance(outcome, YinjuError):
        words = _paragraph(message(f"report-failed{update}", language, names=names)) + _paragraph(
            error_message(outcome, language)
        )
    else:
        words = _report(change, outcome, language)
    problem = isinstance(outcome, YinjuError) or (
        isinstance(outcome, ChangeReport) and bool(outcome.refused)
    )
    role, marked = ("alert", " problem") if problem else ("status", "")
    return f'<div class="change{marked}"><div role="{role}">{words}</div>{dismiss}</div>'


def _going_on(change: Change, language: Language) -> str:
    names = listed_names(change.names, language)
    what = message(f"doing-{change.kind}", language, names=names)
    share = 0
    if change.ending:
        how_far = message("cancelling", language)
    elif change.step is None:
        how_far = message("step-waiting", language)
    else:
        stage, done, total = change.step
        share = share_done(_SHARES[stage], done, total)
        how_far = message(f"stage-{stage}", language)
        if total > 1:
            how_far = message("step", language, stage=how_far, done=done, total=total)
    # Pressed, it stays, so that whoever uses the keyboard keeps the place.
    cancel = _button(
        "" if change.ending else "cancel", change.number, message("cancel-change", language)
    )
    return (
        f'<div class="change"><div><p>{escape(what)}</p><p class="how-far">{escape(how_far)}</p>'
        f"{progress_bar(what, how_far, share)}</div>{cancel}</div>"
    )


def _report(change: Change, report: ChangeReport, language: Language) -> str:
    names = listed_names(change.names, language)
    parts: list[str] = []
    if change.kind == "add":
        if report.added:
            head = message("report-added", language, count=len(report.added))
            parts.append(_paragraph(head) + _items(report.added))
        parts += [
            _paragraph(message("report-known", language, name=name, title=title))
            for name, title in report.known
        ]
        if not report.added:
            parts.append(_paragraph(message("report-nothing", language)))
    elif change.kind == "restore" and report.build and not report.build.added:
        parts.append(_paragraph(message("report-restore-gone", language, names=names)))
    else:
        parts.append(_paragraph(message(f"report-{change.kind}", language, names=names)))
    parts.append(_from_folders(change, report, language))
    unread = [*report.refused, *(report.build.failures if report.build else ())]
    if unread:
        head = message("report-refused", language, count=len(unread))
        parts.append(_paragraph(head) + _items([error_message(e, language) for e in unread]))
    return "".join(parts)


def _from_folders(change: Change, report: ChangeReport, language: Language) -> str:
    """Return what the build found in the folders beside what was asked for."""
    build = report.build
    if build is None:
        return ""
    asked = {"add": len(report.added), "restore": 1}.get(change.kind, 0)
    # Those who remove a document are told of it already.
    gone = {"remove": 1}.get(change.kind, 0)
    added, removed = max(0, build.added - asked), max(0, build.removed - gone)
    if added or build.changed or removed:
        return _paragraph(
            message("report-build", language, added=added, changed=build.changed, removed=removed)
        )
    if change.kind == "update":
        return _paragraph(message("report-no-change", language))
    return ""


def _paragraph(words: str) -> str:
    return f"<p>{escape(words)}</p>"


def _items(words: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in words)}</ul>"


def _button(act: str, number: int, words: str) -> str:
    """Return a button; without anything to do it does nothing."""
    does = f'data-act="{act}"' if act else 'aria-disabled="true"'
    return (
        f'<button type="button" class="quiet" {does} data-value="{number}" '
        f'data-key="change {number}">{escape(words)}</button>'
    )
