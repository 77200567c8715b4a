// Finding in the document: the server looks through all of it, the page marks what it holds.
const bar = () => head.querySelector(".finding");
const box = () => bar()?.querySelector("input");
const PAUSE = 200;

// What was found: one for each time the words stand there, with the place of its passage, which of
// those in the passage it is, and all of these as they stand in its text.
let finds = [];
let counted = 0;
let at = -1;
let searched = "";
let turn = 0;

function passageAtPlace(place) {
  const part = partOf(place);
  return part?.querySelectorAll(".passage")[place - Number(part.dataset.start)] ?? null;
}

// The words of a passage, without what the page put there; cells do not run into each other.
function textNodes(passage) {
  const walker = document.createTreeWalker(passage, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest(".label, button") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  const nodes = [];
  let text = "";
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (nodes.length && node.parentElement.closest("td") !== nodes.at(-1).cell) text += "\n";
    nodes.push({ node, start: text.length, cell: node.parentElement.closest("td") });
    text += node.data;
  }
  return { nodes, text };
}

function boundary(nodes, offset, isEnd) {
  const holder = nodes.findLast(({ start }) => (isEnd ? start < offset : start <= offset));
  return [holder.node, Math.min(offset - holder.start, holder.node.length)];
}

function rangesIn(passage, texts) {
  const { nodes, text } = textNodes(passage);
  let position = 0;
  return texts.map((words) => {
    const start = text.indexOf(words, position);
    if (start < 0) return null;
    position = start + words.length;
    const range = new Range();
    range.setStart(...boundary(nodes, start, false));
    range.setEnd(...boundary(nodes, position, true));
    return range;
  });
}

// Marks what stands in the parts that are held; returns where the one that is looked at stands.
function markFound() {
  const all = [];
  let looked = null;
  let passage = null;
  let ranges = [];
  finds.forEach((find, number) => {
    if (find.number === 0) {
      passage = passageAtPlace(find.place);
      ranges = passage ? rangesIn(passage, find.texts) : [];
    }
    const range = passage && ranges[find.number];
    if (!range) return;
    if (number === at) looked = range;
    else all.push(range);
  });
  if (window.CSS?.highlights) {
    CSS.highlights.set("found", new Highlight(...all));
    CSS.highlights.set("looked-at", new Highlight(...(looked ? [looked] : [])));
  }
  return looked;
}

function tellFound() {
  if (!bar()) return;
  const { of, none, most } = bar().dataset;
  const values = { n: at + 1, count: counted, most: finds.length };
  const template = counted > finds.length ? most : of;
  const said = counted ? words(template, values) : none;
  bar().querySelector(".place").textContent = searched ? said : "";
  for (const step of bar().querySelectorAll(".before, .after")) step.disabled = finds.length < 2;
}

async function lookAt(number) {
  at = number;
  const find = finds[at];
  if (find && !passageAtPlace(find.place)) {
    await load({ part: parts().indexOf(partOf(find.place)) });
    if (find !== finds[at]) return;
  }
  tellFound();
  const range = markFound();
  const target = range ?? (find && passageAtPlace(find.place));
  if (!target) return;
  const frame = placed(area);
  const place = placed(target);
  if (place.top < frame.top + 40 || place.bottom > frame.bottom - 40) {
    area.scrollTop += place.top - frame.top - frame.height / 3;
  }
}

async function find() {
  const shown = page();
  if (!shown) return;
  const asked = (turn += 1);
  searched = box().value.trim();
  const { source, generation } = shown.dataset;
  const told = searched
    ? await server.find_in_document({ source, generation, words: searched })
    : { count: 0, found: [] };
  if (asked !== turn || page() !== shown) return;
  if (told.stale) {
    openDocument({ source, passage: passageOf(current) });
    return;
  }
  counted = told.count;
  finds = told.found.flatMap(([place, texts]) => texts.map((_, number) => ({ place, number, texts })));
  // From where the reader is, not from the beginning.
  const passage = passageAt(placed(area).top + 1);
  const here = passage ? placeOf(passage) : 0;
  const next = finds.findIndex(({ place }) => place >= here);
  await lookAt(finds.length ? Math.max(next, 0) : -1);
}

function stepFound(by) {
  if (finds.length) lookAt((at + by + finds.length) % finds.length);
}

function openFinding(isOpen) {
  if (!bar()) return;
  bar().hidden = !isOpen;
  head.querySelector("button.find").setAttribute("aria-expanded", String(isOpen));
  if (isOpen) {
    box().focus();
    box().select();
  } else {
    box().value = "";
    forget();
    head.querySelector("button.find").focus();
  }
}

function forget() {
  turn += 1;
  finds = [];
  counted = 0;
  at = -1;
  searched = "";
  tellFound();
  markFound();
}

let pause = 0;
head.addEventListener("input", (event) => {
  if (event.target !== box()) return;
  clearTimeout(pause);
  pause = setTimeout(find, PAUSE);
});

head.addEventListener("submit", (event) => event.preventDefault());
head.addEventListener("keydown", (event) => {
  if (!event.target.closest?.(".finding") || event.isComposing || event.keyCode === 229) return;
  if (event.key === "Escape") openFinding(false);
  else if (event.key === "Enter" && event.target === box()) {
    clearTimeout(pause);
    if (box().value.trim() === searched) stepFound(event.shiftKey ? -1 : 1);
    else find();
  } else return;
  event.preventDefault();
});

head.addEventListener("click", (event) => {
  if (event.target.closest("button.find")) openFinding(bar().hidden);
  const step = event.target.closest(".finding .step");
  if (!step) return;
  if (step.classList.contains("close")) openFinding(false);
  else stepFound(step.classList.contains("after") ? 1 : -1);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !page()) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable], [popover]")) return;
  event.preventDefault();
  openFinding(true);
});

// The head comes anew in another language, with an empty box.
document.addEventListener("yinju:head", () => {
  if (!bar() || !searched) return;
  box().value = searched;
  bar().hidden = false;
  head.querySelector("button.find").setAttribute("aria-expanded", "true");
  tellFound();
});
document.addEventListener("yinju:part", () => {
  if (finds.length) markFound();
});
document.addEventListener("yinju:document", () => {
  finds = [];
  counted = 0;
  at = -1;
  if (searched) find();
});
