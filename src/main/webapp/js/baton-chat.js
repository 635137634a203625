// @ts-check
/**
 * `<baton-chat>`: a chat with Baton for any page. One script tag is enough:
 *
 *     <script type="module" src="https://baton.example/js/baton-chat.js"></script>
 *     <baton-chat greeting="Ask about our blog"></baton-chat>
 *
 * Attributes: `base-url` (by default where this file came from), `model`, `language` (en, zh; by default the page's, then
 * the browser's), `greeting`, `conversation-id`, `theme` (light, dark; by default the page's `color-scheme`). On another
 * origin set the property `token`, at any time, to a function that gives a bearer token; it is called with true when one was
 * refused.
 * Events: `baton-conversation` ({conversationId}), `baton-answer` ({message}), `baton-sign-in` ({asked}: whether the reader
 * has clicked; unless it is prevented, that leads to Baton's sign-in page or asks for a token anew).
 * Custom properties: `--baton-accent`, `--baton-on-accent`, `--baton-background`, `--baton-surface`, `--baton-text`,
 * `--baton-text-faint`, `--baton-line`, `--baton-field-line`, `--baton-warning`, `--baton-font`, `--baton-radius`,
 * `--baton-width`. Parts: messages, message, user, assistant, author, content, actions, details, note, seam, greeting,
 * notice, composer, input, model, send, stop.
 */
import { BatonClient } from './baton-client.js';
import { MessageView, button, make } from './chat-message.js';
import { style } from './chat-style.js';
import { texts } from './texts.js';

const PAGE = 50;
/** Longer answers are not read out whole. */
const READ_OUT = 1500;
const NEAR_THE_END = 48;
/** Refused before anything was stored: the question goes back to where it was written. */
const goesBack = (error) => error.status >= 400 || error.code === 'NOT_SIGNED_IN';

export class BatonChat extends HTMLElement {
  static observedAttributes = ['base-url', 'model', 'language', 'greeting', 'conversation-id'];

  /** @type {import('./baton-client.js').Options['token']} */ #token;
  /** @type {BatonClient} */ #client = new BatonClient();
  #words = texts([]);
  /** @type {any} */ #parts = {};
  /** @type {MessageView | null} */ #question = null;
  /** @type {MessageView | null} */ #answer = null;
  #lastQuestion = '';
  #asked = '';
  #sticks = true;
  #earliestPage = 1;
  #opening = 0;
  #timer = 0;
  #models = [];
  /** Whether `conversation-id` is being set from within. */ #quiet = false;

  get client() {
    return this.#client;
  }

  get token() {
    return this.#token;
  }

  set token(token) {
    this.#token = token;
    this.#client.token = token;
    if (this.isConnected) {
      this.#begin();
    }
  }

  get conversationId() {
    return this.#client.conversationId ?? null;
  }

  connectedCallback() {
    if (!this.shadowRoot) {
      this.attachShadow({ mode: 'open', delegatesFocus: true }).adoptedStyleSheets = [style];
    }
    this.#build();
    this.#takeEarlyToken();
    addEventListener('online', this.#network);
    addEventListener('offline', this.#network);
    this.#begin();
  }

  /** A page may have set it before this file was there: then it hides the property of the class. */
  #takeEarlyToken() {
    if (Object.hasOwn(this, 'token')) {
      const { token } = this;
      Reflect.deleteProperty(this, 'token');
      this.#token = token;
      this.#client.token = token;
    }
  }

  get #isElsewhere() {
    return new URL(this.#client.baseUrl).origin !== location.origin;
  }

  /** A page of another origin has no cookie: there the token must come first. */
  #begin() {
    this.#greet();
    if (!this.#token && this.#isElsewhere) {
      return;
    }
    const id = this.getAttribute('conversation-id');
    if (id && !this.#client.isConnected && !this.#parts.list.childElementCount) {
      this.open(id);
    }
    this.#loadModels();
  }

