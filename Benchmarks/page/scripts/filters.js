// Whether each filter shows the examples that it should, and no others.
(() => {
  const problems = [];
  const change = (control, value) => {
    control.value = value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const groups = card => JSON.parse(card.dataset.groups);
  const holds = {
    "Chosen as": (card, value) => card.dataset.pick.split(" ").includes(value),
    "Outcome": (card, value) => card.dataset.outcome === value,
    "Label": (card, value) => card.dataset.label === value,
  };
  // Long tables have a bar of that class too, for their search.
  const bars = [...document.querySelectorAll('.filters[role="group"]')];
  const lists = [...document.querySelectorAll(".examples")].filter(it => it.children.length > 3);
  if (bars.length !== lists.length) problems.push(`${bars.length} filters for ${lists.length} lists`);
  for (const [index, bar] of bars.entries()) {
    const cards = [...lists[index].children];
    const shown = () => cards.filter(card => card.checkVisibility());
    const expect = (what, wanted) => {
      const seen = shown();
      if (seen.length !== wanted.length || seen.some(card => !wanted.includes(card))) {
        problems.push(`list ${index}: ${what}: ${seen.length} are shown, not ${wanted.length}`);
      }
      const said = `${wanted.length} of ${cards.length} shown`;
      if (bar.querySelector("output").textContent !== said) problems.push(`list ${index}: not "${said}"`);
    };
    for (const control of bar.querySelectorAll("select")) {
      const name = control.labels[0].firstChild.textContent.trim();
      for (const option of [...control.options].slice(1)) {
        const holdsHere = holds[name] ?? ((card, value) => groups(card)[name] === value);
        change(control, option.value);
        expect(`${name} ${option.value}`, cards.filter(card => holdsHere(card, option.value)));
      }
      change(control, "");
    }
    const text = bar.querySelector("input");
    const word = cards[0].textContent.trim().split(/\s+/).at(-1);
    change(text, word.toUpperCase());
    expect(`text ${word}`, cards.filter(it => it.textContent.toLowerCase().includes(word.toLowerCase())));
    change(text, "no example has this text");
    expect("a text that is nowhere", []);
    change(text, "");
    expect("nothing", cards);
  }
  return problems;
})()
