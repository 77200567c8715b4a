// Runs once, when the library is made; `element`, `trigger`, `upload` and `watch` are its head's.
const library = document.getElementById("library");
const words = () => element.querySelector(".add-files").dataset;
const told = () => element.querySelector(".sent");
// The control that had the focus, to have it again when what it stood in is made anew.
let focused = "";
let dragged = 0;

function name() {
  library.setAttribute("aria-label", element.querySelector("h2").textContent);
  document.documentElement.style.setProperty("--drop-words", JSON.stringify(words().drop));
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

function address(open) {
  const here = new URL(window.location.href);
  if (open) here.searchParams.set("library", "1");
  else here.searchParams.delete("library");
  window.history.replaceState(null, "", here);
}

// One after the other, so that what is said of them is true, and none waits behind a large one twice.
async function send(list) {
  const { limit, bytes, many, large, unsent, sending } = words();
  const files = [...list];
  if (files.length === 0) return;
  if (files.length > Number(limit)) {
    told().textContent = many;
    return;
  }
  const refused = [];
  const sent = [];
  for (const [index, file] of files.entries()) {
    told().textContent = fill(sending, { number: index + 1, total: files.length });
    if (file.size > Number(bytes)) {
      refused.push(fill(large, { name: file.name }));
      continue;
    }
    try {
      sent.push({ path: (await upload(file)).path, name: file.name });
    } catch {
      refused.push(fill(unsent, { name: file.name }));
    }
  }
  told().textContent = refused.join("\n");
  if (sent.length) trigger("given", { files: sent });
}

function show() {
  if (!library.matches(":popover-open")) library.showPopover();
}

// The browser itself opens and closes it, on top of all else, and gives the focus back.
library.setAttribute("popover", "auto");
library.setAttribute("role", "dialog");
library.addEventListener("toggle", (event) => {
  const open = event.newState === "open";
  address(open);
  if (open) element.querySelector("button.choose").focus();
  trigger(open ? "open" : "shut");
});

library.addEventListener("focusin", (event) => {
  focused = event.target.closest("[data-key]")?.dataset.key ?? "";
});

document.addEventListener("yinju:library", () => {
  if (!focused || !library.matches(":popover-open") || document.activeElement !== document.body) return;
  const same = [...library.querySelectorAll("[data-key]")].find(
    (button) => button.dataset.key === focused && !button.disabled && button.checkVisibility(),
  );
  (same ?? element.querySelector("button.choose")).focus({ preventScroll: Boolean(same) });
});

library.addEventListener("click", (event) => {
  const act = event.target.closest("[data-act]");
  const cite = event.target.closest("button.cite");
  if (act) trigger("act", { act: act.dataset.act, value: act.dataset.value });
  else if (cite) {
    library.hidePopover();
    const detail = { source: cite.dataset.source, passage: "" };
    document.dispatchEvent(new CustomEvent("yinju:open", { detail }));
  } else if (event.target.closest("button.choose")) {
    element.querySelector("input[type=file]").click();
  }
});

library.addEventListener("change", (event) => {
  if (!event.target.matches("input[type=file]")) return;
  send(event.target.files);
  // So that the same file can be chosen again.
  event.target.value = "";
});

// Files may be let go anywhere on the page; of anything else that is dragged it knows nothing.
const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
function drag(event, change) {
  if (!hasFiles(event)) return;
  event.preventDefault();
  dragged = Math.max(0, dragged + change);
  document.documentElement.classList.toggle("dropping", dragged > 0);
}
document.addEventListener("dragenter", (event) => drag(event, 1));
document.addEventListener("dragleave", (event) => drag(event, -1));
document.addEventListener("dragover", (event) => drag(event, 0));
document.addEventListener("drop", (event) => {
  if (!hasFiles(event)) return;
  drag(event, -dragged);
  show();
  send(event.dataTransfer.files);
});

watch("value", name);
name();
if (new URL(window.location.href).searchParams.has("library")) show();
