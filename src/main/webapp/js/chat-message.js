// @ts-check
/** One message on the page. Renders a growing answer at a limited rate, to keep the page responsive. */

/** @type {Promise<typeof import('./markdown.js')> | undefined} */
let library;
/** Loads the Markdown library when the first answer is shown. */
const markdown = () => (library ??= import('./markdown.js'));

export class MessageView {
  #words;
  #actions;
  #body;
  #author;
  #foot;
  #view;
  #frame = 0;
  #busyUntil = 0;
  #latest = '';
  #message;
  /** The id of the stored message; empty if unknown. */ id = '';
  /** Whether the message is final. */ isSettled = false;

  /**
   * @param {'user' | 'assistant'} role
   * @param {any} words
   * @param {{more?: [string, () => void][]}} actions beneath an answer, each with its label
   */
  constructor(role, words, actions = {}) {
    this.#words = words;
    this.#actions = actions;
    this.role = role;
    this.element = make('li', { part: `message ${role}`, className: `message ${role}` });
    this.#author = make('p', { className: role === 'user' ? 'author hidden' : 'author', part: 'author' });
    this.#author.textContent = role === 'user' ? words.you : '';
    this.#body = make('div', { className: 'content', part: 'content', dir: 'auto' });
    this.#foot = make('div', { className: 'foot' });
    this.element.append(this.#author, this.#body, this.#foot);
  }

  get text() {
    return this.#latest;
  }

  /** @param {string} text of the user, shown unchanged */
  say(text) {
    this.#latest = text;
    this.#body.textContent = text;
  }

  /** Shows the state before the first output. */
  wait() {
    this.element.classList.add('waiting');
    this.#body.replaceChildren(make('span', { className: 'dots', ariaHidden: 'true' }));
  }

  /** @param {any} message of the client @param {string} [asked] the requested model */
  show(message, asked) {
    this.#message = message;
    this.#latest = message.content;
    this.#showAuthor(message, asked);
    if (!this.#frame) {
      this.#frame = requestAnimationFrame(() => this.#render());
    }
  }

  /** Shows the complete answer, with its cost. */
  async finish(message, asked) {
    this.show(message, asked);
    this.isSettled = true;
    await this.#render(true);
    this.element.classList.remove('waiting');
    this.#body.querySelector('.dots')?.remove();
    this.#foot.replaceChildren(...this.#footer(message));
  }

  /** Shows a problem below the text, with a button to solve it. */
  note(text, label, action) {
    this.element.classList.remove('waiting');
    this.#body.querySelector('.dots')?.remove();
    const note = make('p', { className: 'note', part: 'note' });
    note.textContent = text;
    if (label) {
      note.append(' ', button(label, 'quiet strong', action));
    }
    this.#foot.replaceChildren(note);
  }

  /** Like {@link note}, for a final message. */
  fail(text, label, action) {
    this.note(text, label, action);
    this.isSettled = true;
  }

  clearNote() {
    this.#foot.replaceChildren();
  }

  #showAuthor(message, asked) {
    const names = speakers(message);
    const why = message.reason === 'cache' ? this.#words.cached
      : message.reason === 'budget' ? this.#words.budget
        : asked && names[0] && names[0] !== asked ? this.#words.insteadOf(asked) : '';
    const text = names.join(' → ') + (why ? ` · ${why}` : '');
    if (this.#author.textContent !== text) {
      this.#author.textContent = text;
    }
  }

  /** Limits rendering to a fifth of the time, independent of the length of the text. */
  async #render(now = false) {
    this.#frame = 0;
    const wait = this.#busyUntil - performance.now();
    if (!now && wait > 0) {
      this.#frame = 1;
      setTimeout(() => this.#render(), wait);
      return;
    }
    const { Markdown, withSeams } = await markdown().catch(() => PLAIN);
    const began = performance.now();
    const message = this.#message;
    const seams = seamsOf(message);
    const goesOn = (index) => this.#words.goesOn(speakers(this.#message)[index + 1]);
    this.#view ??= new Markdown(this.#contentHost(), { ...this.#words, goesOn });
    if (this.#latest) {
      this.#body.querySelector('.dots')?.remove();
    }
    this.#view.show(withSeams(this.#latest, seams));
    this.#busyUntil = performance.now() + 4 * (performance.now() - began);
    this.element.dispatchEvent(new Event('drawn', { bubbles: true }));
  }

