// Runs once, when the page is made; `element`, `trigger`, `watch` and `server` are the document's.
const area = document.getElementById("reader-scroll");
const head = document.getElementById("reader-head");
const page = () => element.querySelector(".document");
// In reading order; those far from sight are empty.
let cut = [];
const parts = () => cut;

// How many parts are held at most, and how far from sight they are asked for.
const MOST = 16;
const NEAR = 1500;
// After how many milliseconds what could not be loaded is asked for again.
const RETRY = 3000;
// How many milliseconds a part stays near before it is asked for: past others the reader only flies.
const SETTLE = 80;
// Where the eyes are: the section that has begun above this line is the current one.
const LINE = 140;

// The element that was opened last; its part may have been dropped since.
let current = "";

const openDocument = latest("open");

// As urllib.parse.quote with safe="" does it.
const encode = (text) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase());
const passageOf = (id) => (id.startsWith("passage-") ? decodeURIComponent(id.slice(8)) : "");
const idOf = (passage) => (passage ? "passage-" + encode(passage) : "");
const placed = (node) => node.getBoundingClientRect();

// The last of some elements, in reading order, of which something holds; null where it holds of none.
function lastWhere(elements, holds) {
  let low = 0;
  let high = elements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(elements[middle])) low = middle + 1;
    else high = middle;
  }
  return elements[low - 1] ?? null;
}

// The passage that stands at a height of the window, or the last one above it.
function passageAt(height) {
  const above = (node) => placed(node).top <= height;
  const part = lastWhere(parts(), above);
  return part && lastWhere([...part.querySelectorAll(".passage")], above);
}

function placeOf(passage) {
  const part = passage.closest(".part");
  return Number(part.dataset.start) + [...part.querySelectorAll(".passage")].indexOf(passage);
}

const partOf = (place) => lastWhere(parts(), (part) => Number(part.dataset.start) <= place);

// Parts that come and go above leave what is in view where it is.
function keepingView(change) {
  const top = placed(area).top;
  const part = parts().find((one) => placed(one).bottom > top);
  const anchor =
    [...(part?.querySelectorAll(".passage") ?? [])].find((one) => placed(one).bottom > top) ?? part;
  const before = anchor && placed(anchor).top;
  change();
  if (anchor?.isConnected) area.scrollTop += placed(anchor).top - before;
}

function fill(part, html) {
  if (part.childElementCount) return;
  const made = new DOMParser().parseFromString(html, "text/html");
  keepingView(() => {
    part.style.height = "";
    part.replaceChildren(...made.body.childNodes);
    dropFar(part);
  });
  if (current) document.getElementById(current)?.classList.add("current");
  document.dispatchEvent(new CustomEvent("yinju:part", { detail: part }));
}

function dropFar(kept) {
  const middle = placed(area).top + area.clientHeight / 2;
  const distance = (part) => {
    const { top, bottom } = placed(part);
    return Math.max(top - middle, middle - bottom, 0);
  };
  const filled = parts().filter((part) => part !== kept && part.childElementCount);
  if (filled.length < MOST) return;
  filled.sort((a, b) => distance(a) - distance(b));
  for (const part of filled.slice(MOST - 1)) {
    if (part.contains(document.activeElement)) continue;
    part.style.height = `${placed(part).height}px`;
    part.replaceChildren();
  }
}

// Asks for a part; of an index that was built anew the document is opened anew. What is not wanted any
// more when it comes is left out.
async function load(wanted, passage = "", isWanted = () => true) {
  const shown = page();
  const { source, generation, marks } = shown.dataset;
  const told = await server.read_part({ source, generation, marks: JSON.parse(marks), ...wanted });
  if (page() !== shown) return null;
  if (told.stale) {
    openDocument({ source, passage });
    return null;
  }
  const part = parts()[told.part];
  if (isWanted(part)) fill(part, told.html);
  return part;
}

const observeAnew = (part) => {
  near.unobserve(part);
  if (part.isConnected) near.observe(part);
};

const nearParts = new Set();
const loading = new Set();
function loadNear(part) {
  if (!nearParts.has(part) || part.childElementCount || loading.has(part)) return;
  loading.add(part);
  load({ part: parts().indexOf(part) }, passageOf(current), (one) => nearParts.has(one))
    .catch(() => setTimeout(() => observeAnew(part), RETRY))
    .finally(() => loading.delete(part));
}

const near = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) {
        nearParts.add(target);
        setTimeout(() => loadNear(target), SETTLE);
      } else nearParts.delete(target);
    }
  },
  { root: area, rootMargin: `${NEAR}px 0px` },
);

function scrollToTarget(passage) {
  const frame = placed(area);
  // Of a passage that is higher than the frame, the evidence is what to look at.
  const high = placed(passage).height > 0.8 * frame.height;
  const target = (high && passage.querySelector("mark.evidence")) || passage;
  const place = placed(target);
  const room = Math.max(0, (frame.height - place.height) / 3);
  area.scrollTop += place.top - frame.top - Math.min(room, 120);
}

function writeAddress(passage) {
  const here = new URL(window.location.href);
  here.searchParams.delete("passage");
  here.searchParams.set("doc", page().dataset.source);
  if (passage) here.searchParams.set("p", passage);
  else here.searchParams.delete("p");
  if (here.href !== window.location.href) window.history.replaceState(null, "", here);
}

