// Sorting the rows of an answer from a table; runs once, with the results.
{
  const order = new Intl.Collator(undefined, { numeric: true });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("table.sortable button[data-sort]");
    if (!button) return;
    const head = button.closest("th");
    const body = button.closest("table").tBodies[0];
    const down = head.getAttribute("aria-sort") === "ascending";
    const text = (row) => row.cells[Number(button.dataset.sort)].textContent;
    const rows = [...body.rows].sort((a, b) => order.compare(text(a), text(b)));
    for (const other of head.parentElement.cells) other.setAttribute("aria-sort", "none");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    body.append(...(down ? rows.reverse() : rows));
  });
}