  #contentHost() {
    const host = make('div', {});
    this.#body.prepend(host);
    return host;
  }

  #footer(message) {
    const words = this.#words;
    const parts = [];
    const remark = message.finishReason === 'stopped' ? words.stopped
      : message.finishReason === 'length' ? words.cut
        : message.finishReason ? '' : words.broken;
    if (remark) {
      parts.push(Object.assign(make('p', { className: 'note' }), { textContent: remark }));
    }
    const bar = make('div', { className: 'bar', part: 'actions' });
    const copy = button(words.copy, 'quiet', async () => {
      await navigator.clipboard?.writeText(message.content).then(() => {
        copy.textContent = words.copied;
        setTimeout(() => {
          copy.textContent = words.copy;
        }, 2000);
      }, () => {});
    });
    const facts = this.#facts(message);
    const details = button(words.details, 'quiet', () => {
      facts.hidden = !facts.hidden;
      details.setAttribute('aria-expanded', String(!facts.hidden));
    });
    details.setAttribute('aria-expanded', 'false');
    bar.append(copy);
    for (const [label, action] of this.#actions.more ?? []) {
      bar.append(button(label, 'quiet last-only', action));
    }
    bar.append(details);
    parts.push(bar, facts);
    return parts;
  }

  /** Shows models, tokens, cost and time on demand. */
  #facts(message) {
    const words = this.#words;
    const list = make('dl', { className: 'facts', hidden: true, part: 'details' });
    const say = (term, text) => {
      const dt = make('dt', {});
      const dd = make('dd', {});
      dt.textContent = term;
      dd.textContent = text;
      list.append(dt, dd);
    };
    const spans = message.spans ?? [];
    say(words.wrote, spans.length > 1 ? words.spans(spans) : message.model ?? '');
    if (message.usage) {
      const counts = words.tokenCounts(message.usage);
      say(words.tokens, message.usage.source === 'estimated' ? words.estimated(counts) : counts);
    } else if (message.tokenCount != null) {
      say(words.tokens, String(message.tokenCount));
    }
    if (message.cost != null) {
      say(words.cost, dollars(message.cost, words.lang));
    }
    if (message.responseTime != null) {
      const digits = message.responseTime < 100 ? 3 : 1;
      const seconds = (message.responseTime / 1000).toLocaleString(words.lang, { maximumFractionDigits: digits });
      say(words.time, words.seconds(seconds));
    }
    if (message.finishReason) {
      say(words.ended, words.reasons[message.finishReason] ?? message.finishReason);
    }
    return list;
  }
}

/** Shows plain text if the library is missing. */
const PLAIN = {
  Markdown: class {
    constructor(host) {
      this.host = host;
      host.className = 'plain';
    }

    show(text) {
      this.host.textContent = text;
    }
  },
  withSeams: (text) => text,
};

/** The models in order. */
function speakers({ model, spans = [], switches = [] }) {
  if (spans.length) {
    return spans.map((span) => span.model);
  }
  const spoke = switches.filter((change) => change.at > 0);
  return spoke.length ? [spoke[0].from, ...spoke.map((change) => change.to)] : model ? [model] : [];
}

function seamsOf({ spans = [], switches = [] }) {
  return spans.length ? spans.slice(1).map((span) => span.from) : switches.map((change) => change.at).filter((at) => at > 0);
}

function dollars(amount, language) {
  return new Intl.NumberFormat(language, { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol',
    maximumFractionDigits: 9 }).format(amount);
}

/** @param {string} name @param {Record<string, any>} properties @returns {any} */
export function make(name, { part, ...properties }) {
  const made = Object.assign(document.createElement(name), properties);
  if (part) {
    made.setAttribute('part', part);
  }
  return made;
}

export function button(label, className, action) {
  const made = make('button', { type: 'button', className, textContent: label });
  made.addEventListener('click', action);
  return made;
}
