/**
 * `npm run new -- lesson|lab|quiz|incident <module folder>/<name>`: a working skeleton, in the place and with the names that
 * the course expects. It never overwrites a file.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const kinds = ['lesson', 'lab', 'quiz', 'incident'] as const;
type Kind = (typeof kinds)[number];

interface Names {
  /** Folder under `content/`. */
  readonly folder: string;
  readonly name: string;
  /** `ecs-services` for `ecs/services`: the id of the lesson and of its lab. */
  readonly id: string;
  readonly title: string;
}

const quizName = ({ id }: Names) => `${id}-check`;

/** What each kind writes: path to content. */
const skeletons: Readonly<Record<Kind, (names: Names) => Record<string, string>>> = {
  lesson: (names) => ({ ...lesson(names), ...lab(names), ...quiz(names) }),
  lab: (names) => lab(names),
  quiz: (names) => quiz(names),
  incident: (names) => lab(names, incidentStart, incidentSteps(names)),
};

function lesson({ folder, name, id, title }: Names): Record<string, string> {
  return {
    [`content/${folder}/${name}.mdx`]: `---
id: ${id}
title: ${title}
description: One sentence on what is in it.
minutes: 5
bench: true
objectives:
  - id: first
    can: do the first thing
    practised: [${id}-lab/create-cluster]
    tested: [${id}-first]
  - id: second
    can: do the second thing
    practised: [${id}-lab/create-cluster]
    tested: [${id}-second]
---

import {
  Check,
  InstructorNotes,
  Lab,
  Objectives,
  ReadOn,
  Summary,
} from '../../src/components/index.ts';

Why anybody should want to know this, in two sentences.

<Objectives />

<Lab id="${id}-lab" />

## The first thing

What it is, and where it shows in the bench.

## Summary

<Summary>

- The first thing, in a line.

</Summary>

## Check yourself

<Check bank="${id}-check" />

## Read on

<ReadOn>

- [Amazon ECS Developer Guide](https://docs.aws.amazon.com/AmazonECS/latest/developerguide/Welcome.html)

</ReadOn>

<InstructorNotes>

- **Time:** 5 minutes of reading, 5 with the bench.
- **Ask:** what would you try first?
- **What goes wrong:** what people stumble over.

</InstructorNotes>
`,
  };
}

const plainSteps = `    {
      id: 'create-cluster',
      title: 'Create a cluster',
      text: 'Make a cluster named staging.',
      goal(view) {
        const names = clusterNames(view);
        if (names.includes('staging')) return reached;
        return missing(
          names.length === 0 ? 'there is no cluster' : \`there is \${names.join(', ')}, and no cluster staging\`,
          'a cluster named staging',
        );
      },
      hints: [
        'A nudge.',
        'A pointer: the operation is create-cluster.',
        'aws ecs create-cluster --cluster-name staging',
      ],
      solution: ['aws ecs create-cluster --cluster-name staging'],
      typicalMinutes: 1,
    },
`;

const incidentStart = `  // What breaks the world, and everything that led there.
  start: ['aws ecs create-cluster --cluster-name production'],
`;
const incidentSteps = ({ id }: Names) => `    {
      id: 'find',
      title: 'Find out why',
      text: 'Look until the cause stands on the screen.',
      goal: toSee(
        /describe-clusters/,
        '"clusterName": "production"',
        'the cause has not been seen yet',
        'an answer that shows the cause of ${id}',
      ),
      hints: ['Where would it show first?', 'describe-clusters.', 'aws ecs describe-clusters --clusters production'],
      solution: ['aws ecs describe-clusters --clusters production'],
      typicalMinutes: 3,
    },
${plainSteps}`;

