// Runs once; `element`, `trigger` and `watch` are of what was asked last.
const NAMES = ["q", "lang", "document", "section", "kind", "where", "condition"];

const part = (pairs) =>
  new URLSearchParams([...new URLSearchParams(pairs)].filter(([name]) => NAMES.includes(name))).toString();

function write(asked) {
  const here = new URL(window.location.href);
  if (part(here.search) === part(asked)) return;
  for (const name of NAMES) here.searchParams.delete(name);
  for (const [name, value] of new URLSearchParams(asked)) here.searchParams.append(name, value);
  window.history.pushState(null, "", here);
}

watch("value", () => {
  const asked = element.querySelector("[data-address]");
  if (!asked) return;
  write(asked.dataset.address);
  document.dispatchEvent(new CustomEvent("yinju:asked", { detail: { ...asked.dataset } }));
});

const restore = (address) => trigger("restore", { address });

// What only opens another passage or comparison has asked nothing else.
window.addEventListener("popstate", () => restore(part(window.location.search)));
document.addEventListener("yinju:restore", (event) => restore(event.detail));
