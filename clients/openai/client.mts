// A client by the types that openapi-typescript makes of /openapi; that it compiles is half of the test.
import createClient from 'openapi-fetch';
import type { components, paths } from './generated/baton.js';

type Chunk = components['schemas']['CompletionChunk'];

const client = createClient<paths>({
  baseUrl: process.env.BATON_URL,
  headers: { Authorization: `Bearer ${process.env.BATON_TOKEN}` },
});

async function* events(stream: ReadableStream<BufferSource>): AsyncGenerator<string> {
  let text = '';
  for await (const piece of stream.pipeThrough(new TextDecoderStream())) {
    const whole = (text + piece).split('\n\n');
    text = whole.pop() ?? '';
    for (const event of whole) {
      const data = event.split('\n').find((line) => line.startsWith('data: '));
      if (data) yield data.slice('data: '.length);
    }
  }
}

export async function models(): Promise<string[]> {
  const { data } = await client.GET('/api/models');
  return (data ?? []).map((model) => model.id ?? '');
}

export async function completion(question: string): Promise<string> {
  const { data } = await client.POST('/v1/chat/completions', {
    body: { model: 'gpt-4', stream: true, messages: [{ role: 'user', content: question }] },
    parseAs: 'stream',
  });
  let text = '';
  for await (const event of events(data as unknown as ReadableStream<BufferSource>)) {
    if (event !== '[DONE]') text += (JSON.parse(event) as Chunk).choices[0]?.delta.content ?? '';
  }
  return text;
}

export async function answer(question: string): Promise<string[]> {
  const { data } = await client.POST('/api/chat/stream', {
    body: { message: question, totalContent: false },
    parseAs: 'stream',
  });
  const types = [];
  for await (const event of events(data as unknown as ReadableStream<BufferSource>)) {
    types.push((JSON.parse(event) as components['schemas']['Frame']).type);
  }
  return types;
}

export async function refusal(): Promise<string | undefined> {
  const { error } = await client.POST('/api/chat/message', { body: { message: '' } });
  return error?.code;
}
