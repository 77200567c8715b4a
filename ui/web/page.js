// Runs once, when the results are first shown; `element`, `trigger` and `watch` are theirs.
function markCurrent(passage) {
  for (const button of document.querySelectorAll(":is(#results, #comparison) button.cite")) {
    const current = passage !== "" && button.dataset.passage === passage;
    button.setAttribute("aria-current", String(current));
    button.closest(".hit, .counterpart")?.classList.toggle("current", current);
  }
}

async function copy(button) {
  const { copy: text, copied, byHand } = button.dataset;
  const told = button.closest(".view").querySelector(".said");
  button.parentElement.querySelector(".by-hand")?.remove();
  if (await write(text)) {
    const said = (button.dataset.name ??= button.textContent);
    button.textContent = copied;
    told.textContent = copied;
    setTimeout(() => (button.textContent = said), 2000);
    return;
  }
  const field = document.createElement(text.includes("\n") ? "textarea" : "input");
  field.className = "by-hand";
  field.readOnly = true;
  field.value = text;
  field.title = byHand;
  field.setAttribute("aria-label", byHand);
  button.after(field);
  field.select();
  told.textContent = byHand;
}

// Without permission, or where the page is not on a secure address, the old way may still do.
async function write(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const focused = document.activeElement;
    const field = document.createElement("textarea");
    field.value = text;
    field.style.position = "fixed";
    field.style.opacity = "0";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    focused?.focus();
    return done;
  }
}

document.addEventListener("click", (event) => {
  const copied = event.target.closest(":is(#results, #comparison) button:is(.copy, .copy-as)");
  if (copied) copy(copied);
});

// The Enter that takes a candidate of an input method is no question. Gradio listens to keypress,
// which tells nothing of that; Safari ends the composition before it tells of the key, as 229.
let composing = false;
document.addEventListener(
  "keydown",
  (event) => {
    composing = event.isComposing || event.keyCode === 229;
  },
  true,
);
document.addEventListener(
  "keypress",
  (event) => {
    if (event.key === "Enter" && (composing || event.isComposing)) event.stopPropagation();
  },
  true,
);

let shown = "";

function results() {
  const view = element.querySelector(".view");
  if (!view) return;
  document.documentElement.lang = view.lang;
  // Other results begin at the top; the same ones in another language stay where they are.
  if (view.dataset.key !== shown) document.getElementById("results-pane").scrollTop = 0;
  shown = view.dataset.key;
  for (const group of document.querySelectorAll("fieldset.block")) {
    const label = group.querySelector("[data-testid=block-info]");
    group.setAttribute("role", "radiogroup");
    if (!label) continue;
    // Not the words of now: they change with the language.
    label.id = `${group.id}-label`;
    group.setAttribute("aria-labelledby", label.id);
  }
  markOpened();
  document.dispatchEvent(new Event("yinju:results"));
}

function markOpened() {
  const current = document.querySelector("#reader-body .passage.current");
  markCurrent(current ? decodeURIComponent(current.id.slice(8)) : "");
}

document.addEventListener("yinju:cited", markOpened);
document.addEventListener("yinju:passage", markOpened);
watch("value", results);
results();
