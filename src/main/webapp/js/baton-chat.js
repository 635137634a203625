// @ts-check
/**
 * `<baton-chat>`: a chat with Baton for any page. One script tag is enough:
 *
 *     <script type="module" src="https://baton.example/js/baton-chat.js"></script>
 *     <baton-chat greeting="Ask about our blog"></baton-chat>
 *
 * Attributes: `base-url` (by default derived from the URL of this file), `model`, `language` (en, zh; by default
 * the page's, then the browser's), `greeting`, `conversation-id`, `theme` (light, dark; by default the page's `color-scheme`).
 * On another origin set the property `token`, at any time, to a function that returns a bearer token; it is called with true
 * after a token was refused.
 * Events: `baton-conversation` ({conversationId}; null if the current one was deleted), `baton-answer` ({message}, also
 * in a conversation that is no longer shown), `baton-sign-in` ({asked}: whether the user clicked; unless prevented, it
 * opens Baton's sign-in page or requests a new token).
 * Custom properties: `--baton-accent`, `--baton-on-accent`, `--baton-background`, `--baton-surface`, `--baton-text`,
 * `--baton-text-faint`, `--baton-line`, `--baton-field-line`, `--baton-warning`, `--baton-font`, `--baton-radius`,
 * `--baton-width`. Parts: messages, message, user, assistant, author, content, actions, details, note, seam, greeting,
 * notice, composer, input, model, send, stop.
 */
import { BatonClient } from './baton-client.js';
import { MessageView, button, make } from './chat-message.js';
import { style } from './chat-style.js';
import { ModelSelect } from './model-select.js';
import { store, stored } from './storage.js';
import { texts } from './texts.js';

const PAGE = 50;
/** Screen readers do not announce longer answers completely. */
const MAX_ANNOUNCED = 1500;
const NEAR_THE_END = 48;
/** Milliseconds between checks for changes made in other tabs, and between retries after repeated failures. */
const REFRESH = 5000;
const REFRESH_AFTER_FAILURES = 60_000;
/** The maximum number of background answers: a browser has few connections. */
const MAX_BACKGROUND = 2;
/** Errors before anything was stored: the question returns to the composer. */
const goesBack = (error) => error.status >= 400 || error.code === 'NOT_SIGNED_IN';

export class BatonChat extends HTMLElement {
  static observedAttributes = ['base-url', 'model', 'language', 'greeting', 'conversation-id'];

