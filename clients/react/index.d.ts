/** An error with the server's fixed code, or NOT_SIGNED_IN, CONNECTION_LOST, UNKNOWN_ERROR. */
export interface BatonError extends Error {
  code: string;
  /** HTTP status, or 0. */
  status: number;
  field?: string;
  /** Seconds. */
  retryAfter?: number;
}

export type State = 'idle' | 'sending' | 'streaming' | 'reconnecting' | 'offline' | 'done' | 'failed';

export interface Span {
  model: string;
  /** UTF-16 offset, inclusive. */
  from: number;
  /** UTF-16 offset, exclusive. */
  to: number;
}

export interface Message {
  id?: string;
  answerId?: string;
  conversationId?: string;
  role: 'assistant';
  model?: string;
  reason?: string;
  content: string;
  tokenCount?: number;
  /** Milliseconds. */
  responseTime?: number;
  /** US dollars. */
  cost?: number;
  usage?: { promptTokens: number; completionTokens: number; totalTokens: number; source: string };
  finishReason?: string;
  spans: Span[];
  switches: { from: string; to: string; reason: string; at: number }[];
}

export interface Options {
  /** Baton's base URL, such as https://baton.example/. */
  baseUrl?: string;
  /** Bearer token; a function is called with true after a token was refused. Default: the cookie of the same origin. */
  token?: string | ((again: boolean) => string | Promise<string>);
  model?: string;
  conversationId?: string;
  language?: string;
  /** Milliseconds before each retry after a connection loss. */
  delays?: number[];
  /** Milliseconds without data that count as a connection loss. */
  silence?: number;
}

export interface ChatSSE {
  state: State;
  isConnected: boolean;
  error: BatonError | null;
  currentMessage: Message | null;
  conversationId: string | null;
  /** Returns the conversation's id once the answer has started; rejects with a BatonError. */
  sendMessage(message: string, how?: { model?: string }): Promise<string>;
  /** Stops reading; the answer continues on the server for some time. */
  disconnect(): void;
  /** Stops the answer on the server; the text so far is kept. */
  stop(): Promise<void>;
  /**
   * Depending on the state: reconnects, restarts a failed answer, resends a refused question, or repeats the last
   * question.
   */
  retry(): Promise<string>;
  /** Reads the running answer of a conversation; false if there is none. */
  resume(conversationId?: string): Promise<boolean>;
}

export function useChatSSE(options?: Options): ChatSSE;