// Opens what has an id, at the beginning where there is none; loads it where it is not there.
async function show(id) {
  if (!page()) return;
  if (id && !document.getElementById(id)) {
    const name = decodeURIComponent(id.slice(id.indexOf("-") + 1));
    const part = await load({ passage: name, mark: id.startsWith("mark-") }, passageOf(id));
    if (!part) return;
  }
  for (const old of element.querySelectorAll(".current")) old.classList.remove("current");
  const target = id && document.getElementById(id);
  current = target ? id : "";
  if (target) {
    target.classList.add("current");
    scrollToTarget(target);
    if (passageOf(id)) writeAddress(passageOf(id));
  } else {
    area.scrollTop = 0;
    writeAddress("");
  }
  document.dispatchEvent(new Event("yinju:passage"));
  toReader();
}

// Beside the results the reader is in view already; below them it is not.
function toReader() {
  const pane = document.getElementById("reader");
  const top = placed(pane).top;
  if (top < 0 || top > window.innerHeight / 2) pane.scrollIntoView({ block: "start" });
}

function open(button) {
  const { source, passage, key } = button.dataset;
  const shown = page();
  const same = shown?.dataset.source === source && (key === "" || shown.dataset.key === key);
  if (same) show(idOf(passage));
  else openDocument({ source, passage });
}

document.addEventListener("click", (event) => {
  const cite = event.target.closest(":is(#results, #comparison, #glossary, #basket) button.cite");
  const link = event.target.closest("#reader a[data-target]");
  if (cite) {
    cite.closest("[popover]")?.hidePopover();
    open(cite);
  } else if (link) {
    event.preventDefault();
    if (!isWide()) link.closest("details")?.removeAttribute("open");
    show(link.dataset.target);
  } else if (event.target.closest("#reader button.back")) {
    document.getElementById("results-pane").scrollIntoView({ block: "start" });
  }
});

document.addEventListener("yinju:open", (event) => openDocument(event.detail));

// The contents: beside the text where there is room, closed above it where there is not.
const contents = () => head.querySelector("details.contents");
const links = () => [...head.querySelectorAll(".contents a")];
const isWide = () => document.getElementById("reader").clientWidth >= 800;

function layOutContents() {
  const wide = isWide();
  const details = contents();
  if (!details || details.dataset.wide === String(wide)) return;
  details.dataset.wide = String(wide);
  details.open = wide;
  follow();
}

function reachLink(link) {
  for (const other of head.querySelectorAll('.contents a[tabindex="0"]')) other.tabIndex = -1;
  if (link) link.tabIndex = 0;
}

function follow() {
  const all = links();
  if (!all.length || !page()) return;
  const passage = passageAt(placed(area).top + LINE);
  const place = passage ? placeOf(passage) : -1;
  const now = lastWhere(all, (link) => Number(link.dataset.place) <= place);
  const before = head.querySelector(".contents a[aria-current]");
  if (before === now) {
    if (!now && !head.querySelector('.contents a[tabindex="0"]')) reachLink(all[0]);
    return;
  }
  before?.removeAttribute("aria-current");
  now?.setAttribute("aria-current", "location");
  if (contents().contains(document.activeElement)) return;
  reachLink(now ?? all[0]);
  const list = isWide() ? contents() : contents().querySelector("ol");
  if (!now || !list.clientHeight) return;
  const frame = placed(list);
  const row = placed(now);
  if (row.top < frame.top || row.bottom > frame.bottom) {
    list.scrollTop += row.top - frame.top - frame.height / 3;
  }
}

head.addEventListener("keydown", (event) => {
  const link = event.target.closest?.(".contents a");
  if (!link) return;
  const all = links();
  const place = all.indexOf(link);
  const next = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: all.length - 1 }[event.key];
  if (next === undefined || !all[next]) return;
  event.preventDefault();
  reachLink(all[next]);
  all[next].focus();
});

let following = 0;
area.addEventListener("scroll", () => {
  following ||= requestAnimationFrame(() => {
    following = 0;
    follow();
  });
});
new ResizeObserver(layOutContents).observe(document.getElementById("reader"));

// The hits of the results, one after the other.
const hits = () => [...document.querySelectorAll("#results .hit")];
const words = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function countHits() {
  const steps = head.querySelector(".hit-steps");
  if (!steps) return;
  const all = hits();
  const place = all.findIndex((hit) => hit.dataset.passage === passageOf(current));
  steps.hidden = !all.length;
  const values = { n: place + 1, count: all.length };
  const said = words(place < 0 ? steps.dataset.none : steps.dataset.of, values);
  const told = steps.querySelector(".place");
  if (told.textContent !== said) told.textContent = said;
  steps.querySelector(".before").disabled = place === 0;
  steps.querySelector(".after").disabled = place === all.length - 1;
}

function stepHit(by) {
  const all = hits();
  const place = all.findIndex((hit) => hit.dataset.passage === passageOf(current));
  const next = all[place < 0 ? (by > 0 ? 0 : all.length - 1) : place + by];
  if (!next) return;
  open(next.querySelector("button.cite"));
  if (placed(next).width) next.scrollIntoView({ block: "nearest" });
  toReader();
}

head.addEventListener("click", (event) => {
  const step = event.target.closest(".hit-steps .step");
  if (step) stepHit(step.classList.contains("after") ? 1 : -1);
});

document.addEventListener("yinju:passage", () => {
  countHits();
  follow();
});
document.addEventListener("yinju:results", countHits);
document.addEventListener("yinju:head", () => {
  layOutContents();
  countHits();
});

watch("value", () => {
  near.disconnect();
  nearParts.clear();
  current = "";
  cut = [...element.querySelectorAll(".part")];
  for (const part of parts()) near.observe(part);
  document.dispatchEvent(new Event("yinju:document"));
  layOutContents();
  show(page()?.dataset.opened);
});
