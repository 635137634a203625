// What the tests know of the server that they run against; NodeClientsIT tells them.
import { randomUUID } from 'node:crypto';

export const baseURL = `${process.env.BATON_URL}/v1`;
export const apiKey = process.env.BATON_TOKEN;
const scripted = process.env.BATON_SCRIPTED;

/** A question that no other test asks, with directives for the scripted providers. */
export const question = (directives) => `Question ${randomUUID()} [[first=0 delay=0 ${directives}]]`;

/** What numbered tokens look like. */
export const numbered = (count) => Array.from({ length: count }, (_, i) => `t${i + 1} `).join('');

/** The requests that the providers have seen for a question. */
export async function seen(asked) {
  const requests = await (await fetch(`${scripted}/control/requests`)).json();
  return requests.filter((request) => request.lastUserMessage.includes(asked.slice(0, 45)));
}

/** Lets the next request to each provider fail. */
export async function failOnce() {
  for (const vendor of ['qwen', 'gemma', 'openai']) {
    const body = JSON.stringify({ fault: 'status:500', times: 1 });
    await fetch(`${scripted}/control/script/${vendor}`, { method: 'PUT', body });
  }
}

/** Looks until it is as wanted. */
export async function until(wish, wanted) {
  for (let left = 500; left > 0; left--) {
    if (await wanted()) return;
    await new Promise((again) => setTimeout(again, 10));
  }
  throw new Error(`not soon: ${wish}`);
}

export const tools = {
  name: 'weather',
  description: 'The weather of a city',
  parameters: {
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
    additionalProperties: false,
  },
};
