// Runs once; `element`, `trigger` and `watch` are of what a language model writes.
//
// It stands among the results, which are made anew by themselves: so it is copied there, again and
// again, whichever of the two has changed.
let told = "";

function place() {
  const there = document.querySelector("#results .written-place");
  if (!there) return;
  const focused = there.contains(document.activeElement);
  const made = element.querySelector(".written");
  there.replaceChildren(...(made ? [made.cloneNode(true)] : []));
  const status = there.querySelector(".told")?.textContent ?? "";
  if (focused) (there.querySelector("button.stop") ?? there.querySelector("button"))?.focus();
  if (status && status !== told) document.querySelector("#results .said").textContent = status;
  told = status;
  document.dispatchEvent(new Event("yinju:cited"));
}

document.addEventListener("click", (event) => {
  if (event.target.closest("#results .written button.stop")) trigger("stop", {});
});
document.addEventListener("yinju:results", place);
watch("value", place);
