// Whether every recording can be loaded, and the first ones play.
(async () => {
  const problems = [];
  const happens = (player, name) => new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`no ${name} within 10 s`)), 10000);
    player.addEventListener("error", () => reject(new Error(player.error?.message)), { once: true });
    player.addEventListener(name, resolve, { once: true });
  });
  for (const [index, player] of [...document.querySelectorAll("audio")].entries()) {
    const name = player.getAttribute("aria-label");
    try {
      const loaded = happens(player, "loadedmetadata");
      player.preload = "auto";
      player.load();
      await loaded;
      if (!(player.duration > 0)) throw new Error("no duration");
      if (index < 3) {
        player.muted = true;
        const plays = happens(player, "timeupdate");
        await player.play();
        await plays;
        player.pause();
      }
    } catch (error) { problems.push(`${name}: ${error}`); }
  }
  return problems;
})()
