// @ts-check
import { make } from './chat-message.js';
import { store, stored } from './storage.js';

/**
 * The model for the next question: what the reader has chosen here, else what the conversation was asked with, else the
 * last choice, else what the page suggests. It stays chosen where it is gone, since another may cost more.
 */
export class ModelSelect {
  /** @type {any[]} */ #models = [];
  #chosen = '';
  #isPicked = false;
  #words;
  #suggested;
  #key;

  /**
   * @param {any} words
   * @param {{key: string, suggested: () => string, changed: () => void, before?: ModelSelect}} options `key` of what is
   *   stored, `suggested` by the page, `changed` is told of the reader's choice, `before` this there was another one
   */
  constructor(words, { key, suggested, changed, before }) {
    this.#words = words;
    this.#suggested = suggested;
    this.#key = key;
    this.element = make('select', { part: 'model', ariaLabel: words.model });
    this.element.addEventListener('change', () => {
      store('localStorage', this.#lastKey, this.element.value);
      this.pick(this.element.value);
      changed();
    });
    if (before) {
      this.#models = before.#models;
      this.#chosen = before.#chosen;
      this.#isPicked = before.#isPicked;
      this.#draw();
    } else {
      this.begin();
    }
  }

  /** Empty: the server's default. */
  get id() {
    return this.#chosen || this.element.value || this.#suggested();
  }

  /** Whether the reader has chosen it for this conversation. */
  get isPicked() {
    return this.#isPicked;
  }

  get isGone() {
    return this.#chosen !== '' && this.#models.length > 0 && !this.#models.some((each) => each.id === this.#chosen);
  }

  /** @param {any[]} models as the API lists them */
  offer(models) {
    this.#models = models;
    this.#draw();
  }

  /** @param {string} id */
  pick(id) {
    this.#chosen = id;
    this.#isPicked = true;
    this.#draw();
  }

  /** For a new conversation. */
  begin() {
    this.#chosen = stored('localStorage', this.#lastKey) || this.#suggested();
    this.#isPicked = false;
    this.#draw();
  }

  /** For one that is about to be loaded. */
  leave() {
    this.#chosen = '';
    this.#isPicked = false;
  }

  /** For one that was asked with that model. @param {string} id */
  goOn(id) {
    if (!this.#isPicked) {
      this.#chosen = id;
      this.#draw();
    }
  }

  /** The last choice was made beside what the page suggests; another suggestion is another question. */
  get #lastKey() {
    return `${this.#key}:${this.#suggested()}`;
  }

  #draw() {
    const chosen = this.#chosen || this.#models[0]?.id || '';
    const gone = this.isGone ? [{ id: chosen, available: false }] : [];
    this.element.hidden = this.#models.length === 0;
    this.element.replaceChildren(...[...gone, ...this.#models].map((each) => {
      const standing = this.#standing(each);
      return new Option(standing ? `${each.id} · ${standing}` : each.id, each.id);
    }));
    this.element.value = chosen;
  }

  #standing({ available, reason, availableAt }) {
    if (available) {
      return '';
    }
    const until = availableAt
      ? new Date(availableAt).toLocaleTimeString(this.#words.lang, { hour: '2-digit', minute: '2-digit' }) : '';
    switch (reason) {
      case 'rate_limit':
      case 'provider_limit':
        return this.#words.busy(until);
      case 'errors':
      case 'unreachable':
        return this.#words.failing(until);
      case 'closed':
        return this.#words.closed;
      default:
        return this.#words.unavailable;
    }
  }
}
