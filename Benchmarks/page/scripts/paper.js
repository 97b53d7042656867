// Whether anything is wider than the sheet, or closed, where it could not be opened any more.
(() => {
  dispatchEvent(new Event("beforeprint"));
  const width = document.documentElement.clientWidth;
  const problems = [];
  for (const it of document.querySelectorAll("table, svg, pre, img, .card, .example")) {
    if (!it.checkVisibility()) continue;
    const right = it.getBoundingClientRect().right;
    if (right > width + 1) {
      problems.push(`${Math.round(right)} of ${width} pixels: ${it.querySelector("caption")?.textContent ?? it.outerHTML.slice(0, 100)}`);
    }
  }
  for (const it of document.querySelectorAll("details:not(.continuations)")) {
    if (!it.open) problems.push(`closed: ${it.querySelector("summary").textContent}`);
  }
  // The buttons in the heads of columns are their text.
  for (const it of document.querySelectorAll("button:not(thead button), select, input, audio")) {
    if (it.checkVisibility()) problems.push(`of no use on paper: ${it.outerHTML.slice(0, 80)}`);
  }
  dispatchEvent(new Event("afterprint"));
  return problems;
})()
