// @ts-check
/**
 * Browser client for Baton: asks questions, reads streaming answers, and resumes after a connection loss.
 * No dependencies, no build step. Questions carry an Idempotency-Key, so sending one again costs nothing.
 *
 * @typedef {'idle'|'sending'|'streaming'|'reconnecting'|'offline'|'done'|'failed'} State
 *   idle: nothing asked, or no longer reading · sending: waiting for the first frame · offline: waiting for the network
 * @typedef {{model: string, from: number, to: number}} Span UTF-16 offsets of the content
 * @typedef {{promptTokens: number, completionTokens: number, totalTokens: number, source: string}} Usage
 * @typedef {{from: string, to: string, reason: string, at: number}} Switch
 *
 * @typedef {object} Message the answer so far
 * @property {string} [id]
 * @property {string} [answerId]
 * @property {string} [conversationId]
 * @property {'assistant'} role
 * @property {string} [model] the current or last model
 * @property {string} [reason] why it is not the requested model, or not a new answer: budget, cache
 * @property {string} content
 * @property {number} [tokenCount]
 * @property {number} [responseTime] milliseconds
 * @property {number} [cost] US dollars
 * @property {Usage} [usage]
 * @property {string} [finishReason] stop, length, stopped …
 * @property {Span[]} spans
 * @property {Switch[]} switches
 *
 * @typedef {{message: string, model?: string, conversationId?: string, key: string}} Question as sent, also for retries
 * @typedef {object} Place where to start: a question to send, an answer, or a conversation
 * @property {Question | null} [ask]
 * @property {string} [answerId]
 * @property {string} [conversationId]
 * @property {string} [model]
 * @property {Message} [message] the answer so far
 * @typedef {{method?: string, body?: object, headers?: Record<string, string>, signal?: AbortSignal}} Call
 *
 * @typedef {object} Options
 * @property {string} [baseUrl] Baton's base URL; by default derived from the URL of this file
 * @property {string | ((again: boolean) => string | Promise<string>)} [token] bearer token; called with true after a
 *   token was refused. Without it the cookie of the same origin is used
 * @property {string} [model]
 * @property {string} [conversationId]
 * @property {string} [language] of the server's messages, as in Accept-Language
 * @property {number[]} [delays] milliseconds before each retry after a connection loss
 * @property {number} [silence] milliseconds without data that count as a connection loss
 */

/** An error with the server's fixed code, or NOT_SIGNED_IN, CONNECTION_LOST, UNKNOWN_ERROR. */
export class BatonError extends Error {
  /**
   * @param {string} code
   * @param {string} [message]
   * @param {{status?: number, field?: string, retryAfter?: number, problem?: object}} [details]
   */
  constructor(code, message = code, { status = 0, field, retryAfter, problem } = {}) {
    super(message);
    this.name = 'BatonError';
    this.code = code;
    this.status = status;
    this.field = field;
    /** Seconds. */
    this.retryAfter = retryAfter;
    /** The whole RFC 9457 document. */
    this.problem = problem;
  }
}

/** The connection broke, or the response was not Baton's: can be retried. */
class Cut extends Error {}

/** @type {Record<number, string>} */
const CODES = { 401: 'NOT_SIGNED_IN', 402: 'BUDGET_EXCEEDED', 403: 'FORBIDDEN', 404: 'NOT_FOUND', 413: 'CONTEXT_TOO_LONG',
  429: 'RATE_LIMITED', 503: 'NO_MODEL_OPEN' };

/**
 * Emits `state` ({state, error}) and, for each frame, `start`, `chunk`, `switch`, `complete` or `error`, with
 * `detail.data` (of the frame) and `detail.message` (a {@link Message}).
 */
export class BatonClient extends EventTarget {
  /** @type {State} */ #state = 'idle';
  /** @type {BatonError | null} */ #error = null;
  /** @type {Message | null} */ #message = null;
  /** @type {AbortController | null} */ #run = null;
  /** @type {Question | null} */ #asked = null;
  #lastEventId = '';
  #stopping = false;
  #delays;
  #silence;