function lab({ folder, id, title }: Names, start = '', steps = plainSteps): Record<string, string> {
  const goals = steps.includes('toSee') ? 'missing, reached, toSee' : 'missing, reached';
  return {
    [`content/${folder}/${id}-lab.lab.ts`]: `import { defineLab } from '../../learner/bench/index.ts';
import { clusterNames } from '../ecs/goals.ts';
import { ${goals} } from '../goals.ts';

export default defineLab({
  id: '${id}-lab',
  title: '${title}',
  region: 'us-east-1',
  seed: '${id}-lab',
  open: 'notes.txt',
  files: { 'notes.txt': '' },
${start}  firstCommand: 'aws ecs list-clusters',
  steps: [
${steps}  ],
});
`,
    [`tests/content/near-misses/${id}.ts`]: `import type { NearMiss } from '../walk.ts';

export const nearMisses: readonly NearMiss[] = [
  {
    lab: '${id}-lab',
    slip: 'a slip of the fingers',
    acts: ['aws ecs create-cluster --cluster-name stagging'],
    step: 'create-cluster',
    is: 'there is ${start ? 'production, ' : ''}stagging, and no cluster staging',
  },
  {
    lab: '${id}-lab',
    slip: 'no name',
    acts: ['aws ecs create-cluster'],
    step: 'create-cluster',
    is: 'there is ${start ? 'production, ' : ''}default, and no cluster staging',
  },
];
`,
  };
}

function quiz(names: Names): Record<string, string> {
  const question = (which: string, right: string, wrong: string) => `  - id: ${names.id}-${which}
    kind: single
    stem: 'The ${which} question?'
    options:
      - id: a
        text: '${right}'
        correct: true
        why: >-
          Why this is right, in a sentence that teaches something (${which}).
      - id: b
        text: '${wrong}'
        why: >-
          Why this is not right, in a sentence that teaches something (${which}).
`;
  return {
    [`quizzes/${quizName(names)}.yaml`]: `# yaml-language-server: $schema=./bank.schema.json
bank: ${quizName(names)}
title: 'Check what you know about ${names.title.toLowerCase()}'
questions:
${question('first', 'The right answer', 'A wrong answer')}
${question('second', 'Another right answer', 'Another wrong answer')}`,
  };
}

/** What is to be written, or a sentence about what is wrong with the request. */
export function plan(kind: string | undefined, target: string | undefined): Record<string, string> | string {
  if (!kinds.includes(kind as Kind)) return `Say what to make: one of ${kinds.join(', ')}.`;
  const [, folder, name] = /^([a-z0-9-]+)\/([a-z0-9]+(?:-[a-z0-9]+)*)$/.exec(target ?? '') ?? [];
  if (!folder || !name)
    return `Say where: a module's folder and a name in lower case with hyphens, such as npm run new -- ${kind} ecs/my-${kind}.`;
  const title = `${name[0]!.toUpperCase()}${name.slice(1).replaceAll('-', ' ')}`;
  const id = name.startsWith(`${folder}-`) ? name : `${folder}-${name}`;
  return skeletons[kind as Kind]({ folder, name, id, title });
}

if (import.meta.main) {
  const [kind, target] = process.argv.slice(2);
  const files = plan(kind, target);
  const taken =
    typeof files === 'string' ? [] : Object.keys(files).filter((path) => existsSync(join(root, path)));
  if (typeof files === 'string' || taken.length > 0) {
    console.error(
      typeof files === 'string' ? files : `There is already ${taken.join(' and ')}: take another name.`,
    );
    process.exitCode = 1;
  } else {
    const folder = target!.split('/')[0]!;
    if (!existsSync(join(root, 'content', folder))) {
      console.error(
        `There is no folder content/${folder}. Make it, and add the module to src/course/modules.ts.`,
      );
      process.exitCode = 1;
    } else {
      for (const [path, text] of Object.entries(files)) {
        writeFileSync(join(root, path), text);
        console.log(`wrote ${path}`);
      }
      const listed = readFileSync(join(root, 'src/course/modules.ts'), 'utf8');
      if (kind === 'lesson' && !listed.includes(`'${target!.split('/')[1]}'`))
        console.log(`Now add '${target!.split('/')[1]}' to the module's lessons in src/course/modules.ts,`);
      console.log(`write what is to be said, and prove it with npm run check:content.`);
    }
  }
}
