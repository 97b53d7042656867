// Presses the first button of each kind that saves something; hands back the endings that files should have.
(async () => {
  const wanted = [];
  for (const [what, ending] of [["CSV", ".csv"], ["SVG", ".svg"]]) {
    const button = [...document.querySelectorAll("button.save")].find(it => it.textContent.includes(what));
    if (!button) continue;
    button.click();
    wanted.push(ending);
  }
  await new Promise(resolve => setTimeout(resolve, 1500));
  return wanted;
})()
