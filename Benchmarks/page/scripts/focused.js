// Where the focus is: its place in the page, and whether it can be seen; nothing where it has left the page.
(() => {
  const it = document.activeElement;
  if (!it || it === document.body) return null;
  const style = getComputedStyle(it);
  const isShown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  return {
    place: [...document.querySelectorAll("*")].indexOf(it),
    what: it.outerHTML.slice(0, 100),
    isShown,
  };
})()
