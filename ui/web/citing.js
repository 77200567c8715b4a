// Runs once; `element`, `trigger` and `watch` are those of the head of the basket, which this browser keeps.
const KEY = "yinju-basket";
const drawer = document.getElementById("basket");
const words = () => element.querySelector(".drawer-head").dataset;
const address = () => window.location.origin + window.location.pathname;
let asked = 0;
let turn = 0;
// What has the focus again when the list is made anew: [act, number].
let focus = null;

// What a component is told of is in the page a moment later.
function whenShown(event, act) {
  document.addEventListener(event, () => setTimeout(act));
}

function read() {
  try {
    const kept = JSON.parse(window.localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}

function keep(items) {
  try {
    window.localStorage.setItem(KEY, JSON.stringify(items));
  } catch {
    return false;
  }
  count();
  return true;
}

function count() {
  const number = String(read().length);
  for (const place of document.querySelectorAll("#tools .basket-count")) {
    if (place.textContent !== number) place.textContent = number;
    place.hidden = number === "0";
  }
}

const askForCheck = latest("open");

function check() {
  askForCheck({ items: JSON.stringify(read()) });
}

function tell(button, text) {
  const said = button.closest(".view")?.querySelector(".said");
  if (said) said.textContent = text;
}

// The menus beside citations.
function close(menu) {
  menu.hidden = true;
  menu.previousElementSibling.setAttribute("aria-expanded", "false");
}

function toggle(button) {
  const menu = button.nextElementSibling;
  for (const other of document.querySelectorAll(".cite-menu:not([hidden])")) {
    if (other !== menu) close(other);
  }
  if (!menu.hidden) return close(menu);
  menu.hidden = false;
  button.setAttribute("aria-expanded", "true");
  const { passage, places } = button.dataset;
  menu.dataset.asked = String(++asked);
  trigger("cite", { asked: menu.dataset.asked, passage, places, page: address() });
}

whenShown("yinju:cited-as", () => {
  const made = document.querySelector("#basket-cited [data-asked]")?.dataset;
  const menu = made && document.querySelector(`.cite-menu[data-asked="${Number(made.asked)}"]`);
  if (!menu) return;
  if (made.failed) return tell(menu, made.failed);
  for (const button of menu.querySelectorAll("[data-format]")) {
    button.dataset.copy = made[button.dataset.format];
    button.disabled = false;
  }
  const add = menu.querySelector(".keep");
  add.dataset.item = made.item;
  add.disabled = false;
});

function add(button) {
  const items = read();
  const item = JSON.parse(button.dataset.item);
  const same = (kept) => kept?.passage_id === item.passage_id && String(kept.words) === String(item.words);
  if (!items.some(same) && items.length >= Number(words().most)) return tell(button, words().full);
  if (!items.some(same) && !keep([...items, item])) return tell(button, words().unsaved);
  button.textContent = button.dataset.kept;
  tell(button, button.dataset.kept);
}

document.addEventListener("click", (event) => {
  const menu = event.target.closest("button.cite-as");
  const added = event.target.closest("button.keep");
  if (menu) toggle(menu);
  else if (added) add(added);
});

document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && event.target.closest?.(".cite-menu, .cite-as[aria-expanded=true]");
  if (!open) return;
  const menu = open.matches(".cite-menu") ? open : open.nextElementSibling;
  close(menu);
  menu.previousElementSibling.focus();
});

// The basket itself.
const acts = {
  up: (items, at) => items.splice(at - 1, 0, ...items.splice(at, 1)),
  down: (items, at) => items.splice(at + 1, 0, ...items.splice(at, 1)),
  remove: (items, at) => items.splice(at, 1),
  renew: (items, at, button) => items.splice(at, 1, { ...JSON.parse(button.dataset.item), note: items[at].note }),
};

drawer.addEventListener("click", (event) => {
  const act = event.target.closest("[data-act]");
  const file = event.target.closest("[data-export]");
  if (act) {
    const at = Number(act.dataset.number);
    const items = read();
    acts[act.dataset.act](items, at, act);
    keep(items);
    focus = [act.dataset.act, at + ({ up: -1, down: 1 }[act.dataset.act] ?? 0)];
    check();
  } else if (file) {
    const items = JSON.stringify(read());
    trigger("export", { items, kind: file.dataset.export, page: address(), turn: String(++turn) });
  }
});

drawer.addEventListener("input", (event) => {
  const number = event.target.dataset?.note;
  if (number === undefined) return;
  const items = read();
  if (!items[Number(number)]) return;
  items[Number(number)].note = event.target.value;
  keep(items);
});

whenShown("yinju:exported", () => document.querySelector("#basket-exported a")?.click());

whenShown("yinju:basket", () => {
  if (!focus || !drawer.matches(":popover-open")) return;
  const [act, number] = focus;
  focus = null;
  const same = [...drawer.querySelectorAll(`[data-number="${number}"]`)].filter((button) => !button.disabled);
  const next = same.find((button) => button.dataset.act === act) ?? same[0];
  (next ?? element.querySelector("button")).focus();
});

drawer.setAttribute("popover", "auto");
drawer.setAttribute("role", "dialog");
drawer.addEventListener("toggle", (event) => {
  if (event.newState === "open") check();
});
// Another tab has the same basket; and the button is made anew with the language.
window.addEventListener("storage", (event) => {
  if (event.key !== KEY) return;
  count();
  if (drawer.matches(":popover-open")) check();
});
document.addEventListener("yinju:tools", count);

function name() {
  drawer.setAttribute("aria-label", element.querySelector("h2").textContent);
}
watch("value", () => {
  name();
  if (drawer.matches(":popover-open")) check();
});
name();
count();
