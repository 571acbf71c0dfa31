/** The thread that grades, so that what everybody sees at once never waits for it. */
import { parentPort, workerData } from 'node:worker_threads';
import { readyFor } from '../../../learner/checks/index.ts';
import type { Envelope } from '../../../learner/journal/index.ts';
import { openCourse } from '../course.ts';
import { gradeCheck } from './check.ts';
import type { Job, Result } from './jobs.ts';
import { LabGrading } from './lab.ts';

/** So many folded worlds are kept; others are folded anew from their journals. */
const { worlds } = workerData as { worlds: number };
const course = await openCourse();

type Kept = { readonly lab: LabGrading } | { readonly stream: Envelope[] };
const kept = new Map<string, Kept>();

function keep(key: string, one: Kept): void {
  kept.delete(key);
  kept.set(key, one);
  for (const oldest of kept.keys()) {
    if (kept.size <= worlds) break;
    kept.delete(oldest);
  }
}

async function gradeLab(job: Job, name: string): Promise<Result> {
  const before = kept.get(job.key);
  let grading: LabGrading;
  if (job.from > 0) {
    if (!before || !('lab' in before) || before.lab.seq !== job.from) return { id: job.id, kind: 'whole' };
    grading = before.lab;
    // Half of an event taken is worse than none: it comes back only when all went well.
    kept.delete(job.key);
    grading.close(job);
    grading.take(job.envelopes);
  } else grading = new LabGrading(await course.lab(name), job.envelopes, job.base, job);
  keep(job.key, { lab: grading });
  return { id: job.id, kind: 'lab', record: grading.record };
}

async function gradeBank(job: Job, name: string): Promise<Result> {
  const before = kept.get(job.key);
  let stream: Envelope[] = [...job.envelopes];
  if (job.from > 0) {
    if (!before || !('stream' in before) || before.stream.at(-1)?.seq !== job.from)
      return { id: job.id, kind: 'whole' };
    stream = [...before.stream, ...stream];
  }
  const bank = course.bank(name);
  await readyFor(bank.questions);
  keep(job.key, { stream });
  const last = stream.at(-1);
  return {
    id: job.id,
    kind: 'check',
    seq: last?.seq ?? 0,
    lastId: last?.id ?? '',
    check: gradeCheck(bank, stream),
  };
}

async function answer(job: Job): Promise<Result> {
  const [kind, ...rest] = job.stream.split(':');
  const name = rest.join(':');
  try {
    return await (kind === 'lab' ? gradeLab(job, name) : gradeBank(job, name));
  } catch (error) {
    return { id: job.id, kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

parentPort!.on('message', async (job: Job) => {
  const result = await answer(job);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
  parentPort!.postMessage(result);
});
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
parentPort!.postMessage('ready');
