// @ts-check
// The page at /: a <baton-chat> with the list of conversations and the user's settings.
import { isText } from './baton-chat.js';
import { BatonClient } from './baton-client.js';
import { make } from './chat-message.js';
import { texts } from './texts.js';

/** @type {(id: string) => any} */
const byId = (id) => document.getElementById(id);
const LIMIT = 50;
const LONGEST_LIST = 200;
/** Milliseconds between refreshes of the list, and between retries after repeated failures. */
const REFRESH = 4000;
const REFRESH_AFTER_FAILURES = 60_000;
const settings = { language: setting('language'), theme: setting('theme') };
let words = texts([settings.language, ...navigator.languages]);
const client = new BatonClient({ language: words.lang });
/** @type {import('./baton-chat.js').BatonChat} */
let chat;
const shown = { id: '', title: '' };
const list = { items: /** @type {any[]} */ ([]), total: 0, query: '', asking: 0, seen: '', pause: REFRESH, timer: 0 };

function setting(name) {
  return localStorage.getItem(`baton:${name}`) ?? '';
}

function change(name, value) {
  settings[name] = value;
  localStorage.setItem(`baton:${name}`, value);
}

// --- texts and appearance

function speak() {
  words = texts([settings.language, ...navigator.languages]);
  client.language = words.lang === 'en' ? 'en' : 'zh-CN';
  document.documentElement.lang = words.lang;
  document.querySelectorAll('[data-text]').forEach((/** @type {any} */ each) => {
    each.textContent = words[each.dataset.text];
  });
  document.querySelectorAll('[data-label]').forEach((/** @type {any} */ each) => {
    each.ariaLabel = words[each.dataset.label];
    each.title = each.matches('button') ? words[each.dataset.label] : '';
  });
  document.querySelectorAll('[data-placeholder]').forEach((/** @type {any} */ each) => {
    each.placeholder = words[each.dataset.placeholder];
  });
  chat?.setAttribute('language', words.lang);
  showList();
  showTitle();
}

function look() {
  document.documentElement.dataset.theme = settings.theme;
}

// --- the current conversation

function current() {
  return new URLSearchParams(location.search).get('c') ?? '';
}

/** Stores the conversation in the URL, so that a reload or a link opens it again. */
function go(id, replace = false) {
  if (id !== current()) {
    const address = id ? `?c=${encodeURIComponent(id)}` : location.pathname;
    history[replace ? 'replaceState' : 'pushState'](null, '', address);
  }
  showList();
  showTitle();
}

function show(id) {
  closeSide();
  if (id) {
    chat.setAttribute('conversation-id', id);
  } else {
    chat.removeAttribute('conversation-id');
    chat.newConversation();
  }
}

/** The search filter may hide the conversation; its title is still shown. */
function showTitle() {
  const listed = list.items.find((each) => each.id === current())?.title;
  const title = listed ?? (shown.id === current() ? shown.title : '');
  Object.assign(shown, { id: current(), title });
  byId('title').textContent = title;
  document.title = title ? `${title} · ${words.title}` : words.title;
}

// --- the list

/** Refreshes while the list is visible, to show changes made in other tabs and on other devices. */
async function loadList(more = false) {
  const asking = ++list.asking;
  const page = more ? Math.floor(list.items.length / LIMIT) + 1 : 1;
  const limit = more ? LIMIT : Math.min(LONGEST_LIST, Math.max(LIMIT, list.items.length));
  try {
    const query = new URLSearchParams({ page: String(page), limit: String(limit), ...(list.query && { q: list.query }) });
    const found = await client.call(`chat/conversations?${query}`);
    if (asking === list.asking) {
      list.pause = REFRESH;
      take(found, more);
    }
  } catch (error) {
    if (asking === list.asking) {
      const isSignedOut = error.code === 'NOT_SIGNED_IN';
      list.pause = isSignedOut ? 0 : Math.min(2 * list.pause, REFRESH_AFTER_FAILURES);
      byId('side-note').textContent = isSignedOut || list.items.length ? '' : words.notLoaded;
    }
  }
  planLook();
}

