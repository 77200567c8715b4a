// Runs once, when the results are first shown; `element`, `trigger` and `watch` are theirs.
const reader = () => document.getElementById("reader-scroll");
const page = () => document.querySelector("#reader-body .document");

function markCurrent(passage) {
  for (const button of document.querySelectorAll(":is(#results, #comparison) button.cite")) {
    const current = passage !== "" && button.dataset.passage === passage;
    button.setAttribute("aria-current", String(current));
    button.closest(".hit, .counterpart")?.classList.toggle("current", current);
  }
}

function scrollToTarget(passage) {
  const area = reader();
  const frame = area.getBoundingClientRect();
  // Of a passage that is higher than the frame, the evidence is what to look at.
  const high = passage.getBoundingClientRect().height > 0.8 * frame.height;
  const target = (high && passage.querySelector("mark.evidence")) || passage;
  const place = target.getBoundingClientRect();
  const room = Math.max(0, (frame.height - place.height) / 3);
  area.scrollTop += place.top - frame.top - Math.min(room, 120);
}

function show(id) {
  document.querySelectorAll("#reader-body .current").forEach((old) => old.classList.remove("current"));
  const target = id && document.getElementById(id);
  if (!target) {
    reader().scrollTop = 0;
  } else {
    target.classList.add("current");
    scrollToTarget(target);
    const passage = target.id.startsWith("passage-") ? decodeURIComponent(target.id.slice(8)) : "";
    markCurrent(passage);
    if (passage) {
      const address = new URL(window.location.href);
      address.searchParams.set("passage", passage);
      window.history.replaceState(null, "", address);
    }
  }
  document.dispatchEvent(new Event("yinju:passage"));
  const pane = document.getElementById("reader");
  const top = pane.getBoundingClientRect().top;
  // Beside the results the reader is in view already; below them it is not.
  if (top < 0 || top > window.innerHeight / 2) pane.scrollIntoView({ block: "start" });
}

function open(button) {
  const { source, passage, key } = button.dataset;
  const shown = page();
  const id = passage && "passage-" + encode(passage);
  if (shown && shown.dataset.source === source && (key === "" || shown.dataset.key === key)) show(id);
  else trigger("open", { source, passage });
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

// As urllib.parse.quote with safe="" does it.
const encode = (text) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase());

document.addEventListener("click", (event) => {
  const cite = event.target.closest(":is(#results, #comparison, #glossary, #basket) button.cite");
  const copied = event.target.closest(":is(#results, #comparison) button:is(.copy, .copy-as)");
  const link = event.target.closest("#reader a[data-target]");
  if (cite) {
    cite.closest("[popover]")?.hidePopover();
    open(cite);
  } else if (copied) {
    copy(copied);
  } else if (link) {
    event.preventDefault();
    link.closest("details")?.removeAttribute("open");
    show(link.dataset.target);
  } else if (event.target.closest("#reader button.back")) {
    document.getElementById("results-pane").scrollIntoView({ block: "start" });
  }
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
}

function markOpened() {
  const current = document.querySelector("#reader-body .passage.current");
  markCurrent(current ? decodeURIComponent(current.id.slice(8)) : "");
}

document.addEventListener("yinju:cited", markOpened);
document.addEventListener("yinju:open", (event) => trigger("open", event.detail));
document.addEventListener("yinju:document", () => show(page()?.dataset.opened));
watch("value", results);
results();
