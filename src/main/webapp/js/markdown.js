// @ts-check
/**
 * Renders a model's Markdown as elements. The text never becomes HTML: the library only splits it into tokens, and each
 * token becomes one of a few known elements, created by name, with its text as text nodes. So model output can't create
 * scripts, styles or event handlers, nothing is loaded, and only web and mail addresses become links.
 */
import '../webjars/markdown-it/14.1.0/dist/markdown-it.min.js';

/** The library's global; it has no single-file module. */
const parser = globalThis.markdownit({ html: false, linkify: true });
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
/**
 * Longer lines and blocks are shown as plain text, because the effort for hostile text grows faster than its length.
 */
const MAX_LINE = 20000;
const MAX_BLOCK = 60000;
/** Long unbroken text is split into pieces, so that appending costs the same at any length. */
const PIECE = 4000;
/**
 * Marks the places where another model continues: private-use characters, one per place, which are removed from model
 * output.
 */
const FIRST_SEAM = 0xe0b0;
const SEAM = /[\uE0B0-\uE0BF]/g;
const SEAM_IN_ADDRESS = /%EE%82%B[0-9A-F]/gi;
const BIDI = /[\u202A-\u202E\u2066-\u2069]/g;

/** @param {string} text @param {number[]} seams UTF-16 offsets, rising */
export function withSeams(text, seams) {
  let result = '';
  let last = 0;
  for (const [index, seam] of seams.entries()) {
    const at = Math.max(last, afterMarkup(text, seam));
    result += clean(text.slice(last, at)) + String.fromCharCode(FIRST_SEAM + Math.min(index, 15));
    last = at;
  }
  return result + clean(text.slice(last));
}

