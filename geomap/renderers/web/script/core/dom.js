// Nodes from text. Nothing here, or anywhere in the page, writes HTML: text stays text.

const SVG = "http://www.w3.org/2000/svg";
const LINK = /\b(?:https?:\/\/|mailto:)[^\s<>"'，。；、）（【】]+/g;

/**
 * An element.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Props} [props] attributes; a function is a listener; false and null leave the attribute out
 * @param {...(Node | string | null)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, props, ...children) {
  return filled(document.createElement(tag), props || {}, children);
}

/**
 * An element of a drawing.
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Props} [props]
 * @param {...(Node | string | null)} children
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function svg(tag, props, ...children) {
  return filled(document.createElementNS(SVG, tag), props || {}, children);
}

/**
 * @template {Element} Made
 * @param {Made} node
 * @param {Props} props
 * @param {(Node | string | null)[]} children
 * @returns {Made}
 */
function filled(node, props, children) {
  Object.entries(props).forEach(([name, value]) => {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  });
  node.append(...present(children));
  return node;
}

/**
 * Put new children in place of the old ones.
 * @param {Element} node
 * @param {...(Node | string | null)} children
 */
export function refill(node, ...children) {
  node.textContent = "";
  node.append(...present(children));
}

/**
 * @template Thing
 * @param {(Thing | null)[]} things
 * @returns {Thing[]}
 */
export function present(things) {
  return /** @type {Thing[]} */ (things.filter((thing) => thing !== null));
}

/**
 * Text with its web and mail addresses as links; any other scheme stays plain text.
 * @param {string} words
 * @returns {(Node | string)[]}
 */
export function linked(words) {
  /** @type {(Node | string)[]} */
  const parts = [];
  let end = 0;
  for (const match of words.matchAll(LINK)) {
    const start = /** @type {number} */ (match.index);
    const address = match[0].replace(/[.,;:!?)\]]+$/, "");
    parts.push(words.slice(end, start));
    parts.push(el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, address));
    end = start + address.length;
  }
  parts.push(words.slice(end));
  return parts.filter((part) => part !== "");
}

/**
 * Label and value pairs as a list.
 * @param {Page} page
 * @param {Words[]} facts
 */
export function factList(page, facts) {
  const rows = [];
  for (let i = 0; i < facts.length; i += 2) {
    rows.push(
      el("div", { class: "fact" },
        el("dt", {}, page.say(facts[i])),
        el("dd", {}, ...linked(page.say(facts[i + 1])))),
    );
  }
  return el("dl", { class: "facts" }, ...rows);
}

/** Whether the reader asked for less movement. */
export function reducedMotion() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/**
 * A whole number by thousands: 1,000,000. The sheet writes it so too.
 * @param {number} count
 */
export function grouped(count) {
  return String(count).replace(/(?=(\d{3})+$)\B/g, ",");
}
