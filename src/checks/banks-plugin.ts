import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { AstroUserConfig } from 'astro';
import { keyOf, shownBank, veilKey, type Bank } from '../../learner/checks/index.ts';

type VitePlugin = NonNullable<NonNullable<NonNullable<AstroUserConfig['vite']>['plugins']>[number]>;

/**
 * What a bank's file becomes as a module. `questions` is the half that a page may hold, `key` the veiled other half.
 * Both are null for a bank that is not for everyone: it never enters the site.
 *
 * @throws BankError with file, line and what to do.
 */
export async function bankModule(file: string, text: string, half: string): Promise<string> {
  const bank = await bankOf(file, text);
  const open = bank.audience === 'everyone';
  const value = half === 'key' ? veilKey(bank.name, keyOf(bank)) : shownBank(bank);
  return `export default ${open ? JSON.stringify(value) : 'null'};`;
}

/** Reading works answers out in the simulator, all of which is loaded while the bundler reads other files. */
const reader = () => import('../../learner/checks/read-bank.ts');
const read = new Map<string, { text: string; bank: Bank }>();

/** Both halves, for the pages and for the browser, come of one reading. */
async function bankOf(file: string, text: string): Promise<Bank> {
  const known = read.get(file);
  if (known?.text === text) return known.bank;
  const { readBank } = await reader();
  const bank = readBank(file, text);
  read.set(file, { text, bank });
  return bank;
}

/**
 * Vite plugin: `quizzes/module-1.yaml?questions` and `quizzes/module-1.yaml?key` are modules, so that each key is a
 * chunk of its own, fetched when the learner answers.
 */
export function knowledgeChecks(): VitePlugin {
  return {
    name: 'drydock:knowledge-checks',
    enforce: 'pre',
    buildStart: () => void reader().catch(() => {}),
    load: {
      filter: { id: /\/quizzes\/[^/]+\.yaml\?(?:questions|key)$/ },
      async handler(id: string) {
        const [file, half] = id.split('?') as [string, string];
        this.addWatchFile(file);
        return {
          code: await bankModule(relative(process.cwd(), file), readFileSync(file, 'utf8'), half),
          map: null,
        };
      },
    },
  };
}
