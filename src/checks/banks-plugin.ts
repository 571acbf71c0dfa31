import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { AstroUserConfig } from 'astro';
import { keyOf, shownBank, veilKey } from '../../learner/checks/index.ts';
import { readBank } from '../../learner/checks/read-bank.ts';

type VitePlugin = NonNullable<NonNullable<NonNullable<AstroUserConfig['vite']>['plugins']>[number]>;

/**
 * What a bank's file becomes as a module. `questions` is the half that a page may hold, `key` the veiled other half.
 * Both are null for a bank that is not for everyone: it never enters the site.
 *
 * @throws BankError with file, line and what to do.
 */
export function bankModule(file: string, text: string, half: string): string {
  const bank = readBank(file, text);
  const open = bank.audience === 'everyone';
  const value = half === 'key' ? veilKey(bank.name, keyOf(bank)) : shownBank(bank);
  return `export default ${open ? JSON.stringify(value) : 'null'};`;
}

/**
 * Vite plugin: `quizzes/module-1.yaml?questions` and `quizzes/module-1.yaml?key` are modules, so that each key is a
 * chunk of its own, fetched when the learner answers.
 */
export function knowledgeChecks(): VitePlugin {
  return {
    name: 'drydock:knowledge-checks',
    enforce: 'pre',
    load(id: string) {
      const [file, half] = id.split('?');
      if (!file || !/\/quizzes\/[^/]+\.yaml$/.test(file) || (half !== 'questions' && half !== 'key'))
        return undefined;
      this.addWatchFile(file);
      return { code: bankModule(relative(process.cwd(), file), readFileSync(file, 'utf8'), half), map: null };
    },
  };
}