  /** @type {import('./baton-client.js').Options['token']} */ #token;
  /** Of the current conversation. @type {BatonClient} */ #client = new BatonClient();
  /** Clients of running answers in other conversations. @type {Set<BatonClient>} */ #background = new Set();
  #words = texts([]);
  /** @type {any} */ #parts = {};
  /** @type {MessageView | null} */ #question = null;
  /** @type {MessageView | null} */ #answer = null;
  /** All messages in order. @type {MessageView[]} */ #views = [];
  #lastQuestion = '';
  #asked = '';
  /** @type {ModelSelect | undefined} */ #model;
  #sticks = true;
  #earliestPage = 1;
  #opening = 0;
  /** Pending while earlier messages are loaded. @type {Promise<void> | null} */ #loading = null;
  #isLoaded = true;
  /** The number of stored messages that are known. */ #count = 0;
  /** Whether the last question sent is not included yet. */ #uncounted = false;
  #pause = REFRESH;
  #nextLook = 0;
  #timer = 0;
  /** Whether `conversation-id` is being set internally. */ #quiet = false;

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
      const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
      root.adoptedStyleSheets = [style];
      root.addEventListener('keydown', (event) => this.#typed(/** @type {KeyboardEvent} */ (event)));
      root.addEventListener('click', () => setTimeout(() => this.takeFocus()));
    }
    this.#build();
    this.#takeEarlyToken();
    addEventListener('online', this.#network);
    addEventListener('offline', this.#network);
    document.addEventListener('visibilitychange', this.#wake);
    this.#begin();
  }

  /** A property that the page set before this file was loaded hides the property of the class. */
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

  /** A page of another origin has no cookie, so it must set the token first. */
  #begin() {
    this.#greet();
    if (!this.#token && this.#isElsewhere) {
      return;
    }
    this.#wake();
    const id = this.getAttribute('conversation-id');
    if (id && !this.#client.isConnected && !this.#parts.list.childElementCount) {
      this.open(id);
    }
    this.#loadModels();
  }

  disconnectedCallback() {
    removeEventListener('online', this.#network);
    removeEventListener('offline', this.#network);
    document.removeEventListener('visibilitychange', this.#wake);
    [this.#client, ...this.#background].forEach((client) => client.disconnect());
    clearInterval(this.#timer);
    clearTimeout(this.#nextLook);
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
      this.#model?.pick(after ?? '');
      this.#tellOfLostModel();
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

  /** Starts a new conversation; keeps the text in the composer. */
  newConversation() {
    this.#opening++;
    this.#leave(undefined);
    this.#beginAnew();
    if (hasKeyboard()) {
      this.focus();
    }
  }

  #beginAnew() {
    this.#greet();
    this.#model?.begin();
    this.#tellOfLostModel();
  }

  /** Shows a conversation, and follows its running answer, if any. @param {string} id */
  open(id) {
    this.#opening++;
    this.#leave(id);
    this.#isLoaded = false;
    this.#say(this.#words.loading);
    this.#loading = this.#openNow(id, this.#opening);
    return this.#loading;
  }

  async #openNow(id, opening) {
    try {
      if (await this.#load(id)) {
        this.#say('');
        this.#goToEnd();
      }
    } catch (error) {
      if (opening !== this.#opening) {
        return;
      }
      if (error.code === 'NOT_FOUND') {
        this.#gone();
      } else {
        this.#refused(error, () => this.open(id), this.#words.reload);
      }
    } finally {
      if (opening === this.#opening) {
        this.#loading = null;
      }
    }
  }

  #leave(id) {
    this.#readOn(id);
    this.#client = this.#newClient(id);
    this.#question = null;
    this.#answer = null;
    this.#lastQuestion = '';
    this.#model?.leave();
    this.#sticks = true;
    this.#earliestPage = 1;
    this.#count = 0;
    this.#uncounted = false;
    this.#loading = null;
    this.#isLoaded = true;
    this.#arrange([]);
    this.#parts.greeting.hidden = true;
    this.#showEarlier();
    this.#showState(this.#client.state);
  }

  /** Keeps reading the answer in the background; without a reader the server would stop it. */
  #readOn(next) {
    const left = this.#client;
    for (const each of this.#background) {
      if (each.conversationId === next && each.currentMessage?.answerId) {
        each.disconnect();
      }
    }
    if (!left.isConnected || next && left.conversationId === next) {
      left.disconnect();
      return;
    }
    const question = this.#question?.text ?? '';
    this.#background.add(left);
    left.addEventListener('state', () => left.isConnected || this.#background.delete(left));
    left.addEventListener('complete', () => this.#tellOf(left.currentMessage));
    left.addEventListener('error', () => {
      if (left.error && goesBack(left.error) && !left.currentMessage?.answerId) {
        this.#parts.input.value ||= question;
        this.#keepDraft();
        this.#notice(this.#wordsFor(left.error));
      }
    });
    const reading = [...this.#background].filter((each) => each.currentMessage?.answerId);
    reading.slice(0, Math.max(0, reading.length - MAX_BACKGROUND)).forEach((each) => each.disconnect());
  }

  #tellOf(message) {
    this.dispatchEvent(new CustomEvent('baton-answer', { detail: { message: { ...message } } }));
  }

  /** The conversation was deleted, in this tab or elsewhere. */
  #gone() {
    this.#setAttribute(null);
    this.#opening++;
    this.#leave(undefined);
    this.#beginAnew();
    this.#notice(this.#words.gone);
    this.dispatchEvent(new CustomEvent('baton-conversation', { detail: { conversationId: null } }));
  }

  // --- changes made elsewhere

  /**
   * Checks for changes made in other tabs and on other devices, and shows them.
   *
   * @param {any} [conversation] as returned by the API, if the page has just fetched it
   */
  async refresh(conversation) {
    const id = this.conversationId;
    try {
      if (id && this.#isIdle) {
        const seen = conversation ?? await this.#client.call(`chat/conversations/${encodeURIComponent(id)}`);
        this.#pause = REFRESH;
        const isNews = seen.messageCount !== this.#count || seen.runningAnswerId;
        if (seen.id === this.conversationId && this.#isIdle && isNews) {
          await this.#load(id);
        }
      }
    } catch (error) {
      this.#missed(id, error);
    }
    this.#planLook();
  }

  /** Whether nothing is being read, loaded or waiting to reconnect. */
  get #isIdle() {
    return !this.#client.isConnected && !this.#loading && this.#client.error?.code !== 'CONNECTION_LOST';
  }

  #missed(id, error) {
    this.#pause = Math.min(2 * this.#pause, REFRESH_AFTER_FAILURES);
    if (id !== this.conversationId) {
      return;
    }
    if (error.code === 'NOT_FOUND') {
      this.#gone();
    } else if (error.code === 'NOT_SIGNED_IN') {
      this.#pause = 0;
      this.#refused(error);
    }
  }

  /** Checks only while the page is visible. */
  #planLook(after = this.#pause) {
    clearTimeout(this.#nextLook);
    if (after && this.isConnected && document.visibilityState === 'visible') {
      this.#nextLook = setTimeout(() => this.refresh(), after);
    }
  }

  /** Soon, but after the page had the chance to pass its own data. */
  #wake = () => {
    this.#pause = REFRESH;
    this.#planLook(REFRESH / 5);
  };

  /** Returns false if something else was started in the meantime. */
  async #load(id) {
    const opening = this.#opening;
    const { messages, total, earliest } = await this.#lastPages(id);
    if (opening !== this.#opening || this.#client.isConnected) {
      return false;
    }
    this.#isLoaded = true;
    this.#count = total;
    this.#merge(messages, earliest);
    this.#showEarlier();
    this.#greet();
    this.#continue(id, messages);
    return true;
  }

  /** Keeps existing elements, so that scroll position, selection and focus stay. */
  #merge(messages, earliest) {
    this.#recognise(messages);
    const known = new Map(this.#views.map((view) => [view.id, view]));
    const first = this.#views.findIndex((view) => messages.some((message) => message.id === view.id));
    if (first < 0) {
      this.#earliestPage = earliest;
    }
    const after = messages.map((message) => {
      const view = known.get(message.id);
      this.#lastQuestion = message.role === 'user' ? message.content : this.#lastQuestion;
      return view && (view.role === 'user' || view.isSettled) ? view : this.#stored(message);
    });
    this.#arrange([...this.#views.slice(0, Math.max(0, first)), ...after]);
  }

  /** A question asked here has no id until it is loaded. */
  #recognise(messages) {
    const known = new Set(this.#views.map((view) => view.id));
    for (const { id, role, content } of messages) {
      const own = this.#views.find((view) => !view.id && view.role === 'user' && view.text === content);
      if (own && role === 'user' && !known.has(id)) {
        own.id = id;
      }
    }
  }

  #arrange(views) {
    const { list } = this.#parts;
    const wanted = new Set(views.map((view) => view.element));
    [...list.children].filter((each) => !wanted.has(each)).forEach((each) => each.remove());
    views.forEach(({ element }, index) => {
      if (list.children[index] !== element) {
        list.insertBefore(element, list.children[index] ?? null);
      }
    });
    this.#views = views;
  }

