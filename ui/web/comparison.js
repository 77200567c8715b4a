// Runs once, when the page is made; `element`, `trigger` and `watch` are the comparison's.
const view = () => element.querySelector(".comparison");
const offered = (part = document.getElementById("reader-body")) => part.querySelectorAll("button.compare");

// Where the reader was when the first comparison was asked for.
let left = null;
let key = "";
// Where the reader was on the map, to be there again.
let cell = null;
// Whether the reader was at the button that ends the making of a map, or begins it again.
let atAgain = false;
// The button with which something was said of a pair, and where it stood.
let said = null;

// What the address and `ui.place.Place` call what stands in the place of the results.
const NAMES = ["compare", "beside", "map", "parallel"];

const openPlace = latest("open");

function ask(place, button) {
  if (button && !view()) {
    const pane = document.getElementById("results-pane");
    left = { button, pane: pane.scrollTop, page: window.scrollY };
  }
  openPlace(Object.fromEntries(NAMES.map((name) => [name, place[name] ?? ""])));
}

function address(place) {
  const here = new URL(window.location.href);
  for (const name of NAMES) {
    if (place[name]) here.searchParams.set(name, place[name]);
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
  const { asked = "", beside = "", map = "", parallel = "" } = shown?.dataset ?? {};
  document.dispatchEvent(new Event("yinju:cited"));
  const now = [asked, beside, map, parallel].join("\n");
  // The same comparison in another language stays where it is.
  if (key === now) return remain();
  const before = key;
  key = now;
  if (before === "" && !shown) return;
  address({ compare: asked, beside, map, parallel });
  if (!shown) return back();
  const pane = document.getElementById("results-pane");
  pane.scrollTop = 0;
  // Below the reader, as on a phone, it is out of sight.
  const top = pane.getBoundingClientRect().top;
  if (top < 0 || top > window.innerHeight / 2) pane.scrollIntoView({ block: "start" });
  shown.querySelector("h2").focus({ preventScroll: true });
  remain();
}

// What took the place of itself, such as a map of the words that it is being made.
function remain() {
  const shown = view();
  if (!shown) return;
  judged(shown);
  if (document.activeElement === document.body) {
    // What ended the making of a map is followed by what begins it again.
    const again = atAgain && shown.querySelector("[data-again]");
    (again || shown.querySelector("h2")).focus({ preventScroll: true });
  }
  const scroll = shown.querySelector(".map-scroll");
  if (!scroll || !cell) return;
  document.getElementById("results-pane").scrollTop = cell.pane;
  scroll.scrollLeft = cell.left;
  const same = [...shown.querySelectorAll("[data-a], [data-compare]")].find(
    (other) => nameOf(other) === cell.name && other.tagName === cell.tag,
  );
  if (same?.closest("details")) same.closest("details").open = true;
  same?.focus({ preventScroll: true });
  cell = null;
}

// The pair has changed under the button: the reader goes on at it, or at the one in its place.
function judged(shown) {
  if (!said || document.activeElement !== document.body) return;
  const all = [...shown.querySelectorAll("button.verdict")];
  const same = all.find((button) => button.dataset.said === said.pair);
  const next = same ?? all[Math.min(said.number, all.length - 1)];
  document.getElementById("results-pane").scrollTop = said.pane;
  next?.focus({ preventScroll: true });
  said = null;
}

function judge(button) {
  const number = [...element.querySelectorAll("button.verdict")].indexOf(button);
  const pane = document.getElementById("results-pane").scrollTop;
  said = { pair: button.dataset.said, number, pane };
  trigger("judge", { verdict: button.dataset.verdict, said: button.dataset.said });
}

const nameOf = ({ dataset }) =>
  [dataset.compare, dataset.a, dataset.b, dataset.aSource, dataset.bSource].join("\n");

function leaveMap(button) {
  const scroll = button.closest(".mapped")?.querySelector(".map-scroll");
  if (!scroll) return;
  const pane = document.getElementById("results-pane").scrollTop;
  cell = { pane, left: scroll.scrollLeft, name: nameOf(button), tag: button.tagName };
}

// A cell of the map, or a pair of its tables: its sections, or of passages below no heading the
// counterparts of the other section; where there is none, the document.
function openPair(button) {
  const { a, b, aSource } = button.dataset;
  if (!a && !b) {
    document.dispatchEvent(new CustomEvent("yinju:open", { detail: { source: aSource, passage: "" } }));
    return;
  }
  leaveMap(button);
  ask({ compare: a || b, beside: a && b, map: view().dataset.map }, button);
}

// The document has no words of its own, so that it stays as it is in either language.
function nameButtons(part) {
  const { name, hint } = element.firstElementChild?.dataset ?? {};
  if (!name) return;
  for (const button of offered(part)) {
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
  const button = event.target.closest("[data-compare]");
  const pair = event.target.closest(".map-view [data-a]");
  const map = event.target.closest("[data-open-map]");
  const parallel = event.target.closest("[data-open-parallel]");
  if (button) {
    leaveMap(button);
    // What is opened from a map leads back to it.
    const from = element.contains(button) ? view().dataset.map : "";
    ask({ compare: button.dataset.compare, beside: button.dataset.beside, map: from }, button);
  } else if (pair) openPair(pair);
  else if (parallel) {
    delete document.documentElement.dataset.reading;
    ask({ parallel: parallel.dataset.openParallel }, parallel);
  }
  else if (event.target.closest("[data-stop-map]")) trigger("stop");
  else if (event.target.closest("#comparison button.verdict")) {
    judge(event.target.closest("button.verdict"));
  } else if (map) {
    if (!element.contains(map)) cell = null;
    ask({ map: map.dataset.openMap }, map);
  } else if (event.target.closest("#comparison button.close")) {
    cell = null;
    ask({});
  }
});

// Parts of a picture are no buttons to the browser.
document.addEventListener("keydown", (event) => {
  const button = event.target.closest?.(".section-map [role=button]");
  if (!button || (event.key !== "Enter" && event.key !== " ")) return;
  event.preventDefault();
  button.dispatchEvent(new MouseEvent("click", { bubbles: true }));
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

document.addEventListener("focusin", (event) => {
  atAgain = Boolean(event.target.closest("[data-again]"));
});

// Two documents take the width of the reader until one of them is opened in it.
element.addEventListener("click", (event) => {
  if (event.target.closest(".parallel button.cite")) document.documentElement.dataset.reading = "";
});

element.addEventListener("change", (event) => {
  const choice = event.target.closest("[data-parallel-with]");
  if (choice) ask({ parallel: choice.dataset.parallelWith, beside: choice.value });
});

// Sentences that say the same are pointed out together.
element.addEventListener("pointerover", (event) => {
  const link = event.target.closest("[data-link]")?.dataset.link;
  for (const sentence of element.querySelectorAll("[data-link].pointed")) sentence.classList.remove("pointed");
  if (link === undefined) return;
  for (const sentence of element.querySelectorAll(`[data-link="${link}"]`)) sentence.classList.add("pointed");
});

document.addEventListener("yinju:document", () => {
  nameButtons();
  reachCurrent();
});
document.addEventListener("yinju:passage", reachCurrent);
document.addEventListener("yinju:part", (event) => nameButtons(event.detail));
watch("value", compared);
compared();
