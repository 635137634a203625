// A client that is generated from /openapi compiles and streams.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { before, test } from 'node:test';
import { numbered, question } from './baton.mjs';

let client;

before(async () => {
  const run = (command, ...args) => execFileSync(`node_modules/.bin/${command}`, args, { stdio: 'inherit' });
  run('openapi-typescript', `${process.env.BATON_URL}/openapi`, '-o', 'generated/baton.d.ts', '--default-non-nullable=false');
  run('tsc', '-p', '.');
  client = await import('./generated/client.mjs');
});

test('lists', async () => assert.deepEqual(await client.models(), ['qwen2.5', 'gemma-3', 'gpt-4']));

test('streams completions', async () => {
  assert.equal(await client.completion(question('tokens=5')), numbered(5));
});

test('streams answers', async () => {
  const types = await client.answer(question('tokens=5'));
  assert.equal(types[0], 'start');
  assert.equal(types.at(-1), 'complete');
});

test('reads refusals', async () => assert.equal(await client.refusal(), 'BAD_REQUEST'));
