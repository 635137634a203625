// The client for browsers and the hook keep their types; the chat's own pages use them rightly.
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

for (const project of ['tsconfig.json', 'tsconfig.pages.json']) {
  test(project, () => {
    execFileSync('node_modules/.bin/tsc', ['-p', `../types/${project}`], { stdio: 'inherit' });
  });
}
