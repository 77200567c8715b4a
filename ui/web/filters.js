// Runs once, when the filters are made; `element`, `trigger` and `watch` are theirs.
let opened = false;
let focused = "";

const current = () => new URLSearchParams(element.querySelector(".filters")?.dataset.address ?? "");

function without(pairs, key, value) {
  const left = [...pairs].filter(([name, other]) => name !== key || !value(other));
  return new URLSearchParams(left);
}

const tellChoice = latest("choose");

function choose(pairs) {
  focused = document.activeElement?.id ?? "";
  tellChoice({ address: pairs.toString() });
}

element.addEventListener("change", (event) => {
  const { key, column } = event.target.dataset;
  if (column !== undefined) {
    const pairs = without(current(), "where", (other) => other.startsWith(column + "="));
    if (event.target.value.trim()) pairs.append("where", column + "=" + event.target.value.trim());
    choose(pairs);
  } else if (key) {
    const pairs = without(current(), key, (other) => other === event.target.value);
    if (event.target.checked) pairs.append(key, event.target.value);
    choose(pairs);
  }
});

element.addEventListener("click", (event) => {
  const chip = event.target.closest("button.chip");
  if (chip) choose(without(current(), chip.dataset.key, (other) => other === chip.value));
  else if (event.target.closest("button.clear")) choose(new URLSearchParams());
});

element.addEventListener(
  "toggle",
  (event) => {
    if (event.target.tagName === "DETAILS") opened = event.target.open;
  },
  true,
);

element.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !opened) return;
  const details = element.querySelector("details");
  details.open = false;
  details.querySelector("summary").focus();
});

// What is chosen from is listed anew, with other numbers: the reader goes on at the same place.
function listed() {
  const details = element.querySelector("details");
  if (!details) return;
  details.open = opened;
  if (document.activeElement !== document.body) return;
  const same = focused && document.getElementById(focused);
  if (same) same.focus();
  else if (focused !== null) (element.querySelector("button.chip") ?? details.querySelector("summary")).focus();
}

let first = true;
watch("value", () => {
  if (first) focused = null;
  first = false;
  listed();
  focused = null;
});
