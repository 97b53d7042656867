// Whether a column's head sorts its table both ways and says so.
(() => {
  const problems = [];
  for (const table of document.querySelectorAll("table.sortable")) {
    for (const button of table.querySelectorAll("thead button")) {
      const cell = button.closest("th");
      const column = [...cell.parentNode.cells].indexOf(cell);
      const texts = () => [...table.tBodies[0].rows].map(row => row.cells[column].textContent).join("|");
      const before = [...texts()].sort().join("");
      for (const order of ["ascending", "descending"]) {
        button.click();
        if (cell.getAttribute("aria-sort") !== order) problems.push(`${button.textContent}: not ${order}`);
      }
      if ([...texts()].sort().join("") !== before) problems.push(`${button.textContent}: rows were lost`);
    }
  }
  return problems;
})()
