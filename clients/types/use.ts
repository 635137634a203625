// What users of the client and of the hook write; compiled only, so that both keep their types.
import { BatonClient, BatonError } from '../../src/main/webapp/js/baton-client.js';
import type { ChatSSE, Message, State } from '../react/index.js';

export async function ask(token: () => Promise<string>): Promise<string> {
  const client = new BatonClient({ baseUrl: 'https://baton.example', token, model: 'qwen2.5' });
  client.addEventListener('chunk', () => console.log(client.currentMessage?.content, client.state));
  try {
    const conversation: string = await client.sendMessage('Hello', { model: 'gpt-4' });
    await client.stop();
    return conversation;
  } catch (refused) {
    return refused instanceof BatonError ? `${refused.code} ${refused.retryAfter ?? 0}` : String(refused);
  }
}

/** What the hook promises is what the client gives. */
export function hook(client: BatonClient): Pick<ChatSSE, 'state' | 'currentMessage' | 'error' | 'isConnected' | 'retry' | 'resume'> {
  const state: State = client.state;
  const message: Message | null = client.currentMessage;
  return { state, currentMessage: message, error: client.error, isConnected: client.isConnected,
    retry: () => client.retry(), resume: (id) => client.resume(id) };
}
