// Whether every picture can be shown.
(async () => {
  const problems = [];
  for (const picture of document.images) {
    picture.loading = "eager";
    try { await picture.decode(); } catch (error) { problems.push(`${picture.alt}: ${error}`); }
  }
  return problems;
})()
