/** Writes `content/reference/faults.mdx` from the catalogue of faults. A test holds the page to the catalogue. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faults, type Fault } from '../simulator/faults/catalogue.ts';

export const page = join(import.meta.dirname, '..', 'content', 'reference', 'faults.mdx');

/** What MDX would read as code or a tag. */
const plain = (text: string) => text.replace(/[{}<>]/g, (mark) => `\\${mark}`);

function section({ id, title, breaks, parameters, sees, cure, clearable }: Fault): string {
  return [
    `## ${title}`,
    '',
    `\`${id}\`. ${plain(breaks)}`,
    '',
    ...(parameters.length
      ? [
          '| Parameter | Meaning |',
          '| --- | --- |',
          ...parameters.map(
            ({ name, about, required }) => `| \`${name}\` | ${plain(about)}${required ? ' Required.' : ''} |`,
          ),
          '',
        ]
      : []),
    'You will see:',
    '',
    ...sees.map((line) => `- ${plain(line)}`),
    '',
    `**Cure.** ${plain(cure)}`,
    '',
    clearable
      ? `\`drydock fault clear ${id}\` takes it back.`
      : 'It is over once it has happened: there is nothing to take back.',
  ].join('\n');
}

/** The page's text. */
export function faultsPage(): string {
  return `${[
    '---',
    'id: reference-faults',
    'title: Faults',
    'description: What can be broken on purpose in the cloud of this course, what you will see, and what cures it.',
    '---',
    '',
    '{/* Written by scripts/generate-faults.ts: run it again instead of editing this page. */}',
    '',
    'In a terminal of the course `drydock fault inject ID NAME=VALUE` breaks something, at once or with',
    '`--after SECONDS` at a moment of virtual time; `drydock fault list` says what is broken. Over HTTP `drydock serve`',
    'takes `POST /_drydock/faults` with `{"id": "…", "parameters": {…}, "after": seconds}`.',
    '',
    faults.map(section).join('\n\n'),
  ].join('\n')}\n`;
}

if (import.meta.main) writeFileSync(page, faultsPage());
