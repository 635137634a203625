// @ts-check
import { make } from './chat-message.js';
import { store, stored } from './storage.js';

/**
 * The model for the next question: the user's choice for this conversation, otherwise the model of its last question,
 * otherwise the last choice, otherwise the page's suggestion. It stays selected if it becomes unavailable, since
 * another model may cost more.
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
   * @param {{key: string, suggested: () => string, changed: () => void, before?: ModelSelect}} options `key` of the
   *               stored choice, `suggested` by the page, `changed` is called on the user's choice, `before` is the
   *               previous instance
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

  /** Empty for the server's default. */
  get id() {
    return this.#chosen || this.element.value || this.#suggested();
  }

  /** Whether the user has chosen it for this conversation. */
  get isPicked() {
    return this.#isPicked;
  }

  get isGone() {
    return this.#chosen !== '' && this.#models.length > 0 && !this.#models.some((each) => each.id === this.#chosen);
  }

  /** @param {any[]} models as returned by the API */
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

  /** Resets for a new conversation. */
  begin() {
    this.#chosen = stored('localStorage', this.#lastKey) || this.#suggested();
    this.#isPicked = false;
    this.#draw();
  }

  /** Resets for a conversation that is about to be loaded. */
  leave() {
    this.#chosen = '';
    this.#isPicked = false;
  }

  /** Sets the model that a conversation was asked with. @param {string} id */
  goOn(id) {
    if (!this.#isPicked) {
      this.#chosen = id;
      this.#draw();
    }
  }

  /** The stored choice belongs to the page's suggestion; another suggestion makes it void. */
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
