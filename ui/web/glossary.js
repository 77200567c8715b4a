// Runs once, when the drawer is made; `element`, `trigger` and `watch` are its head's.
const drawer = document.getElementById("glossary");

function name() {
  drawer.setAttribute("aria-label", element.querySelector("h2").textContent);
}

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
