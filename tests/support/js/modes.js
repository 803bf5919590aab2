// Each theme of an atlas embedded (#plain) and on paper, where every slot holds the theme's text:
// gives the places where the text is not shown as it is, and whatever else should not be there.
async (texts) => {
  const wrong = [];
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  const scripts = document.scripts.length;
  const { themes } = JSON.parse(document.getElementById("geomap-data").textContent);
  const slots = ["h1", ".subtitle", ".entry-label", ".legend-group legend", ".legend-note", ".notes li",
    ".credits .approval", ".sources li", ".label"];

  const look = (mode, number) => {
    slots.forEach((selector) => {
      const nodes = all(selector);
      if (!nodes.length || !nodes[0].isConnected) wrong.push([mode, number, selector, "missing"]);
      nodes.filter((node) => node.textContent !== texts[number])
        .forEach((node) => wrong.push([mode, number, selector, node.textContent]));
    });
    if (document.querySelector("h1").getClientRects().length === 0) wrong.push([mode, number, "unseen"]);
    if (document.querySelector(".tools").getClientRects().length) wrong.push([mode, number, "tools"]);
    const alien = all("img, iframe, object, embed, form, base, link, video, audio, marquee");
    if (alien.length || document.scripts.length !== scripts) wrong.push([mode, number, "element"]);
  };

  for (const number of texts.keys()) {
    const changed = new Promise((done) => addEventListener("hashchange", done, { once: true }));
    location.hash = `plain&theme=${encodeURIComponent(themes[number].theme)}`;
    await changed;
    look("embedded", number);
    dispatchEvent(new Event("beforeprint"));
    look("printed", number);
    dispatchEvent(new Event("afterprint"));
  }
  return wrong;
};