/** Refreshes only while the page is visible. */
function planLook() {
  clearTimeout(list.timer);
  if (list.pause && document.visibilityState === 'visible') {
    list.timer = setTimeout(() => loadList(), list.pause);
  }
}

function take(found, more) {
  const beyond = list.items.slice(found.limit);
  const all = more ? [...list.items, ...found.conversations] : [...found.conversations, ...beyond];
  const items = [...new Map(all.map((item) => [item.id, item])).values()];
  const seen = JSON.stringify([items, found.total, list.query]);
  if (seen !== list.seen) {
    Object.assign(list, { items, total: found.total, seen });
    byId('side-note').textContent = found.total ? '' : list.query ? words.noneFound : words.none;
    showList();
    showTitle();
  }
  const shownNow = items.find((each) => each.id === chat.conversationId);
  if (shownNow) {
    chat.refresh(shownNow);
  }
}

function showList() {
  const groups = new Map();
  for (const item of list.items) {
    const name = age(item.updatedAt);
    groups.set(name, [...groups.get(name) ?? [], item]);
  }
  const focused = /** @type {any} */ (document.activeElement)?.dataset?.key;
  byId('conversations').replaceChildren(...[...groups].flatMap(([name, items]) => {
    const heading = make('h2', { textContent: name });
    const ul = make('ul', {});
    ul.append(...items.map(entry));
    return [heading, ul];
  }));
  byId('more').hidden = list.items.length >= list.total;
  if (focused) {
    document.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.['focus']();
  }
}

function age(date) {
  const midnight = new Date().setHours(0, 0, 0, 0);
  const days = (midnight - new Date(date).setHours(0, 0, 0, 0)) / 86_400_000;
  return days < 0.5 ? words.today : days < 1.5 ? words.yesterday : days < 7.5 ? words.week : words.older;
}

function entry(item) {
  const li = make('li', {});
  const link = make('a', { href: `?c=${item.id}`, textContent: item.title || words.untitled, dir: 'auto' });
  link.dataset.key = `open:${item.id}`;
  if (item.id === current()) {
    link.setAttribute('aria-current', 'page');
  }
  if (item.runningAnswerId) {
    link.classList.add('answering');
    link.append(make('span', { className: 'unseen', textContent: words.beingAnswered }));
  }
  link.addEventListener('click', (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      go(item.id);
      show(item.id);
      giveFocus();
    }
  });
  const more = make('button', { type: 'button', className: 'icon', textContent: '⋯', ariaLabel: words.actions(item.title) });
  more.dataset.key = `menu:${item.id}`;
  more.setAttribute('aria-haspopup', 'menu');
  more.addEventListener('click', () => openMenu(item, more));
  li.append(link, more);
  return li;
}

