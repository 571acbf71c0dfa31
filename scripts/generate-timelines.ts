/**
 * Writes `content/reference/timelines.mdx`: recordings of the real service beside what the simulator does, both measured
 * anew. A test holds the page to the simulator.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scenarios } from '../tests/simulator/timelines/index.ts';
import { measure } from '../tests/simulator/timelines/scenario.ts';

export const page = join(import.meta.dirname, '..', 'content', 'reference', 'timelines.mdx');

/** The page's text. */
export function timelinesPage(): string {
  const sections = scenarios.map((scenario) => {
    const rows = measure(scenario).map(
      ({ milestone, recorded, simulated, ratio, why }) =>
        `| ${milestone} | ${recorded} s | ${simulated} s | ${ratio.toFixed(2)} | ${why ?? ''} |`,
    );
    return [
      `## ${scenario.title}`,
      '',
      `Source: ${scenario.source}.`,
      '',
      '| Milestone | Recorded | Simulated | Ratio | Why it differs |',
      '| --- | --- | --- | --- | --- |',
      ...rows,
    ].join('\n');
  });
  return `${[
    [
      '---',
      'id: reference-timelines',
      'title: Timelines',
      'description: How long things take on AWS, as recorded, and in the cloud of this course.',
      '---',
    ].join('\n'),
    '{/* Written by scripts/generate-timelines.ts: run it again instead of editing this page. */}',
    'Virtual time in this course is set by recordings of the real service. Each milestone of the simulator lies within a\nquarter of the recorded one, or the table says why it does not. A test holds the simulator to that.',
    ...sections,
  ].join('\n\n')}\n`;
}

if (import.meta.main) writeFileSync(page, timelinesPage());