  #add(view) {
    this.#arrange([...this.#views, view]);
  }

  #remove(view) {
    this.#arrange(this.#views.filter((each) => each !== view));
  }

  // --- focus

  /** @param {FocusOptions} [options] */
  focus(options) {
    this.#parts.input?.focus(options);
  }

  /** Directs typing to the composer, unless another element has the focus or an on-screen keyboard would open. */
  takeFocus() {
    const active = document.activeElement;
    const isFree = !active || active === document.body || active === this && !this.shadowRoot?.activeElement;
    const root = /** @type {any} */ (this.shadowRoot);
    const isSelecting = [root?.getSelection?.(), getSelection()].some((selection) => selection?.type === 'Range');
    if (isFree && !isSelecting && hasKeyboard()) {
      this.focus({ preventScroll: true });
    }
  }

  /** Letters have no function on a message or a button. @param {KeyboardEvent} event */
  #typed(event) {
    const target = /** @type {Element} */ (event.composedPath()[0]);
    if (isText(event) && !target.closest('input, textarea, select')) {
      this.focus();
    }
  }

  // --- rendering

  #build() {
    const root = /** @type {ShadowRoot} */ (this.shadowRoot);
    const language = this.getAttribute('language');
    const around = this.closest('[lang]')?.getAttribute('lang');
    const words = texts([language, around, ...navigator.languages]);
    const draft = this.#parts.input?.value ?? '';
    this.#words = words;
    this.#client = this.#newClient(this.conversationId ?? undefined);
    this.#views = [];
    this.#model = new ModelSelect(words, { key: this.#key('model'), suggested: () => this.getAttribute('model') ?? '',
      changed: () => this.#tellOfLostModel(), before: this.#model });
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
      model: this.#model.element,
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

  /** A notice above the input: the problem, and the action that solves it. */
  #notice(text, ...actions) {
    const { notice } = this.#parts;
    clearInterval(this.#timer);
    notice.hidden = !text;
    delete notice.dataset.about;
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

  /** Asks as if the user had typed and sent the text. @param {string} text */
  async ask(text) {
    const question = text.trim();
    const { input } = this.#parts;
    if (!question || !await this.#isReady() || this.#client.isConnected || !this.#isModelThere()) {
      return;
    }
    this.#notice('');
    this.#wake();
    this.#question = new MessageView('user', this.#words);
    this.#question.say(question);
    this.#lastQuestion = question;
    this.#uncounted = true;
    this.#askModel();
    this.#add(this.#question);
    this.#beginAnswer();
    if (input.value.trim() === question) {
      input.value = '';
      this.#keepDraft();
    }
    this.#goToEnd();
    await this.#client.sendMessage(question, { model: this.#asked || undefined }).catch(() => {});
  }

  /** The model of a conversation is known only after it was loaded. */
  async #isReady() {
    const isKnown = () => this.#isLoaded || this.#model?.isPicked;
    if (this.conversationId && !isKnown()) {
      await (this.#loading ?? this.open(this.conversationId));
    }
    return isKnown();
  }

  #askModel() {
    this.#asked = this.#model?.id ?? '';
    this.#client.model = this.#asked || undefined;
  }

  #beginAnswer() {
    this.#parts.greeting.hidden = true;
    this.#answer = this.#newAnswer(this.#lastQuestion);
    this.#answer.wait();
    this.#add(this.#answer);
  }

  #newAnswer(question) {
    return new MessageView('assistant', this.#words, { more: [[this.#words.askAgain, () => this.ask(question)]] });
  }

  #stop() {
    this.#client.stop().catch((error) => this.#notice(this.#wordsFor(error)));
  }

  #newClient(conversationId) {
    const client = new BatonClient({ baseUrl: this.getAttribute('base-url') ?? undefined, token: this.#token,
      model: this.getAttribute('model') ?? undefined, language: this.#words.lang === 'en' ? 'en' : 'zh-CN', conversationId });
    this.#listen(client);
    return client;
  }

  /** @param {BatonClient} client */
  #listen(client) {
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
    if (hadFocus === (busy ? send : stop)) {
      (hasKeyboard() ? this.#parts.input : busy ? stop : send).focus();
    }
    if (state === 'reconnecting' || state === 'offline') {
      this.#notice(state === 'offline' ? this.#words.offline : this.#words.reconnecting);
    } else {
      this.#notice('');
    }
    this.dataset.state = state;
  }

  #started(message) {
    this.#count += Number(this.#uncounted);
    this.#uncounted = false;
    if (this.#answer) {
      this.#answer.id = message.id;
      this.#answer.clearNote();
      this.#answer.show(message, this.#asked);
    }
    this.#say(this.#words.answering(message.model));
    this.#setAttribute(message.conversationId);
    this.dispatchEvent(new CustomEvent('baton-conversation', { detail: { conversationId: message.conversationId } }));
  }

  async #completed(message) {
    const view = this.#answer;
    this.#count += Number(message.content !== '');
    await view?.finish(message, this.#asked);
    this.#say(this.#words.answered(view?.element.querySelector('.content')?.innerText.slice(0, MAX_ANNOUNCED) ?? ''));
    this.#tellOf(message);
    this.#loadModels();
  }

  #failed(error) {
    const wasBegun = Boolean(this.#client.currentMessage?.answerId);
    if (error.code === 'LOG_LOST' || error.code === 'NOT_FOUND' && (wasBegun || !this.#question)) {
      this.open(this.conversationId ?? '');
    } else if (error.code === 'CONNECTION_LOST') {
      this.#answer?.note(this.#wordsFor(error), this.#words.reconnect, () => {
        this.#answer?.clearNote();
        this.#client.retry().catch(() => {});
      });
      this.#say(this.#wordsFor(error));
    } else if (goesBack(error) && !wasBegun) {
      this.#takeBack();
      this.#refused(error, () => this.ask(this.#parts.input.value), this.#words.sendAgain);
    } else {
      this.#answer?.fail(this.#wordsFor(error), this.#words.tryAgain, () => {
        if (this.#isModelThere()) {
          this.#remove(this.#answer);
          this.#beginAnswer();
          this.#askModel();
          this.#client.retry().catch(() => {});
        }
      });
      this.#say(this.#wordsFor(error));
      this.#loadModels();
    }
  }

  /** The question was refused: returns it to the composer. */
  #takeBack() {
    const { input } = this.#parts;
    this.#arrange(this.#views.filter((view) => view !== this.#answer && view !== this.#question));
    if (this.#question) {
      input.value ||= this.#question.text;
      this.#keepDraft();
    }
    this.#question = null;
    this.#answer = null;
    this.#uncounted = false;
    this.#greet();
    this.takeFocus();
  }

  /** Shows the reason, and offers a retry once that may help. */
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
   * Signs in at Baton's own page or with a new token, unless the page handles it.
   *
   * @param {boolean} [asked] whether the user requested it
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

  /** Our own texts for problems that the user can solve; otherwise the server's, in the user's language. */
  #wordsFor(error) {
    const own = this.#words.problems[error.code];
    const said = error.message && error.message !== error.code ? error.message : '';
    return ['NOT_SIGNED_IN', 'CONNECTION_LOST'].includes(error.code) ? own : said || own || error.code;
  }

  // --- earlier messages

  async #lastPages(id) {
    const page = (n) => this.#client.call(`chat/conversations/${encodeURIComponent(id)}/messages?page=${n}&limit=${PAGE}`);
    const first = await page(1);
    const last = Math.max(1, Math.ceil(first.total / PAGE));
    if (last === 1) {
      return { messages: first.messages, total: first.total, earliest: 1 };
    }
    const pages = await Promise.all([last > 2 ? page(last - 1) : first, page(last)]);
    return { messages: pages.flatMap((each) => each.messages), total: pages[1].total, earliest: Math.max(1, last - 1) };
  }

  async #loadEarlier() {
    const id = this.conversationId;
    const page = this.#earliestPage - 1;
    const { log, earlier } = this.#parts;
    const more = earlier.firstElementChild;
    if (page < 1 || more.disabled) {
      return;
    }
    more.disabled = true;
    try {
      const { messages } = await this.#client.call(`chat/conversations/${id}/messages?page=${page}&limit=${PAGE}`);
      if (id === this.conversationId) {
        const fromEnd = log.scrollHeight - log.scrollTop;
        this.#arrange([...messages.map((message) => this.#stored(message)), ...this.#views]);
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
    const isQuestion = message.role === 'user';
    const view = isQuestion ? new MessageView('user', this.#words) : this.#newAnswer(this.#lastQuestion);
    view.id = message.id;
    if (isQuestion) {
      view.say(message.content);
    } else {
      view.finish(message);
    }
    return view;
  }

  /** Follows the newest answer if it is running or has failed; if it was never started, offers to start it. */
  #continue(id, messages) {
    const newest = messages.findLast((message) => message.role === 'user');
    if (newest) {
      this.#model?.goOn(newest.model);
      this.#tellOfLostModel();
    }
    if (!newest || newest !== messages.at(-1)) {
      return;
    }
    this.#asked = newest.model;
    this.#beginAnswer();
    if (newest.answerId) {
      this.#client.follow({ answerId: newest.answerId, conversationId: id }).catch(() => {});
    } else {
      this.#answer?.note(this.#words.unanswered, this.#words.getAnswer, () => {
        if (this.#isModelThere()) {
          this.#answer?.clearNote();
          this.#answer?.wait();
          this.#askModel();
          this.#client.answer({ conversationId: id }).catch(() => {});
        }
      });
    }
  }

  // --- state across reloads

  #key(what) {
    return `baton-chat:${what}:${this.#client.baseUrl}`;
  }

  #keepDraft() {
    store('sessionStorage', this.#key('draft'), this.#parts.input.value);
  }

  #draft() {
    return stored('sessionStorage', this.#key('draft'));
  }

  #setAttribute(id) {
    this.#quiet = true;
    this.toggleAttribute('conversation-id', id !== null);
    if (id !== null) {
      this.setAttribute('conversation-id', id);
    }
    this.#quiet = false;
  }

  // --- models

  async #loadModels() {
    const client = this.#client;
    try {
      const models = await client.call('models');
      if (client === this.#client) {
        this.#model?.offer(models);
        this.#tellOfLostModel();
      }
    } catch (error) {
      if (client === this.#client && error.code === 'NOT_SIGNED_IN' && !client.isConnected) {
        this.#refused(error);
      }
    }
  }

  /** Shows a notice while the unavailable model is selected, unless there is another notice. */
  #tellOfLostModel() {
    const { notice } = this.#parts;
    const isSaid = notice.dataset.about === 'model';
    if (this.#model?.isGone && (isSaid || notice.hidden)) {
      this.#notice(this.#words.modelGone(this.#model.id));
      notice.dataset.about = 'model';
    } else if (isSaid) {
      this.#notice('');
    }
  }

  #isModelThere() {
    if (!this.#model?.isGone) {
      return true;
    }
    this.#notice('');
    this.#tellOfLostModel();
    this.#model.element.focus();
    return false;
  }
}

/** Whether typing does not open an on-screen keyboard. */
function hasKeyboard() {
  return matchMedia('(hover: hover) and (pointer: fine)').matches;
}

/** @param {KeyboardEvent} event */
export function isText(event) {
  return event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey;
}

customElements.define('baton-chat', BatonChat);