  /** @param {Options} [options] */
  constructor({ baseUrl, token, model, conversationId, language, delays, silence } = {}) {
    super();
    this.baseUrl = new URL(baseUrl || '..', baseUrl ? globalThis.location?.href : import.meta.url).href.replace(/\/*$/, '/');
    this.token = token;
    this.model = model;
    this.conversationId = conversationId;
    this.language = language;
    this.#delays = delays ?? [1000, 3000, 9000];
    this.#silence = silence ?? 45000;
  }

  get state() {
    return this.#state;
  }

  /** Whether an answer is being read, or will be after reconnecting. */
  get isConnected() {
    return ['sending', 'streaming', 'reconnecting', 'offline'].includes(this.#state);
  }

  /** The error of the last question or answer. */
  get error() {
    return this.#error;
  }

  /** The current or last answer. */
  get currentMessage() {
    return this.#message;
  }

  /** The id of the last frame; reading can resume from it. */
  get lastEventId() {
    return this.#lastEventId;
  }

  /**
   * Asks a question. The server stops an answer that is still running in this conversation.
   *
   * @param {string} message
   * @param {{model?: string}} [options]
   * @returns {Promise<string>} the conversation's id, once the answer has started
   * @throws {BatonError} if the question was refused or could not be sent
   */
  sendMessage(message, { model = this.model } = {}) {
    this.#asked = { message, model, conversationId: this.conversationId, key: newKey() };
    return this.#ask();
  }

  /**
   * Reads an existing or running answer from its first frame; never asks anything.
   *
   * @param {{answerId: string, conversationId?: string}} answer
   */
  follow({ answerId, conversationId }) {
    this.#asked = null;
    this.conversationId = conversationId ?? this.conversationId;
    return this.#begin({ answerId, conversationId: this.conversationId });
  }

  /**
   * Reads the running answer of a conversation: after a reload, in a second tab, on another device.
   *
   * @param {string} [conversationId]
   * @returns {Promise<boolean>} whether there is one, once its first frame has arrived
   * @throws {BatonError}
   */
  async resume(conversationId = this.conversationId) {
    const { runningAnswerId } = await this.call(`chat/conversations/${encodeURIComponent(conversationId ?? '')}`);
    if (runningAnswerId) {
      await this.follow({ answerId: runningAnswerId, conversationId });
    }
    return Boolean(runningAnswerId);
  }

  /**
   * Reads the answer to the newest question of the conversation; starts it if there is none or it failed.
   *
   * @param {{conversationId?: string, model?: string}} [which]
   */
  answer({ conversationId = this.conversationId, model = this.model } = {}) {
    this.#asked = null;
    this.conversationId = conversationId;
    return this.#begin({ conversationId, model });
  }

  /** Stops reading. The answer continues on the server for some time; {@link retry} resumes reading. */
  disconnect() {
    this.#run?.abort();
    this.#run = null;
    if (this.isConnected) {
      this.#become('idle');
    }
  }

  /** Stops the answer on the server; the text so far is kept and arrives as `complete`. */
  async stop() {
    const answerId = this.#message?.answerId;
    if (!answerId) {
      this.#stopping = this.isConnected;
      return;
    }
    await this.call(`chat/answers/${answerId}`, { method: 'DELETE' });
  }

  /**
   * Depending on the state: reconnects, restarts a failed answer, resends a refused question, or repeats the last
   * question.
   */
  retry() {
    const message = this.#message;
    if (message?.answerId && !message.finishReason && !this.#hasFailed()) {
      return this.#begin({ ...message, message });
    }
    if (message?.answerId && this.#hasFailed()) {
      return this.#begin({ conversationId: message.conversationId, model: this.model });
    }
    if (this.#asked && message?.finishReason) {
      return this.sendMessage(this.#asked.message, { model: this.#asked.model });
    }
    return this.#asked ? this.#ask() : this.answer();
  }

  /**
   * Calls the API.
   *
   * @param {string} path below /api/
   * @param {Call} [options]
   * @returns {Promise<any>} JSON, or null
   * @throws {BatonError}
   */
  async call(path, options = {}) {
    try {
      const response = await this.#fetch(path, options);
      return response.status === 204 ? null : await response.json();
    } catch (failure) {
      throw failure instanceof BatonError ? failure : new BatonError('CONNECTION_LOST', String(failure));
    }
  }

  /** Returns the raw response, such as a file. @param {string} path */
  fetch(path) {
    return this.#fetch(path, {});
  }

  #hasFailed() {
    return this.#error !== null && this.#error.code !== 'CONNECTION_LOST' && this.#error.code !== 'NOT_SIGNED_IN';
  }

  #ask() {
    return this.#begin({ ask: this.#asked });
  }

  /**
   * @param {Place} at
   * @returns {Promise<any>} the conversation's id
   */
  #begin(at) {
    this.#run?.abort();
    const run = new AbortController();
    this.#run = run;
    this.#error = null;
    this.#stopping = false;
    if (!at.message) {
      this.#message = { role: 'assistant', content: '', spans: [], switches: [], conversationId: at.conversationId,
        answerId: at.answerId };
      this.#lastEventId = '';
    }
    this.#become(at.message ? 'reconnecting' : 'sending');
    return new Promise((resolve, reject) => {
      this.#readToTheEnd(run, at, resolve).catch((failure) => {
        const error = failure instanceof BatonError ? failure : new BatonError('UNKNOWN_ERROR', String(failure));
        if (run === this.#run) {
          this.#fail(error);
        }
        reject(error);
      });
    });
  }

  /**
   * @param {AbortController} run
   * @param {Place} at
   * @param {(conversationId: string | undefined) => void} begun
   */
  async #readToTheEnd(run, at, begun) {
    let tries = 0;
    for (;;) {
      try {
        const response = await this.#open(run, at);
        const progress = () => {
          tries = 0;
          begun(this.conversationId);
        };
        if (await this.#read(run, response, progress)) {
          return;
        }
      } catch (failure) {
        if (run.signal.aborted) {
          begun(this.conversationId);
          return;
        }
        if (!(failure instanceof Cut) && !(failure instanceof TypeError)
          && !(failure instanceof DOMException && failure.name === 'AbortError')) {
          throw failure;
        }
      }
      if (tries >= this.#delays.length) {
        throw new BatonError('CONNECTION_LOST', 'The connection was lost.');
      }
      if (navigator.onLine === false) {
        this.#become('offline');
        await online(run.signal);
        tries = 0;
      } else {
        this.#become('reconnecting');
        await pause(this.#delays[tries++], run.signal);
      }
      if (run.signal.aborted) {
        begun(this.conversationId);
        return;
      }
    }
  }

  /**
   * @param {AbortController} run
   * @param {Place} at
   */
  #open(run, { ask, answerId, conversationId, model }) {
    const signal = run.signal;
    const known = this.#message?.answerId ?? answerId;
    if (known) {
      /** @type {Record<string, string>} */ const headers = this.#lastEventId ? { 'Last-Event-ID': this.#lastEventId } : {};
      return this.#fetch(`chat/answers/${known}/events?totalContent=false`, { headers, signal }, true);
    }
    if (ask) {
      const { key, ...question } = ask;
      const body = { ...question, totalContent: false };
      return this.#fetch('chat/stream', { method: 'POST', body, headers: { 'Idempotency-Key': key }, signal }, true);
    }
    const query = new URLSearchParams({ ...(conversationId && { conversationId }), ...(model && { model }), totalContent: 'false' });
    return this.#fetch(`chat/stream?${query}`, { signal }, true);
  }

  /**
   * Returns true after the terminal frame.
   *
   * @param {AbortController} run
   * @param {Response} response
   * @param {() => void} progress
   */
  async #read(run, response, progress) {
    if (response.status === 204) {
      throw new BatonError('LOG_LOST', 'There is nothing more to read.');
    }
    if (this.#message?.answerId) {
      this.#become('streaming');
    }
    for await (const { id, data } of events(/** @type {ReadableStream<Uint8Array>} */ (response.body), this.#silence)) {
      if (run.signal.aborted) {
        return true;
      }
      const frame = parsed(data);
      const known = id === this.#lastEventId;
      this.#lastEventId = id || this.#lastEventId;
      if (frame && !known) {
        this.conversationId = frame.conversationId ?? this.conversationId;
        progress();
        if (this.#take(frame)) {
          return true;
        }
      }
    }
    return false;
  }

  /** @param {{type: string, data: any}} frame */
  #take({ type, data }) {
    const message = /** @type {Message} */ (this.#message);
    switch (type) {
      case 'start':
        Object.assign(message, { answerId: data.answerId, id: data.messageId, model: data.model, reason: data.reason,
          conversationId: this.conversationId });
        break;
      case 'chunk':
        message.content += data.content;
        message.tokenCount = data.tokenCount;
        break;
      case 'switch':
        message.switches.push(data);
        message.model = data.to;
        break;
      case 'complete':
        Object.assign(message, { content: data.content, tokenCount: data.tokenCount, responseTime: data.responseTime,
          cost: data.cost, usage: data.usage, finishReason: data.finishReason, model: data.model, spans: data.spans ?? [] });
        this.#end();
        this.#become('done');
        this.#tell('complete', data);
        return true;
      case 'error':
        this.#end();
        this.#fail(new BatonError(data.code, data.message), data);
        return true;
      default:
        return false;
    }
    this.#become('streaming');
    this.#tell(type, data);
    if (this.#stopping && message.answerId) {
      this.#stopping = false;
      this.stop().catch(() => {});
    }
    return false;
  }

  #end() {
    this.#run?.abort();
    this.#run = null;
  }

  /**
   * @param {BatonError} error
   * @param {any} [data]
   */
  #fail(error, data = { code: error.code, message: error.message }) {
    this.#run = null;
    this.#error = error;
    this.#become('failed');
    this.#tell('error', data);
  }

  /** @param {State} state */
  #become(state) {
    if (state !== this.#state) {
      this.#state = state;
      this.dispatchEvent(new CustomEvent('state', { detail: { state, error: this.#error } }));
    }
  }

  /**
   * @param {string} type
   * @param {any} data
   */
  #tell(type, data) {
    this.dispatchEvent(new CustomEvent(type, { detail: { data, message: this.#message } }));
  }

  /**
   * Returns a successful response, or throws the server's error.
   *
   * @param {string} path
   * @param {Call} call
   * @returns {Promise<Response>}
   */
  async #fetch(path, { method = 'GET', body, headers = {}, signal }, streaming = false) {
    for (let again = false; ; again = true) {
      const token = typeof this.token === 'function' ? await this.token(again) : this.token;
      const response = await fetch(`${this.baseUrl}api/${path}`, {
        method,
        signal,
        cache: 'no-store',
        credentials: token ? 'omit' : 'same-origin',
        headers: {
          ...(streaming && { Accept: 'text/event-stream' }),
          ...(body && { 'Content-Type': 'application/json' }),
          ...(token && { Authorization: `Bearer ${token}` }),
          ...(this.language && { 'Accept-Language': this.language }),
          ...headers,
        },
        body: body && JSON.stringify(body),
      });
      if (response.ok) {
        return response;
      }
      if (response.status !== 401 || again || typeof this.token !== 'function') {
        throw await refusal(response);
      }
    }
  }
}

/**
 * The error in a response, if it is Baton's; the error of a proxy, of a starting server or of one that is about to stop counts as a
 * connection loss.
 *
 * @param {Response} response
 */
async function refusal(response) {
  const isProblem = /^application\/problem\+json/.test(response.headers.get('Content-Type') ?? '');
  const problem = isProblem ? await response.json().catch(() => null) : null;
  if (!problem || problem.code === 'DRAINING') {
    return new Cut(`status ${response.status}`);
  }
  const retryAfter = Number(response.headers.get('Retry-After')) || problem.retryAfter;
  return new BatonError(problem.code ?? CODES[response.status] ?? 'UNKNOWN_ERROR', problem.detail ?? problem.title,
    { status: response.status, field: problem.field, retryAfter, problem });
}

/**
 * Reads server-sent events (WHATWG HTML, "interpreting an event stream"); drops an incomplete last event.
 *
 * @param {ReadableStream<Uint8Array>} body
 * @param {number} silence
 */
export async function* events(body, silence) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let id = '';
  /** @type {string[]} */ let data = [];
  try {
    for (;;) {
      const { done, value } = await within(silence, reader.read());
      if (done) {
        return;
      }
      const lines = (rest + decoder.decode(value, { stream: true })).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line === '') {
          if (data.length) {
            yield { id, data: data.join('\n') };
          }
          data = [];
        } else if (line.startsWith('data:')) {
          data.push(line.slice(line[5] === ' ' ? 6 : 5));
        } else if (line.startsWith('id:')) {
          id = line.slice(line[3] === ' ' ? 4 : 3);
        }
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/**
 * Detects a half-open connection, which stays silent forever; Baton sends something every 15 seconds.
 *
 * @template T
 * @param {number} millis
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
function within(millis, promise) {
  /** @type {ReturnType<typeof setTimeout>} */ let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Cut('silence')), millis);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** @param {string} data */
function parsed(data) {
  try {
    return JSON.parse(data);
  } catch {
    throw new Cut('a broken frame');
  }
}

/**
 * Waits; ends early when the network returns.
 *
 * @param {number} millis
 * @param {AbortSignal} signal
 */
function pause(millis, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(done, millis);
    function done() {
      clearTimeout(timer);
      removeEventListener('online', done);
      signal.removeEventListener('abort', done);
      resolve(undefined);
    }
    addEventListener('online', done);
    signal.addEventListener('abort', done);
  });
}

/** @param {AbortSignal} signal */
function online(signal) {
  return pause(2 ** 31 - 1, signal);
}

/** randomUUID exists in secure contexts only. */
function newKey() {
  return globalThis.crypto.randomUUID?.()
    ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
