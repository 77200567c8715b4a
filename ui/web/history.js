// Runs once; `element` and `watch` are those of the history, which stays in this tab.
const KEY = "yinju-history";
const MOST = 100;

function read() {
  try {
    const kept = JSON.parse(window.sessionStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}

function keep(asked) {
  try {
    window.sessionStorage.setItem(KEY, JSON.stringify(asked.slice(0, MOST)));
  } catch {
    // A browser that stores nothing has no history.
  }
}

function facts(asked, words) {
  const said = asked.found ? words.hits.replace("{count}", asked.hits) : words.nothing;
  const filters = [...new URLSearchParams(asked.address)]
    .filter(([name]) => ["kind", "where"].includes(name))
    .map(([, value]) => value);
  const set = new URLSearchParams(asked.address).get("condition");
  const conditions = set === null ? [] : JSON.parse(set).map(([, , value]) => value);
  return [words[asked.language], said, ...filters, ...conditions].filter(Boolean).join(" · ");
}

function list() {
  const place = element.querySelector("ol");
  if (!place) return;
  const all = read();
  place.replaceChildren(
    ...all.map((asked) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "asked-before";
      button.dataset.address = asked.address;
      const question = document.createElement("span");
      question.textContent = asked.question;
      const small = document.createElement("small");
      small.textContent = facts(asked, place.dataset);
      button.append(question, small);
      const item = document.createElement("li");
      item.append(button);
      return item;
    }),
  );
  element.querySelector(".none").hidden = all.length > 0;
  element.querySelector("button.clear").hidden = all.length === 0;
}

document.addEventListener("yinju:asked", ({ detail }) => {
  if (!detail.question) return;
  const others = read().filter((asked) => asked.address !== detail.address);
  keep([{ ...detail }, ...others]);
  list();
});

const drawer = document.getElementById("history");
drawer.setAttribute("popover", "auto");
drawer.setAttribute("role", "dialog");

element.addEventListener("click", (event) => {
  const button = event.target.closest("button.asked-before");
  if (button) {
    drawer.hidePopover();
    document.dispatchEvent(new CustomEvent("yinju:restore", { detail: button.dataset.address }));
  } else if (event.target.closest("button.clear")) {
    keep([]);
    list();
    element.querySelector("h2 ~ button")?.focus();
  }
});

document.addEventListener(
  "keydown",
  (event) => {
    const box = event.target.closest?.("#question textarea");
    if (!box || event.key !== "ArrowUp" || box.value !== "" || event.isComposing) return;
    const last = read()[0];
    if (!last) return;
    event.preventDefault();
    box.value = last.question;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  },
  true,
);

function listAnew() {
  drawer.setAttribute("aria-label", element.querySelector("h2")?.textContent ?? "");
  list();
}
watch("value", listAnew);
listAnew();