function openMenu(item, opener) {
  const menu = byId('conversation-menu');
  const action = (label, act) => {
    const each = make('button', { type: 'button', role: 'menuitem', textContent: label });
    each.addEventListener('click', () => {
      menu.hidePopover();
      act();
    });
    return each;
  };
  const file = (label, format) => make('a', { textContent: label, role: 'menuitem', download: '',
    href: `api/chat/conversations/${item.id}/export?format=${format}`, onclick: () => menu.hidePopover() });
  menu.replaceChildren(action(words.rename, () => rename(item, opener)), file(words.exportMarkdown, 'markdown'),
    file(words.exportJson, 'json'), action(words.remove, () => remove(item, opener)));
  menu.ariaLabel = words.actions(item.title);
  menu.showPopover();
  const { right, bottom } = opener.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(right, innerWidth - 8) - menu.offsetWidth)}px`;
  menu.style.top = `${Math.min(bottom + 4, innerHeight - menu.offsetHeight - 8)}px`;
  menu.firstElementChild.focus();
  menu.onkeydown = (event) => {
    const items = [...menu.children];
    const at = items.indexOf(/** @type {any} */ (document.activeElement));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      items[(at + step + items.length) % items.length].focus();
    } else if (event.key === 'Tab') {
      menu.hidePopover();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
    }
  };
}

/** Asks for confirmation in a dialog, then runs the action; errors appear in the dialog. */
function confirmed(dialog, opener, act) {
  const problem = dialog.querySelector('.problem');
  problem.textContent = '';
  dialog.showModal();
  dialog.onclose = () => {
    document.querySelector(`[data-key="${CSS.escape(opener.dataset.key)}"]`)?.['focus']();
    chat.takeFocus();
  };
  dialog.querySelector('.cancel').onclick = () => dialog.close();
  dialog.querySelector('form').onsubmit = async (event) => {
    event.preventDefault();
    try {
      await act();
      dialog.close();
    } catch (error) {
      problem.textContent = error.code === 'CONNECTION_LOST' ? words.problems.CONNECTION_LOST : error.message;
    }
  };
}

function rename(item, opener) {
  byId('name').value = item.title;
  confirmed(byId('rename'), opener, async () => {
    const renamed = await client.call(`chat/conversations/${item.id}`, { method: 'PATCH', body: { title: byId('name').value } });
    item.title = renamed.title;
    showList();
    showTitle();
    byId('side-note').textContent = words.renamed;
  });
  byId('name').select();
}

function remove(item, opener) {
  byId('remove-ask').textContent = words.removeAsk(item.title);
  confirmed(byId('remove'), opener, async () => {
    await client.call(`chat/conversations/${item.id}`, { method: 'DELETE' });
    if (item.id === current()) {
      go('', true);
      show('');
    }
    await loadList();
    byId('side-note').textContent = words.removed;
  });
}

// --- the sidebar on narrow screens

function closeSide() {
  document.body.classList.remove('side-open');
  byId('menu').setAttribute('aria-expanded', 'false');
}

// --- focus

/** Removes the focus from the current element. */
function giveFocus() {
  /** @type {any} */ (document.activeElement)?.blur();
  chat.takeFocus();
}

/** Typing goes to the composer unless another element has the focus; a popover has it even if it is only read. */
function keepFocus() {
  setTimeout(() => document.querySelector(':popover-open') || chat.takeFocus());
}

function watchFocus() {
  addEventListener('click', keepFocus);
  byId('settings-menu').addEventListener('toggle', keepFocus);
  byId('conversation-menu').addEventListener('toggle', keepFocus);
  addEventListener('keydown', (event) => {
    if (isText(event) && [document.body, byId('chat')].includes(/** @type {any} */ (document.activeElement))) {
      chat.focus();
    }
  });
  chat.takeFocus();
}

// --- start

async function begin() {
  look();
  speak();
  chat = /** @type {any} */ (document.createElement('baton-chat'));
  chat.setAttribute('language', words.lang);
  if (current()) {
    chat.setAttribute('conversation-id', current());
  }
  chat.addEventListener('baton-conversation', (/** @type {any} */ event) => {
    go(event.detail.conversationId ?? '', true);
    loadList();
  });
  chat.addEventListener('baton-answer', () => loadList());
  byId('chat').append(chat);
  byId('language').value = settings.language;
  byId('theme').value = settings.theme;
  byId('language').onchange = (event) => {
    change('language', event.target.value);
    speak();
  };
  byId('theme').onchange = (event) => {
    change('theme', event.target.value);
    look();
  };
  byId('new').onclick = () => {
    go('');
    show('');
  };
  byId('menu').onclick = () => {
    const open = document.body.classList.toggle('side-open');
    byId('menu').setAttribute('aria-expanded', String(open));
    if (open) {
      byId('new').focus();
    }
  };
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && document.body.classList.contains('side-open')) {
      closeSide();
      byId('menu').focus();
    }
  });
  byId('chat').addEventListener('pointerdown', closeSide);
  let waiting = 0;
  byId('search').oninput = (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      list.query = event.target.value.trim();
      loadList();
    }, 200);
  };
  byId('more').onclick = () => loadList(true);
  byId('sign-out').onsubmit = () => sessionStorage.clear();
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && loadList());
  addEventListener('popstate', () => {
    showList();
    showTitle();
    show(current());
  });
  watchFocus();
  const [me] = await Promise.all([client.call('auth/me').catch(() => null), loadList()]);
  byId('who').textContent = me ? words.signedInAs(me.name) : '';
  byId('console').hidden = !me?.roles.some((role) => role === 'admin' || role === 'auditor');
}

begin();
