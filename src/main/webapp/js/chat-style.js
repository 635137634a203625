// The style of <baton-chat>. A constructed style sheet, since a strict Content-Security-Policy forbids inline styles.
export const style = new CSSStyleSheet();
style.replaceSync(`
:host {
  --_text: var(--baton-text, light-dark(#211c17, #ece6df));
  --_faint: var(--baton-text-faint, light-dark(#675d53, #a99e92));
  --_back: var(--baton-background, light-dark(#fffdfa, #171411));
  --_surface: var(--baton-surface, light-dark(#f4efe8, #231f1a));
  --_line: var(--baton-line, light-dark(#e2d9cd, #3a332b));
  --_field: var(--baton-field-line, light-dark(#8d8275, #82776b));
  --_accent: var(--baton-accent, light-dark(#b03c0c, #ff9f66));
  --_on-accent: var(--baton-on-accent, light-dark(#ffffff, #2a1204));
  --_warn: var(--baton-warning, light-dark(#fff3d6, #3a2c0e));
  --_radius: var(--baton-radius, 0.9rem);
  --_width: var(--baton-width, 46rem);
  display: block;
  overflow: clip;
  block-size: 32rem;
  min-block-size: 16rem;
  color: var(--_text);
  background: var(--_back);
  font: var(--baton-font, 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif);
  container-type: inline-size;
  text-align: start;
}
:host([hidden]), [hidden] { display: none !important; }
:host([theme="light"]) { color-scheme: light; }
:host([theme="dark"]) { color-scheme: dark; }
* { box-sizing: border-box; }
.chat { position: relative; display: flex; flex-direction: column; block-size: 100%; min-block-size: 0; }
.log { flex: 1; min-block-size: 0; overflow-y: auto; overscroll-behavior: contain; scrollbar-gutter: stable both-edges; outline-offset: -3px; }
.column { inline-size: 100%; max-inline-size: calc(var(--_width) + 2rem); margin-inline: auto; padding-inline: 1rem; }
.hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; margin: 0; }
ol.messages { list-style: none; margin: 0 auto; padding: 1.25rem 0; }
.message { margin-block-end: 1.6rem; content-visibility: auto; contain-intrinsic-size: auto 9rem; }
.message:nth-last-child(-n+3) { content-visibility: visible; }
.user { display: flex; justify-content: flex-end; }
.user .content { max-inline-size: 85%; padding: 0.6rem 1rem; background: var(--_surface); border-radius: var(--_radius) var(--_radius) 0.25rem var(--_radius); white-space: pre-wrap; }
.user .foot { display: none; }
.content { overflow-wrap: anywhere; unicode-bidi: isolate; }
.author { margin: 0 0 0.2rem; font-size: 0.8rem; letter-spacing: 0.01em; color: var(--_faint); }
.greeting { display: grid; place-content: center; text-align: center; min-block-size: 100%; padding: 2rem 1rem; }
.greeting p { margin: 0; font-size: clamp(1.35rem, 4cqi, 2rem); font-weight: 600; letter-spacing: -0.01em; text-wrap: balance; }
.content p, .content ul, .content ol, .content blockquote, .content figure, .content .scroller { margin: 0 0 0.85rem; }
.content > div > :last-child { margin-block-end: 0; }
.content p { white-space: pre-line; }
.content .plain { white-space: pre-wrap; margin: 0; }
.content h3, .content h4, .content h5, .content h6 { margin: 1.3rem 0 0.5rem; line-height: 1.3; font-weight: 650; }
.content h3 { font-size: 1.3rem; } .content h4 { font-size: 1.15rem; } .content h5, .content h6 { font-size: 1rem; }
.content > div > :first-child { margin-block-start: 0; }
.content ul, .content ol { padding-inline-start: 1.5rem; }
.content ul { list-style-type: disc; } .content ul ul { list-style-type: circle; }
.content li { margin-block: 0.25rem; }
.content li > :is(ul, ol) { margin-block-end: 0.25rem; }
.content blockquote { padding-inline-start: 1rem; border-inline-start: 3px solid var(--_line); color: var(--_faint); }
.content hr { border: 0; border-block-start: 1px solid var(--_line); margin-block: 1.25rem; }
code { font: 0.875em/1.55 ui-monospace, "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
:not(pre) > code { padding: 0.12em 0.35em; border-radius: 0.3em; background: var(--_surface); }
.code { border: 1px solid var(--_line); border-radius: 0.6rem; overflow: hidden; background: var(--_surface); }
.code figcaption { display: flex; justify-content: space-between; align-items: center; gap: 1rem; padding: 0.15rem 0.4rem 0.15rem 0.9rem; font-size: 0.78rem; color: var(--_faint); border-block-end: 1px solid var(--_line); }
pre { margin: 0; padding: 0.8rem 0.9rem; overflow-x: auto; tab-size: 4; outline-offset: -3px; }
.scroller { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.94rem; }
th, td { padding: 0.4rem 0.8rem; border-block-end: 1px solid var(--_line); text-align: start; overflow-wrap: normal; }
th { font-weight: 600; } .right { text-align: end; } .center { text-align: center; }
a { color: var(--_accent); text-decoration-thickness: 1px; text-underline-offset: 0.18em; }
.where { color: var(--_faint); font-size: 0.85em; }
.seam { display: inline-block; vertical-align: 0.1em; margin-inline: 0.35em; padding-inline: 0.5em; border-inline-start: 2px solid var(--_accent); font: 500 0.72rem/1.5 system-ui, sans-serif; color: var(--_faint); user-select: none; }
.foot { font-size: 0.82rem; color: var(--_faint); }
.note { margin: 0.6rem 0 0; padding: 0.5rem 0.8rem; border-radius: 0.5rem; background: var(--_warn); color: var(--_text); font-size: 0.9rem; }
.bar { display: flex; flex-wrap: wrap; gap: 0.15rem; margin: 0.35rem 0 0 -0.5rem; }
.message:not(:last-child) .last-only { display: none; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 0.15rem 1rem; margin: 0.4rem 0 0; padding: 0.6rem 0.9rem; border: 1px solid var(--_line); border-radius: 0.6rem; font-variant-numeric: tabular-nums; }
.facts dt { font-weight: 500; } .facts dd { margin: 0; color: var(--_text); overflow-wrap: anywhere; }
.dots { display: inline-block; inline-size: 2.4em; block-size: 0.6em; margin-block: 0.6em; background: radial-gradient(circle, var(--_accent) 45%, transparent 50%) 0 0 / 0.8em 0.6em repeat-x; animation: breathe 1.4s ease-in-out infinite; }
@keyframes breathe { 50% { opacity: 0.25; } }
button, select, textarea { font: inherit; color: inherit; }
button { cursor: pointer; }
button:disabled { cursor: default; opacity: 0.5; }
:focus-visible { outline: 3px solid var(--_accent); outline-offset: 2px; border-radius: 0.4rem; }
.quiet { min-block-size: 2rem; padding: 0.15rem 0.55rem; border: 0; border-radius: 0.45rem; background: none; color: var(--_faint); font-size: 0.82rem; }
.quiet:hover { background: var(--_surface); color: var(--_text); }
.code .quiet:hover { background: var(--_back); }
.strong { border: 1px solid var(--_field); color: var(--_text); font-weight: 500; }
.earlier { text-align: center; padding-block: 0.5rem; min-block-size: 2rem; }
.to-end { position: absolute; inset-inline: 0; inset-block-end: 100%; margin: 0 auto 0.6rem; inline-size: 2.6rem; block-size: 2.6rem; border: 1px solid var(--_line); border-radius: 50%; background: var(--_back); box-shadow: 0 2px 10px #0003; font-size: 1.1rem; line-height: 1; }
.below { position: relative; padding-block: 0.25rem 1rem; background: var(--_back); }
.notice { display: flex; flex-wrap: wrap; gap: 0.35rem 0.8rem; align-items: center; margin-block-end: 0.5rem; padding: 0.55rem 0.9rem; border-radius: 0.7rem; background: var(--_warn); font-size: 0.92rem; }
.notice > span { flex: 1 1 14rem; }
.notice .quiet { color: var(--_text); }
.composer { display: grid; gap: 0.25rem; padding: 0.5rem; border: 1px solid var(--_field); border-radius: calc(var(--_radius) + 0.3rem); background: var(--_back); box-shadow: 0 1px 6px #0000000d; }
.composer:focus-within { border-color: var(--_accent); box-shadow: 0 0 0 1px var(--_accent); }
textarea { display: block; inline-size: 100%; max-block-size: min(40cqb, 14rem); min-block-size: 2.6rem; padding: 0.45rem 0.6rem; border: 0; outline: 0; resize: none; background: none; field-sizing: content; overflow-y: auto; }
textarea:focus-visible { outline: 0; }
textarea::placeholder { color: var(--_faint); opacity: 1; }
.tools { display: flex; align-items: center; gap: 0.5rem; min-inline-size: 0; }
select { max-inline-size: 70%; min-block-size: 2.25rem; padding: 0.2rem 0.5rem; border: 1px solid transparent; border-radius: 0.6rem; background: none; color: var(--_faint); font-size: 0.88rem; text-overflow: ellipsis; }
select:hover { background: var(--_surface); }
option { color: var(--_text); background: var(--_back); }
.primary { margin-inline-start: auto; min-block-size: 2.4rem; padding: 0.3rem 1.1rem; border: 1px solid transparent; border-radius: 0.7rem; background: var(--_accent); color: var(--_on-accent); font-weight: 600; white-space: nowrap; }
.primary:hover:not(:disabled) { filter: brightness(1.08); }
.stop { background: var(--_surface); color: var(--_text); border-color: var(--_field); }
@media (prefers-reduced-motion: reduce) { .dots { animation: none; } * { scroll-behavior: auto !important; } }
@media (forced-colors: active) { .primary, .note, .notice, .user .content { border: 1px solid; } }
@media (pointer: coarse) { .quiet, select { min-block-size: 2.75rem; } }
@container (max-width: 30rem) { .log { scrollbar-gutter: auto; } .column { padding-inline: 0.75rem; } .user .content { max-inline-size: 92%; } .below { padding-block-end: 0.6rem; } }
@container (min-width: 120rem) { .chat { font-size: 1.15rem; } }
`);