  disconnectedCallback() {
    removeEventListener('online', this.#network);
    removeEventListener('offline', this.#network);
    this.#client.disconnect();
    clearInterval(this.#timer);
  }

  attributeChangedCallback(name, before, after) {
    if (!this.#parts.log || before === after || this.#quiet) {
      return;
    }
    if (name === 'conversation-id') {
      if (after) {
        this.open(after);
      } else {
        this.newConversation();
      }
    } else if (name === 'model') {
      this.#parts.model.value = after ?? '';
    } else {
      const id = this.conversationId;
      this.#client.disconnect();
      this.#build();
      this.#loadModels();
      if (id) {
        this.open(id);
      } else {
        this.#greet();
      }
    }
  }

  /** Begins anew; what is written but not sent stays. */
  newConversation() {
    this.#opening++;
    this.#leave(undefined);
    this.#greet();
    this.focus();
  }

  /** Shows a conversation, and goes on reading an answer that is still running. @param {string} id */
  async open(id) {
    const opening = ++this.#opening;
    this.#leave(id);
    this.#say(this.#words.loading);
    try {
      const { messages, earliest } = await this.#lastPages(id);
      if (opening !== this.#opening) {
        return;
      }
      this.#say('');
      this.#earliestPage = earliest;
      this.#parts.list.replaceChildren(...messages.map((message) => this.#stored(message).element));
      this.#showEarlier();
      this.#greet();
      this.#goToEnd();
      this.#continue(id, messages);
    } catch (error) {
      if (opening === this.#opening) {
        this.#refused(error, () => this.open(id), this.#words.reload);
      }
    }
  }

  #leave(id) {
    this.#client.disconnect();
    this.#client.conversationId = id;
    this.#question = null;
    this.#answer = null;
    this.#lastQuestion = '';
    this.#sticks = true;
    this.#earliestPage = 1;
    this.#parts.list.replaceChildren();
    this.#parts.greeting.hidden = true;
    this.#showEarlier();
    this.#notice('');
  }

  // --- what there is to see

  #build() {
    const root = /** @type {ShadowRoot} */ (this.shadowRoot);
    const language = this.getAttribute('language');
    const around = this.closest('[lang]')?.getAttribute('lang');
    const words = texts([language, around, ...navigator.languages]);
    const draft = this.#parts.input?.value ?? '';
    this.#words = words;
    this.#client = new BatonClient({ baseUrl: this.getAttribute('base-url') ?? undefined, token: this.#token,
      model: this.getAttribute('model') ?? undefined, language: words.lang === 'en' ? 'en' : 'zh-CN',
      conversationId: this.conversationId ?? undefined });
    this.#listen();
    const parts = {
      log: make('div', { className: 'log', part: 'messages', tabIndex: 0, role: 'region', ariaLabel: words.conversation }),
      column: make('div', { className: 'column' }),
      earlier: make('div', { className: 'earlier', hidden: true }),
      greeting: make('div', { className: 'greeting', part: 'greeting', hidden: true }),
      list: make('ol', { className: 'messages', role: 'list' }),
      below: make('div', { className: 'column below' }),
      notice: make('div', { className: 'notice', part: 'notice', hidden: true }),
      toEnd: button('↓', 'to-end', () => this.#goToEnd()),
      form: make('form', { className: 'composer', part: 'composer' }),
      input: make('textarea', { part: 'input', rows: 1, placeholder: words.placeholder, ariaLabel: words.question, value: draft }),
      tools: make('div', { className: 'tools' }),
      model: make('select', { part: 'model', ariaLabel: words.model }),
      send: make('button', { className: 'primary', part: 'send', textContent: words.send, title: words.keys }),
      stop: button(words.stop, 'primary stop', () => this.#stop()),
      live: make('p', { className: 'hidden', role: 'status', ariaLive: 'polite' }),
    };
    this.#parts = parts;
    parts.greeting.append(make('p', { textContent: this.getAttribute('greeting') ?? words.greeting }));
    parts.earlier.append(button(words.earlier, 'quiet strong', () => this.#loadEarlier()));
    parts.column.append(parts.earlier, parts.list);
    parts.log.append(parts.greeting, parts.column);
    parts.stop.setAttribute('part', 'stop');
    parts.stop.hidden = true;
    parts.toEnd.hidden = true;
    parts.toEnd.ariaLabel = words.newest;
    parts.tools.append(parts.model, parts.send, parts.stop);
    parts.form.append(parts.input, parts.tools);
    parts.below.append(parts.toEnd, parts.notice, parts.form, parts.live);
    const chat = make('section', { className: 'chat', lang: words.lang, ariaLabel: words.chat });
    chat.append(parts.log, parts.below);
    root.replaceChildren(chat);
    this.#fillModels();
    this.#wire();
  }

  #wire() {
    const { form, input, log, list, model } = this.#parts;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.ask(input.value);
    });
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
        event.preventDefault();
        form.requestSubmit();
      }
    });
    input.addEventListener('input', () => this.#keepDraft());
    input.value ||= this.#draft();
    model.addEventListener('focus', () => this.#loadModels());
    let top = 0;
    log.addEventListener('scroll', () => {
      const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_THE_END;
      const wentUp = log.scrollTop < top - 2;
      top = log.scrollTop;
      this.#sticks = atEnd || this.#sticks && !wentUp;
      this.#parts.toEnd.hidden = this.#sticks;
    }, { passive: true });
    const toEnd = () => this.#sticks && (log.scrollTop = log.scrollHeight);
    new ResizeObserver(toEnd).observe(list);
    new ResizeObserver(toEnd).observe(log);
  }

  #greet() {
    this.#parts.greeting.hidden = this.#parts.list.childElementCount > 0 || Boolean(this.conversationId);
  }

  #goToEnd() {
    const { log } = this.#parts;
    this.#sticks = true;
    log.scrollTop = log.scrollHeight;
  }

  #say(text) {
    if (this.#parts.live.textContent !== text) {
      this.#parts.live.textContent = text;
    }
  }

  /** A line above the input: what is the matter, and what can be done about it. */
  #notice(text, ...actions) {
    const { notice } = this.#parts;
    clearInterval(this.#timer);
    notice.hidden = !text;
    notice.replaceChildren();
    if (text) {
      const said = make('span', { textContent: text });
      notice.append(said, ...actions.map(([label, action]) => button(label, 'quiet strong', action)));
      this.#say(text);
    }
  }

  #network = () => {
    if (this.#client.isConnected) {
      return;
    }
    if (navigator.onLine === false) {
      this.#notice(this.#words.offlineIdle);
    } else if (this.#parts.notice.textContent === this.#words.offlineIdle) {
      this.#notice('');
    }
  };

  // --- asking

  /** Asks as if it had been written and sent. @param {string} text */
  async ask(text) {
    const question = text.trim();
    if (!question || this.#client.isConnected) {
      return;
    }
    const { input, list, model } = this.#parts;
    this.#notice('');
    this.#greet();
    this.#question = new MessageView('user', this.#words);
    this.#question.say(question);
    this.#lastQuestion = question;
    this.#asked = model.value || this.#client.model || '';
    list.append(this.#question.element);
    this.#beginAnswer();
    if (input.value.trim() === question) {
      input.value = '';
      this.#keepDraft();
    }
    this.#goToEnd();
    await this.#client.sendMessage(question, { model: this.#asked || undefined }).catch(() => {});
  }

  #beginAnswer() {
    this.#parts.greeting.hidden = true;
    this.#answer = this.#newAnswer(this.#lastQuestion);
    this.#answer.wait();
    this.#parts.list.append(this.#answer.element);
  }

  #newAnswer(question) {
    return new MessageView('assistant', this.#words, { more: [[this.#words.askAgain, () => this.ask(question)]] });
  }

  #stop() {
    this.#client.stop().catch((error) => this.#notice(this.#wordsFor(error)));
  }

  #listen() {
    const client = this.#client;
    const on = (type, action) => client.addEventListener(type, (event) => {
      if (client === this.#client) {
        action(/** @type {CustomEvent} */ (event).detail);
      }
    });
    on('state', ({ state }) => this.#showState(state));
    on('start', ({ message }) => this.#started(message));
    on('chunk', ({ message }) => this.#answer?.show(message, this.#asked));
    on('switch', ({ message, data }) => {
      this.#answer?.show(message, this.#asked);
      this.#say(this.#words.answering(data.to));
    });
    on('complete', ({ message }) => this.#completed(message));
    on('error', () => this.#failed(client.error));
  }

  #showState(state) {
    const { send, stop } = this.#parts;
    const busy = this.#client.isConnected;
    const hadFocus = this.shadowRoot?.activeElement;
    send.hidden = busy;
    stop.hidden = !busy;
    if (hadFocus === send && busy) {
      stop.focus();
    } else if (hadFocus === stop && !busy) {
      this.#parts.input.focus();
    }
    if (state === 'reconnecting' || state === 'offline') {
      this.#notice(state === 'offline' ? this.#words.offline : this.#words.reconnecting);
    } else {
      this.#notice('');
    }
    this.dataset.state = state;
  }

  #started(message) {
    this.#answer?.unnote();
    this.#answer?.show(message, this.#asked);
    this.#say(this.#words.answering(message.model));
    this.#remember({ conversationId: message.conversationId, answerId: message.answerId, asked: this.#asked });
    this.#setAttribute(message.conversationId);
    this.dispatchEvent(new CustomEvent('baton-conversation', { detail: { conversationId: message.conversationId } }));
  }

  async #completed(message) {
    const view = this.#answer;
    this.#remember();
    await view?.finish(message, this.#asked);
    this.#say(this.#words.answered(view?.element.querySelector('.content')?.innerText.slice(0, READ_OUT) ?? ''));
    this.dispatchEvent(new CustomEvent('baton-answer', { detail: { message: { ...message } } }));
    this.#loadModels();
  }

  #failed(error) {
    const retry = () => {
      this.#answer?.unnote();
      this.#client.retry().catch(() => {});
    };
    if (error.code === 'LOG_LOST' || error.code === 'NOT_FOUND' && !this.#question) {
      this.#remember();
      this.open(this.conversationId ?? '');
    } else if (error.code === 'CONNECTION_LOST') {
      this.#answer?.note(this.#wordsFor(error), this.#words.reconnect, retry);
      this.#say(this.#wordsFor(error));
    } else if (goesBack(error) && !this.#client.currentMessage?.answerId) {
      this.#takeBack();
      this.#refused(error, () => this.ask(this.#parts.input.value), this.#words.sendAgain);
    } else {
      this.#remember();
      this.#answer?.note(this.#wordsFor(error), this.#words.tryAgain, () => {
        this.#answer?.element.remove();
        this.#beginAnswer();
        retry();
      });
      this.#say(this.#wordsFor(error));
      this.#loadModels();
    }
  }

  /** The question was not taken: it is to be written on. */
  #takeBack() {
    const { input } = this.#parts;
    this.#answer?.element.remove();
    if (this.#question) {
      this.#question.element.remove();
      input.value ||= this.#question.text;
      this.#keepDraft();
    }
    this.#question = null;
    this.#answer = null;
    this.#greet();
    input.focus();
  }

  /** Says why, and offers to try again once that may help. */
  #refused(error, again, label) {
    if (error.code === 'NOT_SIGNED_IN') {
      this.#notice(this.#wordsFor(error), [this.#words.signIn, () => this.#signIn()]);
      this.#signIn(false);
      return;
    }
    const text = this.#wordsFor(error);
    const until = error.retryAfter ? Date.now() + error.retryAfter * 1000 : 0;
    this.#notice(text, [label, again]);
    if (!until) {
      return;
    }
    const [said, retry] = this.#parts.notice.children;
    const left = make('span', { ariaHidden: 'true' });
    said.append(left);
    const tick = () => {
      const seconds = Math.ceil((until - Date.now()) / 1000);
      retry.disabled = seconds > 0;
      left.textContent = seconds <= 0 ? '' : seconds > 600
        ? this.#words.again(new Date(until).toLocaleString(this.#words.lang, { dateStyle: 'short', timeStyle: 'short' }))
        : this.#words.wait(seconds);
      if (seconds <= 0) {
        clearInterval(this.#timer);
      }
    };
    tick();
    this.#timer = setInterval(tick, 500);
  }

  /**
   * Unless the page does it: at Baton's own page, or with a token had anew.
   *
   * @param {boolean} [asked] whether the reader wants to, or only must
   */
  #signIn(asked = true) {
    const event = new CustomEvent('baton-sign-in', { detail: { asked }, bubbles: true, cancelable: true });
    if (!this.dispatchEvent(event) || !asked) {
      return;
    }
    if (this.#token || this.#isElsewhere) {
      this.#notice('');
      this.#begin();
    } else {
      const next = encodeURIComponent(location.pathname + location.search);
      location.assign(`${this.#client.baseUrl}login?next=${next}`);
    }
  }

  /** Our own words for what is the reader's matter; the server's, in the reader's language, for the rest. */
  #wordsFor(error) {
    const own = this.#words.problems[error.code];
    const said = error.message && error.message !== error.code ? error.message : '';
    return ['NOT_SIGNED_IN', 'CONNECTION_LOST'].includes(error.code) ? own : said || own || error.code;
  }

  // --- what was said before

  async #lastPages(id) {
    const page = (n) => this.#client.call(`chat/conversations/${encodeURIComponent(id)}/messages?page=${n}&limit=${PAGE}`);
    const first = await page(1);
    const last = Math.max(1, Math.ceil(first.total / PAGE));
    if (last === 1) {
      return { messages: first.messages, earliest: 1 };
    }
    const pages = await Promise.all([last > 2 ? page(last - 1) : first, page(last)]);
    return { messages: pages.flatMap((each) => each.messages), earliest: Math.max(1, last - 1) };
  }

  async #loadEarlier() {
    const id = this.conversationId;
    const page = this.#earliestPage - 1;
    const { list, log, earlier } = this.#parts;
    const more = earlier.firstElementChild;
    if (page < 1 || more.disabled) {
      return;
    }
    more.disabled = true;
    try {
      const { messages } = await this.#client.call(`chat/conversations/${id}/messages?page=${page}&limit=${PAGE}`);
      if (id === this.conversationId) {
        const fromEnd = log.scrollHeight - log.scrollTop;
        list.prepend(...messages.map((message) => this.#stored(message).element));
        log.scrollTop = log.scrollHeight - fromEnd;
        this.#earliestPage = page;
      }
    } catch (error) {
      this.#notice(this.#wordsFor(error));
    }
    more.disabled = false;
    this.#showEarlier();
  }

  #showEarlier() {
    this.#parts.earlier.hidden = this.#earliestPage <= 1;
    if (this.#earliestPage > 1) {
      this.#watch.disconnect();
      this.#watch.observe(this.#parts.earlier);
    }
  }

  #watch = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) {
      this.#loadEarlier();
    }
  });

  #stored(message) {
    if (message.role === 'user') {
      this.#lastQuestion = message.content;
      const view = new MessageView('user', this.#words);
      view.say(message.content);
      return view;
    }
    const view = this.#newAnswer(this.#lastQuestion);
    view.finish(message);
    return view;
  }

  /** An answer that was running when the page was left goes on; one that was never begun can be had. */
  #continue(id, messages) {
    const running = this.#remembered(id);
    const last = messages[messages.length - 1];
    if (last?.role !== 'user') {
      if (running) {
        this.#remember();
      }
      return;
    }
    this.#lastQuestion = last.content;
    this.#asked = running?.asked ?? last.model ?? '';
    this.#beginAnswer();
    if (running) {
      this.#client.follow({ answerId: running.answerId, conversationId: id }).catch(() => {});
    } else {
      this.#answer?.note(this.#words.unanswered, this.#words.getAnswer, () => {
        this.#answer?.unnote();
        this.#answer?.wait();
        this.#client.answer({ conversationId: id, model: this.#parts.model.value || undefined }).catch(() => {});
      });
    }
  }

  // --- what outlives a reload

  #key(what) {
    return `baton-chat:${what}:${this.#client.baseUrl}`;
  }

  /** @param {{conversationId?: string, answerId?: string, asked?: string}} [running] absent: none */
  #remember(running) {
    store(this.#key('running'), running ? JSON.stringify(running) : '');
  }

  #remembered(id) {
    const running = JSON.parse(stored(this.#key('running')) || 'null');
    return running?.conversationId === id ? running : null;
  }

  #keepDraft() {
    store(this.#key('draft'), this.#parts.input.value);
  }

  #draft() {
    return stored(this.#key('draft'));
  }

  #setAttribute(id) {
    this.#quiet = true;
    this.setAttribute('conversation-id', id);
    this.#quiet = false;
  }

  // --- the models

  async #loadModels() {
    const client = this.#client;
    try {
      const models = await client.call('models');
      if (client === this.#client) {
        this.#models = models;
        this.#fillModels();
      }
    } catch (error) {
      if (client === this.#client && error.code === 'NOT_SIGNED_IN' && !client.isConnected) {
        this.#refused(error);
      }
    }
  }

  #fillModels() {
    const { model } = this.#parts;
    const chosen = model.value || this.getAttribute('model') || this.#models[0]?.id;
    model.hidden = this.#models.length === 0;
    model.replaceChildren(...this.#models.map((each) => {
      const standing = this.#standing(each);
      return new Option(standing ? `${each.id} · ${standing}` : each.id, each.id);
    }));
    model.value = this.#models.some((each) => each.id === chosen) ? chosen : this.#models[0]?.id ?? '';
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
        return this.#words.failing(until);
      case 'closed':
        return this.#words.closed;
      default:
        return this.#words.unavailable;
    }
  }
}

/** Only for this tab; a page that may store nothing does without. */
function store(key, value) {
  try {
    if (value) {
      sessionStorage.setItem(key, value);
    } else {
      sessionStorage.removeItem(key);
    }
  } catch {
    // not allowed here
  }
}

function stored(key) {
  try {
    return sessionStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

customElements.define('baton-chat', BatonChat);
