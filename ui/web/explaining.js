// Runs once; `element`, `trigger` and `watch` are of the explanation that was asked for last.
const drawer = document.getElementById("explained");
drawer.setAttribute("popover", "auto");
drawer.setAttribute("role", "dialog");

// Where it goes: the card that was opened, or the drawer, for a passage of the document.
let place = null;
let left = null;
let asked = "";
// The same explanation asked for in another place is another one to gradio.
let turn = 0;

const askWhy = latest("explain");

function ask(passage, where, button) {
  place = where;
  left = button;
  asked = passage;
  turn += 1;
  askWhy({ passage, turn });
}

document.addEventListener(
  "toggle",
  (event) => {
    const details = event.target;
    if (!details.matches?.("details.why") || !details.open) return;
    const where = details.querySelector(".explained");
    if (where && !where.childElementCount) ask(where.dataset.passage, where, null);
  },
  true,
);

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-explain]");
  if (button) ask(button.dataset.explain, null, button);
  else if (event.target.closest("#explained button.close")) {
    drawer.hidePopover();
    left?.focus();
  }
});

watch("value", () => {
  const made = element.querySelector(".explanation");
  if (!made) return;
  const copy = made.cloneNode(true);
  if (place) {
    if (place.isConnected) place.replaceChildren(copy);
    return;
  }
  drawer.querySelector(".explained").replaceChildren(copy);
  drawer.setAttribute("aria-label", copy.querySelector("h3")?.textContent ?? "");
  if (!drawer.matches(":popover-open")) drawer.showPopover();
  drawer.querySelector("button.close").focus();
});

// The drawer is made anew with the language.
document.addEventListener("yinju:explained", () => {
  if (asked && drawer.matches(":popover-open")) ask(asked, null, left);
});

// Another passage is the one that is asked about.
document.addEventListener("yinju:document", () => name());
document.addEventListener("yinju:passage", () => name());

// The document has no words of its own, and is asked about once there is a question.
function name() {
  for (const old of document.querySelectorAll("#reader-body button.explain")) old.remove();
  const words = document.querySelector("#results [data-why-not]")?.dataset.whyNot;
  const passage = document.querySelector("#reader-body .passage.current:not(h2, h3, h4, h5, h6)");
  const beside = passage?.querySelector("button.compare");
  if (!words || !beside) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "explain";
  button.dataset.explain = beside.dataset.compare;
  // Of what was found, why it was.
  const hit = document.querySelector(`#results .hit[data-passage="${CSS.escape(beside.dataset.compare)}"]`);
  button.textContent = hit?.querySelector(".why summary")?.textContent.trim() || words;
  button.setAttribute("aria-describedby", passage.id);
  beside.after(button);
}
document.addEventListener("yinju:asked", () => setTimeout(name));
document.addEventListener("yinju:results", () => name());
