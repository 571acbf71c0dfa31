import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { minutesOf } from '../../workshop/room/plan.ts';
import { openCourse } from '../../workshop/server/course.ts';

const course = await openCourse();
const folder = mkdtempSync(join(tmpdir(), 'drydock-plans-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the plans of the course', () => {
  const plans = [...course.plans().values()];

  test('are three: 45 minutes, half a day, two days', () => {
    const hours = plans.map((plan) => [plan.workshop, minutesOf(plan) / 60] as const);
    expect(new Set(hours.map(([name]) => name))).toEqual(new Set(['45-minutes', 'half-a-day', 'two-days']));
    expect(new Map(hours).get('45-minutes')).toBe(0.75);
  });

  test.each(plans.map((plan) => [plan.workshop, plan] as const))(
    '%s: everything in it is there',
    async (_, plan) => {
      const columns = await course.columnsOf(plan);
      expect(columns.length).toBeGreaterThan(0);
      expect(Object.values(course.pollsOf(plan)).every((question) => 'options' in question)).toBe(true);
    },
  );
});

describe('a plan of one’s own', () => {
  const messageOf = (text: string) => {
    const file = join(folder, 'mine.yaml');
    writeFileSync(file, text);
    try {
      course.readPlan(file);
    } catch (error) {
      return (error as Error).message.replaceAll(/^.*mine\.yaml:/gm, '');
    }
    return undefined;
  };
  const head = 'workshop: mine\ntitle: Mine\nabout: For a try.\nparts:\n';

  test.each<[string, string, string | undefined]>([
    ['that is right', `${head}  - { lesson: ecr/push-and-run, minutes: 10 }\n`, undefined],
    [
      'that is no YAML',
      'workshop: [',
      '1:12: This is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]. Mend the indentation or quote the text.',
    ],
    [
      'with a part of no kind',
      `${head}  - { minutes: 10 }\n`,
      '5:5: A part is a lesson, a poll, an incident or a pause: give it one of these fields, and only one.',
    ],
    [
      'with a poll without its bank',
      `${head}  - { poll: x, minutes: 10 }\n`,
      '5:5: A part with "poll" needs bank, question too.',
    ],
    [
      'with a lesson that is not there',
      `${head}  - { lesson: ecr/nowhere, minutes: 10 }\n`,
      '5:15: There is no lesson "ecr/nowhere". Write module/lesson, as in its address.',
    ],
  ])('%s', (_, text, message) => {
    expect(messageOf(text)).toBe(message);
  });
});
