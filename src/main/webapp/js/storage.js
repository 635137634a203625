// @ts-check
/**
 * Stores a text in the browser; an empty text removes it. Ignored if the page may not store anything.
 *
 * @param {'sessionStorage' | 'localStorage'} where for this tab, or for all of them
 * @param {string} key
 * @param {string} value
 */
export function store(where, key, value) {
  try {
    if (value) {
      globalThis[where].setItem(key, value);
    } else {
      globalThis[where].removeItem(key);
    }
  } catch {
    // not allowed here
  }
}

/**
 * @param {'sessionStorage' | 'localStorage'} where
 * @param {string} key
 */
export function stored(where, key) {
  try {
    return globalThis[where].getItem(key) ?? '';
  } catch {
    return '';
  }
}
