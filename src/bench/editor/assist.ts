import { signal, type ReadonlySignal } from '@preact/signals';
import { kindOf, type FileKind } from '../../../learner/editor/files/kind.ts';
import type { CleanUp } from '../../../learner/editor/task-definition/clean-up.ts';
import type { Fix } from '../../../learner/editor/task-definition/fix.ts';
import type { Surroundings } from '../../../learner/editor/task-definition/surroundings.ts';
import { nowhere } from '../../../learner/editor/task-definition/surroundings.ts';
import { validateTaskDefinition, type Problem } from '../../../simulator/ecs/task-definition/index.ts';
import type { BenchUi } from '../ui.ts';

/** Fixes are worked out for so many problems, so many ms after the last key. */
const fixed = 20;
const settles = 250;

const load = () => import('./tools.ts');

/** Checks of the file that is open: problems at once, what mends them a moment later. */
export interface Assist {
  readonly kind: ReadonlySignal<FileKind | undefined>;
  readonly problems: ReadonlySignal<readonly Problem[]>;
  readonly fixes: ReadonlySignal<readonly (readonly Fix[])[]>;
  /** What one act would clean up; undefined when there is nothing. */
  readonly cleanUp: ReadonlySignal<CleanUp | undefined>;
  /** What is in the cloud; nothing is known before the tools are loaded. */
  readonly around: Surroundings;
  check(path: string, text: string): void;
}

/** @param marked is called with the problems as soon as they are known. */
export function createAssist(ui: BenchUi, marked: (problems: readonly Problem[]) => void): Assist {
  const kind = signal<FileKind | undefined>(undefined);
  const problems = signal<readonly Problem[]>([]);
  const fixes = signal<readonly (readonly Fix[])[]>([]);
  const cleanUp = signal<CleanUp | undefined>(undefined);
  let around = nowhere;
  let round = 0;
  let timer = 0;
  const show = (found: readonly Problem[]) => {
    problems.value = found;
    fixes.value = [];
    marked(found);
  };
  const help = async (text: string, mine: number) => {
    const tools = await load();
    if (mine !== round) return;
    if (around === nowhere) around = tools.surroundingsOf(ui);
    fixes.value = problems.value.slice(0, fixed).map((problem) => tools.fixesFor(problem, text, around));
    const clean = tools.cleanUp(text, around);
    cleanUp.value = clean && clean.done.length > 0 ? clean : undefined;
  };
  return {
    kind,
    problems,
    fixes,
    cleanUp,
    get around() {
      return around;
    },
    check(path, text) {
      const mine = ++round;
      kind.value = kindOf(path, text);
      clearTimeout(timer);
      if (kind.value === 'task definition') {
        show(validateTaskDefinition(text));
        if (problems.value.length > 0)
          timer = window.setTimeout(() => void help(text, mine).catch(() => {}), settles);
        else cleanUp.value = undefined;
        return;
      }
      cleanUp.value = undefined;
      const what = kind.value;
      if (what === undefined) return show([]);
      void load()
        .then(({ checkFile }) => mine === round && show(checkFile(what, text)))
        .catch(() => {});
    },
  };
}
