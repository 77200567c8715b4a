// Runs once, when the page is made; `element`, `trigger` and `watch` are the comparison's.
const view = () => element.querySelector(".comparison");
const offered = () => document.querySelectorAll("#reader-body button.compare");

// Where the reader was when the first comparison was asked for.
let left = null;
let key = "";

function ask(passage, beside, button) {
  if (passage && !view()) {
    const pane = document.getElementById("results-pane");
    left = { button, pane: pane.scrollTop, page: window.scrollY };
  }
  trigger("open", { passage, beside });
}

function address(asked, beside) {
  const here = new URL(window.location.href);
  for (const [name, value] of [["compare", asked], ["beside", beside]]) {
    if (value) here.searchParams.set(name, value);
    else here.searchParams.delete(name);
  }
  window.history.replaceState(null, "", here);
}

function back() {
  if (!left) return;
  document.getElementById("results-pane").scrollTop = left.pane;
  if (left.button.isConnected) left.button.focus({ preventScroll: true });
  window.scrollTo(0, left.page);
  left = null;
}

function compared() {
  nameButtons();
  const shown = view();
  const { asked = "", beside = "" } = shown?.dataset ?? {};
  document.dispatchEvent(new Event("yinju:cited"));
  // The same comparison in another language stays where it is.
  if (key === asked + "\n" + beside) return;
  const before = key;
  key = asked + "\n" + beside;
  if (before === "" && !shown) return;
  address(asked, beside);
  if (!shown) return back();
  const pane = document.getElementById("results-pane");
  pane.scrollTop = 0;
  // Below the reader, as on a phone, it is out of sight.
  const top = pane.getBoundingClientRect().top;
  if (top < 0 || top > window.innerHeight / 2) pane.scrollIntoView({ block: "start" });
  shown.querySelector("h2").focus({ preventScroll: true });
}

// The document has no words of its own, so that it stays as it is in either language.
function nameButtons() {
  const { name, hint } = element.firstElementChild?.dataset ?? {};
  if (!name) return;
  for (const button of offered()) {
    button.setAttribute("aria-label", name);
    button.title = hint;
  }
}

// One of them is reached by Tab, the others by the arrows: hundreds of stops would be none.
function reach(button) {
  for (const other of document.querySelectorAll('#reader-body button.compare[tabindex="0"]')) {
    other.tabIndex = -1;
  }
  if (button) button.tabIndex = 0;
}

function reachCurrent() {
  reach(document.querySelector("#reader-body .current button.compare") ?? offered()[0]);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-compare]");
  if (button) ask(button.dataset.compare, button.dataset.beside ?? "", button);
  else if (event.target.closest("#comparison button.close")) ask("", "");
});

document.addEventListener("keydown", (event) => {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const button = event.target.closest?.("#reader-body button.compare");
  if (!step || !button) return;
  const all = [...offered()];
  const next = all[all.indexOf(button) + step];
  event.preventDefault();
  if (!next) return;
  reach(next);
  next.focus({ preventScroll: true });
  next.closest(".passage").scrollIntoView({ block: "nearest" });
});

document.addEventListener("yinju:document", () => {
  nameButtons();
  reachCurrent();
});
document.addEventListener("yinju:passage", reachCurrent);
watch("value", compared);
compared();
