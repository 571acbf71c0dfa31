import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../learner/editor/json/edits.ts';
import { fixesFor } from '../../../learner/editor/task-definition/fixes.ts';
import { nowhere, type Surroundings } from '../../../learner/editor/task-definition/surroundings.ts';
import { broken } from '../../../simulator/ecs/task-definition/examples.ts';
import { rules, validateTaskDefinition, type Rule } from '../../../simulator/ecs/task-definition/index.ts';

const textOf = ({ example }: Rule) =>
  typeof example.base === 'string'
    ? JSON.stringify(broken(example.base, example.change), undefined, 2)
    : example.base.text;

/** Rules whose example nothing that is certain mends: it takes a learner to say what was meant. */
const unmended = new Set(['TD-SIZE', 'CONTAINERS-MAX', 'MEMRES-SUM', 'CPU-SUM', 'IMAGE-LEN']);

/** Rules whose fix uncovers what else is wrong with the example. */
const uncovering = new Set(['NOT-JSON', 'MI-NETMODE', 'ENUM-PROXY', 'HC-COMMAND-EMPTY']);

const around: Surroundings = {
  ...nowhere,
  images: () => ['123456789012.dkr.ecr.us-east-1.amazonaws.com/shop/web:1.4.2'],
  secrets: () => ['arn:aws:ssm:us-east-1:123456789012:parameter/shop/token'],
};

describe('every fix of a rule’s example mends that place, and the first one breaks nothing else', () => {
  test.each(rules.filter(({ id }) => !unmended.has(id)).map((rule) => [rule.id, rule] as const))(
    '%s',
    (id, rule) => {
      const text = textOf(rule);
      const before = validateTaskDefinition(text);
      const problem = before.find((each) => each.rule === id && each.pointer === rule.example.at)!;
      const fixes = fixesFor(problem, text, around);
      expect(fixes.map(({ title }) => title)).not.toEqual([]);
      const known = new Set(before.map((each) => each.rule));
      for (const [index, { title, edits }] of fixes.entries()) {
        const mended = applyEdits(text, edits);
        const after = validateTaskDefinition(mended);
        const same = after.filter(
          ({ rule, pointer, message }) =>
            `${rule}${pointer}${message}` === `${id}${problem.pointer}${problem.message}`,
        );
        const fresh = after.filter(({ rule }) => !known.has(rule) && index === 0 && !uncovering.has(id));
        expect(
          [...same, ...fresh].map(({ rule, pointer }) => `${rule} ${pointer}`),
          `${title}\n${mended}`,
        ).toEqual([]);
      }
    },
  );
});
