// What a reader does with each theme of an atlas whose every slot holds the same text: gives the
// places where the text is not shown as it is, and whatever else should not be there.
(texts) => {
  const wrong = [];
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  const one = (selector) => document.querySelector(selector);
  const scripts = document.scripts.length;
  const mouse = (type) => new MouseEvent(type, { bubbles: true, clientX: 300, clientY: 300 });
  const isExtra = (node) => node.nodeType === 1 && node.matches(".count, .code");
  const words = (node) => Array.from(node.childNodes)
    .filter((child) => !isExtra(child)).map((child) => child.textContent).join("");

  const walk = (text, number) => {
    const expect = (...selectors) => selectors.forEach((selector) => {
      const nodes = all(selector);
      if (!nodes.length) wrong.push([number, selector, "missing"]);
      nodes.map(words).filter((found) => found !== text)
        .forEach((found) => wrong.push([number, selector, found]));
    });
    all(".theme")[number].click();
    if (one(".head .eyebrow").textContent !== texts[0]) wrong.push([number, "eyebrow"]);
    expect("h1", ".subtitle", ".theme[aria-current]", ".entry-label",
      ".legend-group legend", ".legend-note", ".notes li", ".credits .approval", ".sources li",
      "#map-alt", ".label");

    one("path.district").dispatchEvent(mouse("mouseover"));
    expect(".tip strong");
    one("path.district").dispatchEvent(mouse("mouseout"));
    one("path.district").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
    expect("#panel-body h2", "#panel-body > .facts dt", "#panel-body > .facts dd", ".chip",
      "#panel-body .row-name", ".group-title", ".article", ".measure-title", ".measure-text",
      ".measure dd");

    one("#tab-marks").click();
    expect("#panel-body .row-name");
    one("#panel-body .row").click();
    expect("#panel-body h2", "#panel-body .eyebrow", ".tag");
    one("#tab-measures").click();
    expect(".measure-title");

    one("#tool-table").click();
    expect("#table-districts tbody th", "#table-marks .table-note span, #table-marks tbody td:nth-child(2)");
    one("#tool-table").click();

    one("#search").value = text;
    one("#search").dispatchEvent(new Event("input"));
    // A hit may be of another theme, of which every slot holds that theme's text.
    all(".hit .row-name").filter((node) => !texts.includes(node.textContent))
      .concat(all(".field option").filter((option) => option.value && option.textContent !== text))
      .forEach((node) => wrong.push([number, node.className, node.textContent]));
  };

  const inspect = (number) => {
    const alien = all("img, iframe, object, embed, form, base, link, video, audio, marquee");
    const found = alien.map((node) => node.outerHTML);
    if (found.length || document.scripts.length !== scripts) wrong.push([number, "element", found]);
    all("a[href]").filter((link) => !["http:", "https:", "mailto:"].includes(link.protocol))
      .forEach((link) => wrong.push([number, "link", link.href]));
    all("*").flatMap((node) => Array.from(node.attributes))
      .filter(({ name }) => name.startsWith("on"))
      .forEach(({ name }) => wrong.push([number, "handler", name]));
  };

  texts.forEach((text, number) => {
    walk(text, number);
    inspect(number);
  });
  return wrong;
};
