// Taking along what is shown: a picture, a drawing, a link. All made here; nothing leaves the page.

import { el } from "../core/dom.js";
import { drawPicture } from "../map/picture.js";
import { saveFile } from "../table/csv.js";

const SHARP = 2; // pixels of the picture for one of the page
// What XML has no place for, if a name holds it.
const NOT_XML = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

/**
 * The menu of what can be taken along.
 * @param {Page} page
 */
export function takeMenu(page) {
  const choice = (/** @type {string} */ key, /** @type {() => void} */ act) => el("button", {
    type: "button", class: "menu-item", click: () => { node.open = false; summary.focus(); act(); },
  }, page.ui(key));
  const summary = el("summary", { class: "tool", id: "tool-take" }, page.ui("take"));
  const node = el("details", {
    class: "menu",
    focusout: (/** @type {FocusEvent} */ event) => {
      if (event.relatedTarget && !node.contains(/** @type {Node} */ (event.relatedTarget))) node.open = false;
    },
    keydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Escape" || !node.open) return;
      node.open = false;
      summary.focus();
      event.stopPropagation();
    },
  }, summary, el("div", { class: "menu-items" },
    choice("take_png", () => savePicture(page, "png")),
    choice("take_svg", () => savePicture(page, "svg")),
    location.protocol === "about:" ? null : choice("take_link", () => copyLink(page))));
  return node;
}

/**
 * @param {Page} page
 * @param {"png" | "svg"} kind
 */
function savePicture(page, kind) {
  const drawing = drawPicture(page);
  const name = `${page.theme().theme}.${kind}`;
  const text = new XMLSerializer().serializeToString(drawing).replace(NOT_XML, "");
  if (kind === "svg") {
    saveFile(name, new Blob([text], { type: "image/svg+xml" }));
    return;
  }
  const canvas = document.createElement("canvas");
  canvas.width = Number(drawing.getAttribute("width")) * SHARP;
  canvas.height = Number(drawing.getAttribute("height")) * SHARP;
  const image = new Image();
  image.addEventListener("load", () => {
    /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => { if (blob) saveFile(name, blob); });
  });
  // The page's policy lets pictures come from data: and from nowhere else.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
}

/** @param {Page} page */
function copyLink(page) {
  const box = el("textarea", { class: "visually-hidden" }, location.href);
  document.body.append(box);
  box.select();
  // The newer way is shut in pages opened from a file.
  if (document.execCommand("copy")) page.announce(page.ui("copied"));
  box.remove();
}
