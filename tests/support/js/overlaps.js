// Names on the map that lie on each other, and words of the page that do not fit their box.
() => {
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
    && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const names = Array.from(document.querySelectorAll(".label--shown"))
    .map((node) => ({ text: node.textContent, box: node.getBoundingClientRect() }));
  const overlaps = names.flatMap((name, i) => names.slice(i + 1)
    .filter((other) => meet(name.box, other.box)).map((other) => [name.text, other.text]));
  const boxes = "h1, .subtitle, .tool, .entry-label, .tabs button, .credits .approval, .card-title";
  const cut = Array.from(document.querySelectorAll(boxes))
    .filter((node) => node.scrollWidth > node.clientWidth + 1)
    .filter((node) => getComputedStyle(node).display !== "inline")
    .map((node) => [node.textContent, "cut"]);
  return overlaps.concat(cut);
};
