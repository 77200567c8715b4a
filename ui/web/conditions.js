// Changing how a question about a table was understood; runs once, with the results.
{
  const tellRefined = latest("refine");
  let focused = null;
  let left = "";

  const conditions = () => [...element.querySelectorAll(".condition")];

  function read(condition) {
    const { column, operator, value } = condition.dataset;
    const chosen = condition.querySelector("select.operator");
    const boxes = condition.querySelectorAll(".boxes input");
    const field = condition.querySelector(":is(select, input).value");
    const checked = [...boxes].filter((box) => box.checked).map((box) => box.value);
    const now = boxes.length ? checked.join(" | ") : (field?.value ?? value);
    return [column, chosen?.value ?? operator, now.trim()];
  }

  function refine(all, next) {
    focused = next;
    left = document.activeElement?.id ?? "";
    tellRefined({ conditions: all === null ? "" : JSON.stringify(all) });
  }

  // A value is kept by what compares with the same: a year is no word.
  function compareOtherwise(select) {
    const condition = select.closest(".condition");
    const all = conditions().map(read);
    const kind = (name) => [...select.options].find((option) => option.value === name)?.dataset.kind;
    const place = conditions().indexOf(condition);
    const before = condition.dataset.operator;
    if (kind(before) !== kind(select.value)) all[place][2] = "";
    if (before === "any of") all[place][2] = all[place][2].split(" | ")[0];
    refine(all, select.id);
  }

  element.addEventListener("change", (event) => {
    const control = event.target;
    if (!control.closest(".condition")) return;
    if (control.matches("select.operator")) compareOtherwise(control);
    else refine(conditions().map(read), control.id);
  });

  element.addEventListener("click", (event) => {
    const button = event.target.closest(".understood button");
    if (!button) return;
    const all = conditions().map(read);
    if (button.matches(".remove")) {
      const place = conditions().indexOf(button.closest(".condition"));
      all.splice(place, 1);
      const next = Math.min(place, all.length - 1);
      refine(all, next < 0 ? "condition-column" : `condition-${next}-remove`);
    } else if (button.matches(".add")) {
      const { value, dataset } = element.querySelector("#condition-column").selectedOptions[0];
      refine([...all, [value, dataset.operator, ""]], `condition-${all.length}-value`);
    } else if (button.matches(".reset")) {
      refine(null, "condition-column");
    }
  });

  // What was changed is made anew: the reader goes on at the same place, and hears what came of it.
  watch("value", () => {
    if (focused === null) return;
    const place = document.getElementById(focused) ?? document.getElementById("condition-column");
    // Who has gone on meanwhile is not called back.
    const now = document.activeElement;
    if (now === document.body || now.id === left) place?.focus();
    focused = null;
    const told = element.querySelector(".table-answer")?.dataset.told;
    const said = element.querySelector(".view > .said");
    if (told && said) setTimeout(() => (said.textContent = told), 100);
  });
}
