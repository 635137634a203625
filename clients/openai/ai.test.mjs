// Vercel's AI SDK with its provider for what is compatible to OpenAI, as they are.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, generateText, jsonSchema, Output, stepCountIs, streamText, tool } from 'ai';
import { apiKey, baseURL, numbered, question, seen, tools, until } from './baton.mjs';

const baton = (options = {}) => createOpenAICompatible({
  name: 'baton', baseURL, apiKey, includeUsage: true, supportsStructuredOutputs: true, ...options,
});
const model = baton()('qwen2.5');
const weather = tool({
  description: tools.description,
  inputSchema: jsonSchema(tools.parameters),
  execute: ({ city }) => `It rains in ${city}`,
});

test('chats', async () => {
  const { text, usage, finishReason } = await generateText({ model, prompt: question('tokens=5') });
  assert.equal(text, numbered(5));
  assert.equal(usage.outputTokens, 5);
  assert.equal(finishReason, 'stop');
});

test('streams with usage and reasoning', async () => {
  const result = streamText({ model, prompt: question('tokens=12 reasoning=2') });
  let text = '';
  for await (const piece of result.textStream) text += piece;
  assert.equal(text, numbered(12));
  assert.equal(await result.reasoningText, 'r1 r2 ');
  assert.equal((await result.usage).outputTokens, 14);
});

test('goes through a tool call and back', async () => {
  const { text, steps } = await generateText({
    model, prompt: question('calls=1'), tools: { weather }, stopWhen: stepCountIs(3),
  });
  assert.equal(steps[0].toolCalls[0].input.city, 'Paris');
  assert.match(text, /It rains in Paris/);
});

test('streams tool calls and goes on', async () => {
  const result = streamText({ model, prompt: question('calls=2'), tools: { weather }, stopWhen: stepCountIs(3) });
  assert.match(await result.text, /It rains in Paris/);
  assert.equal((await result.steps)[0].toolCalls.length, 2);
});

test('gets structured output', async () => {
  const schema = jsonSchema({
    type: 'object', properties: { city: { type: 'string' }, days: { type: 'integer' } }, required: ['city', 'days'],
  });
  const { output } = await generateText({
    model, prompt: question('reasoning=0'), output: Output.object({ schema }),
  });
  assert.deepEqual(output, { city: 'Paris', days: 7 });
});

test('stops an answer by aborting it', async () => {
  const asked = question('tokens=2000 delay=10');
  const controller = new AbortController();
  const result = streamText({ model, prompt: asked, abortSignal: controller.signal, onError: () => {} });
  for await (const part of result.fullStream) {
    if (part.type === 'text-delta') controller.abort();
  }
  await until('the provider is hung up on', async () => (await seen(asked))[0].outcome === 'hung-up');
});

test('throws its own errors', async () => {
  const status = async (wanted, model, more = {}) => assert.rejects(
    generateText({ model, prompt: question('tokens=1'), maxRetries: 0, ...more }),
    (error) => APICallError.isInstance(error) && error.statusCode === wanted);
  await status(401, baton({ apiKey: 'nobody' })('qwen2.5'));
  await status(404, baton()('gpt-9'));
  await status(400, model, { temperature: 3 });
  await status(502, model, { prompt: question('fault=status:500') });
  await status(429, baton({ apiKey: process.env.BATON_HASTY_TOKEN })('qwen2.5'));
});
