// Whether the page is wider than the window.
(() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const wide = [...document.querySelectorAll("body *")].filter(it =>
    it.getBoundingClientRect().right > width + 1 && !it.closest(".scroll, pre, .sr, .skip"));
  return [`${document.documentElement.scrollWidth} instead of ${width} pixels`,
    ...wide.slice(0, 5).map(it => it.outerHTML.slice(0, 120))];
})()
