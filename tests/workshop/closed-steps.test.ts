import { expect, test } from 'vitest';
import type { Envelope } from '../../learner/journal/index.ts';
import { LabGrading } from '../../workshop/server/grading/lab.ts';
import { benchAt, solve } from './house.ts';

const { bench, journal } = await benchAt('push-and-run');
await solve(bench, 2);
const stream = (await journal.read('lab:push-and-run')) as Envelope[];
const { lab } = bench;
const [first, second, third] = lab.steps.map(({ id }) => id) as [string, string, string];
const reached = ({ record }: LabGrading) => Object.keys(record.lab.reached);

test('a closed step is neither counted nor worked at, and counts from its opening on', () => {
  const grading = new LabGrading(lab, stream, undefined, { closed: [second], at: 1 });
  expect([reached(grading), grading.record.lab.step]).toEqual([[first], third]);
  grading.close({ closed: [], at: 7 });
  expect([reached(grading), grading.record.lab.reached[second], grading.record.lab.step]).toEqual([
    [first, second],
    7,
    third,
  ]);
});

test('nobody is at a step while all that is left is closed', () => {
  const left = lab.steps.map(({ id }) => id).slice(1);
  const { lab: grade } = new LabGrading(lab, stream, undefined, { closed: left, at: 1 }).record;
  expect([grade.step, grade.missing]).toEqual([undefined, undefined]);
});

test('what was counted before its step was closed stays, though its journal is folded anew', () => {
  const open = new LabGrading(lab, stream).record;
  // An undo has taken back the last act, so that nothing of what was graded can be gone on from.
  const shorter = stream.slice(0, -1);
  const undone = new LabGrading(lab, shorter, open, { closed: [first], at: 1 });
  expect([reached(undone).includes(first), undone.record.closed]).toEqual([true, [first]]);
  expect(reached(new LabGrading(lab, shorter, undefined, { closed: [first], at: 1 }))).not.toContain(first);
});

test('what comes after a closing is graded by it, also when one goes on from an older grade', () => {
  const before = stream.findIndex(({ event }) => (event as { act?: string }).act === 'command') + 1;
  const base = new LabGrading(lab, stream.slice(0, before)).record;
  expect(reached(new LabGrading(lab, stream, base, { closed: [second], at: 1 }))).not.toContain(second);
  expect(reached(new LabGrading(lab, stream, base))).toContain(second);
});
