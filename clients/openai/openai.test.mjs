// OpenAI's own client for JavaScript, as it is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { apiKey, baseURL, failOnce, numbered, question, seen, tools, until } from './baton.mjs';

const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const model = 'qwen2.5';
const asking = (content) => ({ model, messages: [{ role: 'user', content }] });

test('chats', async () => {
  const completion = await client.chat.completions.create(asking(question('tokens=5')));
  assert.equal(completion.choices[0].message.content, numbered(5));
  assert.equal(completion.choices[0].finish_reason, 'stop');
  assert.equal(completion.usage.completion_tokens, 5);
  assert.match(completion._request_id, /^chatcmpl-/);
});

test('says who spoke', async () => {
  const { response } = await client.chat.completions.create(asking(question('tokens=1'))).withResponse();
  assert.equal(response.headers.get('x-baton-model'), model);
});

test('streams with usage', async () => {
  const stream = await client.chat.completions.create({
    ...asking(question('tokens=12 reasoning=2')), stream: true, stream_options: { include_usage: true },
  });
  let text = '', thought = '', usage;
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? '';
    thought += chunk.choices[0]?.delta.reasoning_content ?? '';
    usage = chunk.usage ?? usage;
  }
  assert.equal(text, numbered(12));
  assert.equal(thought, 'r1 r2 ');
  assert.equal(usage.completion_tokens, 14);
});

test('goes through tool calls and back by its own helper', async () => {
  const asked = [];
  const runner = client.chat.completions.runTools({
    ...asking(question('calls=2')),
    stream: true,
    tools: [{ type: 'function', function: { ...tools, parse: JSON.parse, function: ({ city }) => {
      asked.push(city);
      return `It rains in ${city}`;
    } } }],
  });
  assert.equal(await runner.finalContent(), 'The tool says: It rains in Paris');
  assert.deepEqual(asked, ['Paris', 'Paris']);
});

test('gets structured output', async () => {
  const Visit = z.object({ city: z.string(), days: z.number(), sights: z.array(z.string()) });
  const completion = await client.chat.completions.parse({
    ...asking(question('reasoning=0')), response_format: zodResponseFormat(Visit, 'visit'),
  });
  assert.deepEqual(completion.choices[0].message.parsed, { city: 'Paris', days: 7.5, sights: ['Paris'] });
});

test('stops an answer by aborting it', async () => {
  const asked = question('tokens=2000 delay=10');
  const stream = await client.chat.completions.create({ ...asking(asked), stream: true });
  for await (const chunk of stream) {
    if (chunk.choices[0].delta.content === 't3 ') stream.controller.abort();
  }
  await until('the provider is hung up on', async () => (await seen(asked))[0].outcome === 'hung-up');
});

test('knows the models', async () => {
  const ids = [];
  for await (const each of client.models.list()) ids.push(each.id);
  assert.deepEqual(ids, ['qwen2.5', 'gemma-3', 'gpt-4']);
  assert.equal((await client.models.retrieve('gpt-4')).owned_by, 'openai');
});

test('throws its own errors', async () => {
  const ask = (more, by = client) => by.chat.completions.create({ ...asking(question('tokens=1')), ...more });
  const stranger = new OpenAI({ baseURL, apiKey: 'nobody', maxRetries: 0 });
  await assert.rejects(ask({}, stranger), OpenAI.AuthenticationError);
  await assert.rejects(ask({ model: 'gpt-9' }), (error) =>
    error instanceof OpenAI.NotFoundError && error.code === 'model_not_found' && error.param === 'model');
  await assert.rejects(ask({ n: 2 }), (error) => error instanceof OpenAI.BadRequestError && error.param === 'n');
  const failing = asking(question('fault=status:500'));
  await assert.rejects(client.chat.completions.create(failing), OpenAI.InternalServerError);
  const poor = new OpenAI({ baseURL, apiKey: process.env.BATON_POOR_TOKEN });
  await assert.rejects(ask({}, poor), (error) =>
    error instanceof OpenAI.RateLimitError && error.code === 'insufficient_quota');
});

test('tries again by itself', async () => {
  const asked = question('tokens=3');
  await failOnce();
  const patient = new OpenAI({ baseURL, apiKey, maxRetries: 1 });
  assert.equal((await patient.chat.completions.create(asking(asked))).choices[0].message.content, numbered(3));
  assert.equal((await seen(asked)).length, 4);
});

test('is told when to come again', async () => {
  const asked = question('tokens=3');
  const hasty = new OpenAI({ baseURL, apiKey: process.env.BATON_HASTY_TOKEN, maxRetries: 0 });
  await assert.rejects(hasty.chat.completions.create(asking(asked)), (error) =>
    error instanceof OpenAI.RateLimitError && Number(error.headers.get('retry-after')) > 0);
  assert.deepEqual(await seen(asked), []);
});

test('gives up in time', async () => {
  const late = asking(`${question('tokens=1')} [[first=3000]]`);
  await assert.rejects(client.chat.completions.create(late, { timeout: 300 }), OpenAI.APIConnectionTimeoutError);
});

test('sees that a stream broke off', async () => {
  const stream = await client.chat.completions.create(
    { ...asking(question('tokens=9 fault=reset at=5')), stream: true });
  await assert.rejects(async () => { for await (const chunk of stream) void chunk; }, OpenAI.APIError);
});
