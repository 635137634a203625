// The plain chat page: ask, see the answer stream, stop it, reopen a conversation.
import { texts } from './texts.js';

const byId = (id) => document.getElementById(id);
const text = texts(navigator.languages);
const state = { conversationId: null, source: null, answerId: null };

async function call(path, options = {}) {
  const response = await fetch(path, { headers: { 'Content-Type': 'application/json' }, ...options });
  if (response.status === 401) {
    location.assign('login');
  }
  if (!response.ok) {
    const problem = await response.json().catch(() => ({ detail: response.statusText }));
    throw new Error(problem.detail);
  }
  return response.status === 204 ? null : response.json();
}

function say(message) {
  byId('status').textContent = message;
}

function addMessage(role, content, model) {
  const item = document.createElement('li');
  item.className = role;
  const author = document.createElement('span');
  author.className = 'author';
  author.textContent = role === 'user' ? text.you : model;
  const body = document.createElement('div');
  body.className = 'content';
  body.textContent = content;
  item.append(author, body);
  byId('messages').append(item);
  item.scrollIntoView({ block: 'end' });
  return item;
}

function setBusy(busy) {
  byId('send').disabled = busy;
  byId('stop').disabled = !busy;
}

function end(message) {
  state.source?.close();
  state.source = null;
  setBusy(false);
  say(message);
  listConversations();
}

const handlers = {
  start(item, data) {
    state.answerId = data.answerId;
    item.querySelector('.author').textContent = data.model;
  },
  chunk(item, data) {
    item.querySelector('.content').append(data.content);
    item.scrollIntoView({ block: 'end' });
  },
  switch(item, data) {
    item.querySelector('.author').textContent = data.to;
  },
  complete(item, data) {
    item.querySelector('.content').textContent = data.content;
    end(text.done(data.model, data.usage.totalTokens, data.cost, data.finishReason));
  },
  error(item, data) {
    end(data.message);
  },
};

function follow(conversationId, model) {
  const item = addMessage('assistant', '', model);
  const query = new URLSearchParams({ conversationId, model, totalContent: 'false' });
  state.source = new EventSource(`api/chat/stream?${query}`);
  state.source.onmessage = (event) => {
    const frame = JSON.parse(event.data);
    handlers[frame.type]?.(item, frame.data);
  };
  state.source.onerror = () => {
    if (state.source?.readyState === EventSource.CLOSED) {
      end(text.lost);
    } else {
      say(text.reconnecting);
    }
  };
  state.source.onopen = () => say(text.answering);
}

async function ask(event) {
  event.preventDefault();
  const message = byId('question').value;
  const model = byId('model').value;
  setBusy(true);
  try {
    const body = { message, model, ...(state.conversationId && { conversationId: state.conversationId }) };
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() };
    const sent = await call('api/chat/message', { method: 'POST', headers, body: JSON.stringify(body) });
    state.conversationId = sent.conversationId;
    byId('question').value = '';
    addMessage('user', message);
    follow(sent.conversationId, model);
  } catch (problem) {
    setBusy(false);
    say(problem.message);
  }
}

async function stop() {
  if (state.answerId) {
    await call(`api/chat/answers/${state.answerId}`, { method: 'DELETE' }).catch((problem) => say(problem.message));
  }
}

function clear(conversationId) {
  state.source?.close();
  state.conversationId = conversationId;
  byId('messages').replaceChildren();
  setBusy(false);
  say('');
}

async function reopen(conversation) {
  clear(conversation.id);
  const page = await call(`api/chat/conversations/${conversation.id}/messages?limit=200`);
  page.messages.forEach((message) => addMessage(message.role, message.content, message.model));
}

async function listConversations() {
  const page = await call('api/chat/conversations?limit=50');
  byId('conversations').replaceChildren(...page.conversations.map((conversation) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = conversation.title;
    button.onclick = () => reopen(conversation).catch((problem) => say(problem.message));
    const item = document.createElement('li');
    item.append(button);
    return item;
  }));
}

async function begin() {
  document.documentElement.lang = text.lang;
  document.querySelectorAll('[data-text]').forEach((element) => {
    element.textContent = text[element.dataset.text];
  });
  byId('ask').onsubmit = ask;
  byId('stop').onclick = stop;
  byId('new').onclick = () => clear(null);
  const [me, models] = await Promise.all([call('api/auth/me'), call('api/models')]);
  byId('who').textContent = me.name;
  byId('console').hidden = !me.roles.includes('admin');
  byId('model').replaceChildren(...models.map((model) => new Option(model.id, model.id)));
  await listConversations();
}

begin().catch((problem) => say(problem.message));
