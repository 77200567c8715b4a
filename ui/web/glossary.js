// Runs once, when the drawer is made; `element`, `trigger` and `watch` are its head's.
const drawer = document.getElementById("glossary");

const list = document.getElementById("glossary-scroll");

function name() {
  for (const part of [drawer, list]) part.setAttribute("aria-label", element.querySelector("h2").textContent);
}

// What scrolls is reached by the keyboard.
list.tabIndex = 0;
list.setAttribute("role", "region");

// The browser itself opens and closes it, on top of all else, and gives the focus back.
drawer.setAttribute("popover", "auto");
drawer.setAttribute("role", "dialog");
drawer.addEventListener("toggle", (event) => {
  if (event.newState !== "open") return;
  drawer.querySelector("#glossary-filter textarea, #glossary-filter input").focus();
  trigger("open");
});
watch("value", name);
name();