/** Moves the mark out of markup; an offset of a few characters does not matter. */
function afterMarkup(text, seam) {
  let at = seam;
  while (at < text.length && at < seam + 20 && /[*_~`#>|\[\]()!+=-]|\d[.)]/.test(text.slice(at - 1, at + 1))) {
    at++;
  }
  return at;
}

function clean(text) {
  return text.replace(SEAM, '');
}

/**
 * Renders growing text. Blocks followed by others are final and stay unchanged; only the last one is rendered again.
 */
export class Markdown {
  #host;
  #words;
  /** The length of the source of all final blocks. */ #settled = 0;
  /** @type {ChildNode[]} */ #open = [];
  #shown = '';
  /** The link references found so far. */ #env = {};

  /**
   * @param {HTMLElement} host
   * @param {{copy: string, copied: string, code: string, table: string, image: string, goesOn: (index: number) => string}} words
   */
  constructor(host, words) {
    this.#host = host;
    this.#words = words;
  }

  /** @param {string} source the whole text so far */
  show(source) {
    if (!source.startsWith(this.#shown.slice(0, this.#settled))) {
      this.#host.replaceChildren();
      this.#settled = 0;
      this.#open = [];
      this.#env = {};
    }
    this.#shown = source;
    this.#open.forEach((node) => node.remove());
    this.#open = [];
    for (let before = -1; before !== this.#settled && this.#open.length === 0; ) {
      before = this.#settled;
      this.#step(wholeCharacters(source.slice(before, before + MAX_BLOCK)), before + MAX_BLOCK < source.length);
    }
  }

  /** Renders a part; all blocks except the last one are final. @param {boolean} full whether more text follows */
  #step(part, full) {
    const long = longLine(part);
    if (long?.from === 0) {
      this.#plain(part.slice(0, long.to), !full && long.to === part.length);
      return;
    }
    const text = long ? part.slice(0, long.from) : part;
    const blocks = new Builder(this.#words).blocks(parser.parse(text, this.#env));
    const last = long ? undefined : blocks.pop();
    const end = long ? text.length : startOfLine(text, last?.line ?? 0);
    if (full && end === 0) {
      this.#plain(part, false);
      return;
    }
    this.#settled += end;
    blocks.forEach(({ node }) => this.#host.append(node));
    if (last && !full) {
      this.#host.append(last.node);
      this.#open.push(last.node);
    }
  }

  /** Plain text in pieces; only the last one can grow. */
  #plain(text, growing) {
    for (let from = 0; from < text.length; ) {
      let to = Math.min(from + PIECE, text.length);
      to = from + wholeCharacters(text.slice(from, to)).length;
      const node = new Builder(this.#words).plain(text.slice(from, to));
      this.#host.append(node);
      if (growing && to === text.length) {
        this.#open.push(node);
      } else {
        this.#settled += to - from;
      }
      from = to;
    }
  }
}

/** Without a lone surrogate at the end, unless it is the only character. */
function wholeCharacters(text) {
  return text.length > 1 && /[\uD800-\uDBFF]$/.test(text) ? text.slice(0, -1) : text;
}

function longLine(text) {
  for (let from = 0; from + MAX_LINE < text.length; ) {
    const end = text.indexOf('\n', from);
    const to = end < 0 ? text.length : end + 1;
    if (to - from > MAX_LINE) {
      return { from, to };
    }
    from = to;
  }
  return null;
}

function startOfLine(text, line) {
  const ends = /\r\n|\r|\n/g;
  for (let i = 0; i < line; i++) {
    ends.exec(text);
  }
  return ends.lastIndex;
}

/** Creates elements from tokens. */
class Builder {
  #words;

  constructor(words) {
    this.#words = words;
  }

  /** The top-level blocks, each with its first line. */
  blocks(tokens) {
    const result = [];
    const stack = [];
    let line = 0;
    for (const token of tokens) {
      const parent = stack[stack.length - 1];
      if (token.level === 0 && token.map) {
        line = token.map[0];
      }
      if (token.nesting < 0) {
        const done = stack.pop();
        if (stack.length === 0) {
          result.push({ node: done.outer ?? done, line });
        }
        continue;
      }
      const made = this.#block(token, parent);
      if (token.nesting > 0) {
        stack.push(made);
      } else if (!parent && made) {
        result.push({ node: made, line });
      }
      if (parent && made && made !== parent) {
        parent.append(made.outer ?? made);
      }
    }
    return result;
  }

  plain(text) {
    const p = element('p', 'plain');
    this.#text(p, text);
    return p;
  }

  /** Null if there is nothing to show; the parent if a paragraph needs no element. */
  #block(token, parent) {
    switch (token.type) {
      case 'inline':
        this.#inline(parent, token.children ?? []);
        return null;
      case 'paragraph_open':
        return token.hidden ? parent : element('p');
      case 'heading_open':
        return element(`h${Math.min(6, Number(token.tag[1]) + 2)}`);
      case 'blockquote_open':
        return element('blockquote');
      case 'bullet_list_open':
        return element('ul');
      case 'ordered_list_open':
        return this.#ordered(token);
      case 'list_item_open':
        return element('li');
      case 'table_open':
        return this.#table();
      case 'thead_open':
      case 'tbody_open':
      case 'tr_open':
        return element(token.tag);
      case 'th_open':
      case 'td_open':
        return element(token.tag, /:(left|center|right)/.exec(token.attrGet('style') ?? '')?.[1]);
      case 'hr':
        return element('hr');
      case 'fence':
      case 'code_block':
        return this.#code(token);
      default:
        return token.nesting > 0 ? element('div') : this.plain(token.content);
    }
  }

  #ordered(token) {
    const list = element('ol');
    const start = token.attrGet('start');
    if (start !== null && Number.isSafeInteger(Number(start))) {
      list.setAttribute('start', String(Number(start)));
    }
    return list;
  }

  /** Wide tables scroll on their own. */
  #table() {
    const scroller = element('div', 'scroller');
    scroller.tabIndex = 0;
    scroller.setAttribute('role', 'group');
    scroller.setAttribute('aria-label', this.#words.table);
    const table = scroller.appendChild(element('table'));
    return Object.assign(table, { outer: scroller });
  }

  #code(token) {
    const figure = element('figure', 'code');
    const bar = element('figcaption');
    const language = element('span');
    language.textContent = token.info.trim().split(/\s/)[0].replace(SEAM, '').slice(0, 30) || this.#words.code;
    const copy = element('button', 'quiet');
    copy.setAttribute('type', 'button');
    copy.textContent = this.#words.copy;
    copy.addEventListener('click', () => this.#copy(copy, token.content.replace(SEAM, '')));
    bar.append(language, copy);
    const pre = element('pre');
    pre.dir = 'ltr';
    pre.tabIndex = 0;
    pre.setAttribute('role', 'group');
    pre.setAttribute('aria-label', language.textContent);
    const code = element('code');
    this.#text(code, token.content.replace(/\n$/, ''), true);
    pre.append(code);
    figure.append(bar, pre);
    return figure;
  }

  async #copy(button, text) {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = this.#words.copied;
    } catch {
      getSelection()?.selectAllChildren(button.closest('figure').querySelector('code'));
    }
    setTimeout(() => {
      button.textContent = this.#words.copy;
    }, 2000);
  }

  #inline(into, tokens) {
    const stack = [into];
    for (const token of tokens) {
      const parent = stack[stack.length - 1];
      switch (token.type) {
        case 'strong_open':
        case 'em_open':
        case 's_open':
          stack.push(parent.appendChild(element(token.tag)));
          break;
        case 'link_open':
          stack.push(parent.appendChild(link(token.attrGet('href') ?? '')));
          break;
        case 'link_close':
          sayWhere(stack.pop());
          break;
        case 'strong_close':
        case 'em_close':
        case 's_close':
          stack.pop();
          break;
        case 'code_inline':
          this.#text(parent.appendChild(element('code')), token.content, true);
          break;
        case 'softbreak':
          parent.append('\n');
          break;
        case 'hardbreak':
          parent.append(element('br'));
          break;
        case 'image':
          this.#image(parent, token);
          break;
        default:
          this.#text(parent, token.content);
      }
    }
  }

  /** Becomes a link, because loading the image would reveal the reader to its server. */
  #image(parent, token) {
    const target = parent.appendChild(parent.closest('a') ? element('span') : link(token.attrGet('src') ?? ''));
    this.#text(target, `🖼 ${token.content || this.#words.image}`);
    sayWhere(target);
  }

  /** Keeps line breaks, replaces marks by elements, and shows bidirectional control characters as code. */
  #text(parent, text, isCode = false) {
    const plain = isCode ? text.replace(BIDI, (mark) => `⟨U+${mark.charCodeAt(0).toString(16).toUpperCase()}⟩`) : text;
    let last = 0;
    for (const seam of plain.matchAll(SEAM)) {
      parent.append(plain.slice(last, seam.index));
      const mark = parent.appendChild(element('span', 'seam'));
      mark.setAttribute('part', 'seam');
      mark.textContent = this.#words.goesOn(seam[0].charCodeAt(0) - FIRST_SEAM);
      last = seam.index + 1;
    }
    parent.append(plain.slice(last));
  }
}

function element(name, className) {
  const made = document.createElement(name);
  if (className) {
    made.className = className;
  }
  if (/^(p|h\d|li|blockquote|td|th)$/.test(name)) {
    made.dir = 'auto';
  }
  return made;
}

/** Only absolute web and mail addresses become links. */
function link(href) {
  const url = webAddress(href);
  if (!url) {
    return element('span', 'no-link');
  }
  const a = element('a');
  a.setAttribute('href', url.href);
  a.setAttribute('rel', 'noopener noreferrer nofollow ugc');
  a.setAttribute('target', '_blank');
  return a;
}

/** Shows the target host after the link, unless the text begins with the address. */
function sayWhere(a) {
  if (a.localName !== 'a') {
    return;
  }
  const url = new URL(a.href);
  const where = url.host || url.pathname;
  if (!new RegExp(`^\\s*(\\w+:(//)?)?${where.replace(/[^\w]/g, '\\$&')}(?![\\w.:-])`).test(a.textContent)) {
    const mark = element('span', 'where');
    mark.textContent = ` (${where})`;
    a.append(mark);
  }
}

/** Null if it is not an absolute web or mail address. */
function webAddress(href) {
  try {
    const url = new URL(href.replace(SEAM, '').replace(SEAM_IN_ADDRESS, ''));
    return ['https:', 'http:', 'mailto:'].includes(url.protocol) ? url : null;
  } catch {
    return null;
  }
}
