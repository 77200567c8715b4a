"""How a question about a table was understood, as HTML to be changed: pure functions.

All controls are the browser's own, which screen readers and keyboards know.
"""

from collections.abc import Sequence
from html import escape
from typing import Final

from indexer.passages import Language
from retriever.table_answers import Filter, TableAnswer
from retriever.table_choices import AMOUNTS, PERIODS, ColumnChoices
from retriever.table_filters import ALTERNATIVES, Operator
from ui.conditions import column_name, condition_text, grouped
from ui.messages import message

LONGEST: Final = 200
"""Characters of a value that is typed."""


def conditions_view(table: TableAnswer, language: Language) -> str:
    """Return the conditions of an answer, each to be changed or removed, and one to be added."""
    choices = {choice.column: choice for choice in table.choices}
    items = [
        f"<li>{_condition(n, part, choices.get(part.column), language)}</li>"
        for n, part in enumerate(table.filters)
    ]
    if not items:
        items.append(f"<li><span>{escape(message('no-filter', language))}</span></li>")
    if table.operation == "group":
        items.append(f"<li><span>{escape(grouped(table, language))}</span></li>")
    label = escape(message("understood", language))
    return (
        f'<div class="understood" role="group" aria-labelledby="understood-label">'
        f'<p id="understood-label">{label}</p>'
        f'<ul class="conditions">{"".join(items)}</ul>'
        f"{_adding(table.choices, language)}{_edited(table, language)}</div>"
    )


def _condition(number: int, part: Filter, choice: ColumnChoices | None, language: Language) -> str:
    words = escape(condition_text(part, language))
    remove = escape(message("condition-remove", language, condition=condition_text(part, language)))
    column = escape(column_name(part.column, language))
    changed = words
    if choice is not None:
        changed = (
            f'<span class="column">{column}</span>'
            f"{_operator(number, part, choice, language)}{_value(number, part, choice, language)}"
        )
    return (
        f'<div class="condition" role="group" aria-label="{words}" '
        f'data-column="{escape(part.column)}" data-operator="{escape(part.operator)}" '
        f'data-value="{escape(part.value)}"><div class="parts">{changed}</div>'
        f'<button type="button" class="remove" id="condition-{number}-remove" '
        f'aria-label="{remove}" title="{remove}"><span aria-hidden="true">×</span></button></div>'
    )


def _operator(number: int, part: Filter, choice: ColumnChoices, language: Language) -> str:
    if len(choice.operators) == 1:
        return f"<span>{escape(message(f'operator-{part.operator}', language))}</span>"
    options = "".join(
        f'<option value="{escape(operator)}" data-kind="{_kind(operator)}"'
        f"{' selected' if operator == part.operator else ''}>"
        f"{escape(message(f'operator-{operator}', language))}</option>"
        for operator in choice.operators
    )
    column = column_name(part.column, language)
    label = escape(message("condition-operator", language, column=column))
    return (
        f'<select class="operator" id="condition-{number}-operator" aria-label="{label}">'
        f"{options}</select>"
    )


def _value(number: int, part: Filter, choice: ColumnChoices, language: Language) -> str:
    name = f"condition-{number}-value"
    column = column_name(part.column, language)
    label = escape(message("condition-value", language, column=column))
    if choice.closed and part.operator == "any of":
        return _boxes(name, part, choice, label)
    if choice.closed:
        return _select(name, part, choice, label, language)
    kind = _kind(part.operator)
    if kind != "words":
        step = ' step="any"' if kind == "amount" else ""
        return (
            f'<input type="number" class="value" id="{name}" aria-label="{label}"{step} '
            f'value="{escape(part.value)}">'
        )
    options = "".join(f'<option value="{escape(value)}"></option>' for value in choice.values)
    hint = message("condition-any-hint", language) if part.operator == "any of" else ""
    return (
        f'<input type="text" class="value" id="{name}" aria-label="{label}" list="{name}s" '
        f'value="{escape(part.value)}" placeholder="{escape(hint)}" maxlength="{LONGEST}" '
        f'autocomplete="off"><datalist id="{name}s">{options}</datalist>'
    )


def _select(name: str, part: Filter, choice: ColumnChoices, label: str, language: Language) -> str:
    known = [value for value in choice.values if value.casefold() == part.value.casefold()]
    chosen = known[0] if known else part.value
    values = ["", *choice.values] if not chosen else [*choice.values]
    if chosen not in values:
        values.append(chosen)
    options = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>'
        f"{escape(value or message('condition-choose', language))}</option>"
        for value in values
    )
    return f'<select class="value" id="{name}" aria-label="{label}">{options}</select>'


def _boxes(name: str, part: Filter, choice: ColumnChoices, label: str) -> str:
    chosen = {value.casefold() for value in part.value.split(ALTERNATIVES)}
    boxes = "".join(
        f'<label><input type="checkbox" id="{name if n == 0 else f"{name}-{n}"}" '
        f'value="{escape(value)}"{" checked" if value.casefold() in chosen else ""}>'
        f"<span>{escape(value)}</span></label>"
        for n, value in enumerate(choice.values)
    )
    return f'<span class="value boxes" role="group" aria-label="{label}">{boxes}</span>'


def _adding(choices: Sequence[ColumnChoices], language: Language) -> str:
    if not choices:
        return ""
    options = "".join(
        f'<option value="{escape(choice.column)}" '
        f'data-operator="{escape(choice.operators[0])}">'
        f"{escape(column_name(choice.column, language))}</option>"
        for choice in choices
    )
    label = escape(message("condition-column", language))
    words = escape(message("condition-add", language))
    return (
        f'<p class="adding-condition"><select id="condition-column" aria-label="{label}">'
        f'{options}</select> <button type="button" class="quiet add" id="condition-add">'
        f"{words}</button></p>"
    )


def _edited(table: TableAnswer, language: Language) -> str:
    if not table.edited:
        return ""
    return (
        f'<p class="edited"><span>{escape(message("conditions-edited", language))}</span> '
        '<button type="button" class="quiet reset" id="condition-reset">'
        f"{escape(message('conditions-reset', language))}</button></p>"
    )


def _kind(operator: Operator) -> str:
    """Return what an operator compares with: a value is kept where that stays the same."""
    if operator in PERIODS:
        return "year"
    return "amount" if operator in AMOUNTS else "words"
