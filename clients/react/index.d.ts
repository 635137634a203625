/** Why something did not work: the server's fixed code, or NOT_SIGNED_IN, CONNECTION_LOST, UNKNOWN_ERROR. */
export interface BatonError extends Error {
  code: string;
  /** HTTP status; 0 where there was none. */
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
  /** Where Baton is, such as https://baton.example/. */
  baseUrl?: string;
  /** Bearer token; a function is called with true after one was refused. Without it: the cookie of the same origin. */
  token?: string | ((again: boolean) => string | Promise<string>);
  model?: string;
  conversationId?: string;
  language?: string;
  /** Milliseconds before each try after a cut. */
  delays?: number[];
  /** Milliseconds without a byte that count as a cut. */
  silence?: number;
}

export interface ChatSSE {
  state: State;
  isConnected: boolean;
  error: BatonError | null;
  currentMessage: Message | null;
  conversationId: string | null;
  /** Gives the conversation's id once the answer has begun; rejects with a BatonError. */
  sendMessage(message: string, how?: { model?: string }): Promise<string>;
  /** Stops listening; the answer goes on at the server for a while. */
  disconnect(): void;
  /** Has the server stop the answer; what was said is kept. */
  stop(): Promise<void>;
  /** Goes on after a cut; has a failed answer made anew; sends a refused question again; asks the last one again. */
  retry(): Promise<string>;
  /** Reads the answer that runs in a conversation, whoever has asked; false where none runs. */
  resume(conversationId?: string): Promise<boolean>;
}

export function useChatSSE(options?: Options): ChatSSE;
