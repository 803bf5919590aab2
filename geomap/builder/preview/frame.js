// The frame around a page that is being worked on: asks after changes, reloads the page where it
// stands (its address holds view, card, filters and tab), and tells what stops a build.
"use strict";
(() => {
  const PAUSE = 300; // milliseconds between two questions
  const PAGE = /^[^/\\]+\.html(#.*)?$/;
  const WORDS = document.documentElement.lang === "zh"
    ? { problems: "无法构建，下面是上一次的结果", warning: "个警告", warnings: "个警告", gone: "预览已停止" }
    : { problems: "Cannot build; below is what was built before", warning: "warning", warnings: "warnings", gone: "The preview has ended" };
  const frame = /** @type {HTMLIFrameElement} */ (document.getElementById("page"));
  const problems = /** @type {HTMLElement} */ (document.getElementById("problems"));
  const warnings = /** @type {HTMLDetailsElement} */ (document.getElementById("warnings"));
  /** @type {Record<string, string>} */
  let files = {};
  let number = -1;
  const asked = decodeURI(location.hash.slice(1));
  const first = PAGE.test(asked) ? asked : "index.html";

  /** The name of the page in the frame, with its fragment. */
  function shown() {
    const { pathname, hash } = /** @type {Window} */ (frame.contentWindow).location;
    return [decodeURIComponent(pathname.slice(1)), hash];
  }

  /**
   * @param {Element} box
   * @param {string} selector of its heading
   * @param {string} title
   * @param {string[]} lines
   */
  function list(box, selector, title, lines) {
    const items = lines.map((line) => {
      const item = document.createElement("li");
      item.textContent = line;
      return item;
    });
    /** @type {Element} */ (box.querySelector(selector)).textContent = title;
    /** @type {Element} */ (box.querySelector("ol")).replaceChildren(...items);
    /** @type {HTMLElement} */ (box).hidden = !title;
  }

  /** @param {{number: number, files: Record<string, string>, problems: string[], warnings: string[]}} state */
  function take(state) {
    if (state.number === number) return;
    const [name] = shown();
    const before = files[name];
    [number, files] = [state.number, state.files];
    list(problems, "h1", state.problems.length ? WORDS.problems : "", state.problems);
    const count = state.warnings.length;
    list(warnings, "summary", count ? `${count} ${count === 1 ? WORDS.warning : WORDS.warnings}` : "", state.warnings);
    document.documentElement.dataset.number = String(number);
    if (!(name in files)) open();
    else if (before !== files[name]) /** @type {Window} */ (frame.contentWindow).location.reload();
  }

  /** Open the page that was asked for, or the list of all. */
  function open() {
    const [name] = first.split("#");
    const address = name in files ? first : "index.html";
    if (address in files || name in files) /** @type {Window} */ (frame.contentWindow).location.replace(`/${address}`);
  }

  async function look() {
    try {
      const answer = await fetch(`/-/state?${encodeURIComponent(shown()[0])}`, { cache: "no-store" });
      take(await answer.json());
      const [name, hash] = shown();
      const here = `#${name}${hash}`;
      if (PAGE.test(name + hash) && location.hash !== here) history.replaceState(null, "", here);
    } catch {
      list(problems, "h1", WORDS.gone, []);
      number = -1;
    }
    setTimeout(look, PAUSE);
  }

  look();
})();
