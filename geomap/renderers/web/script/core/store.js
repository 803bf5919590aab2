// The one place where the page's state is kept. Views never talk to each other: they set and watch.

/**
 * @param {State} first
 * @returns {Store}
 */
export function createStore(first) {
  let state = first;
  /** @type {((state: State, changed: Set<keyof State>) => void)[]} */
  const listeners = [];
  return {
    get: () => state,
    set(change) {
      const keys = /** @type {(keyof State)[]} */ (Object.keys(change));
      const changed = new Set(keys.filter((key) => !same(change[key], state[key])));
      if (changed.size === 0) return;
      state = { ...state, ...change };
      listeners.forEach((listener) => listener(state, changed));
    },
    watch(listener) {
      listeners.push(listener);
    },
    refresh() {
      const all = new Set(/** @type {(keyof State)[]} */ (Object.keys(state)));
      listeners.forEach((listener) => listener(state, all));
    },
  };
}

/**
 * @param {unknown} a
 * @param {unknown} b
 */
function same(a, b) {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
