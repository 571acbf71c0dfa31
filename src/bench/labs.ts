import type { Lab } from '../../learner/bench/index.ts';

const labs = import.meta.glob<{ default: Lab }>('../../content/**/*.lab.ts');

/** Fetches a lab. @throws Error when there is none of this id. */
export async function labOf(id: string): Promise<Lab> {
  const load = Object.entries(labs).find(([path]) => path.endsWith(`/${id}.lab.ts`))?.[1];
  if (!load) throw new Error(`There is no lab ${id} in this build.`);
  return (await load()).default;
}
