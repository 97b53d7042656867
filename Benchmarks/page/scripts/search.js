// Whether the rows of large tables can be searched.
(() => {
  const problems = [];
  for (const table of document.querySelectorAll("table.searchable")) {
    const field = table.closest("section").querySelector(`input[aria-controls="${table.id}"]`);
    const rows = [...table.tBodies[0].rows];
    const last = rows.at(-1);
    if (!field) { if (rows.length > 25) problems.push(`${table.id}: no search field`); continue; }
    const change = value => {
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    // All that the row says: one cell may be found in more rows than are shown at once.
    const word = last.textContent.trim();
    change(word);
    if (last.hidden) problems.push(`${table.id}: "${word}" does not find the last row`);
    const wrong = rows.filter(row => !row.hidden && !row.textContent.toLowerCase().includes(word.toLowerCase()));
    if (wrong.length) problems.push(`${table.id}: "${word}" finds ${wrong[0].textContent}`);
    change("no row has this text");
    if (rows.some(row => !row.hidden)) problems.push(`${table.id}: rows are shown for a text that is nowhere`);
    change("");
  }
  return problems;
})()
