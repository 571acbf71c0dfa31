import { beforeAll, describe, expect, test } from 'vitest';
import type { Output } from '../../shell/index.ts';
import { awsCli, awsCommand } from './aws-cli.ts';
import { groups, type Line } from './parity/corpus.ts';
import { byOurShell, byTheAwsCli, inTurns } from './parity/runs.ts';

/** Such as `2.9`. */
const release = /^\d+\.\d+/.exec(awsCli?.version ?? '')?.[0];

// The corpus and the list of differences are in tests/clients/parity/.
describe.skipIf(!awsCli)('the AWS CLI and our shell print the same', () => {
  const theirs = new Map<string, Output[]>();
  const ours = new Map<string, Output[]>();

  beforeAll(async () => {
    for (const group of groups) ours.set(group.name, await byOurShell(group));
    await inTurns(groups, 4, async (group) =>
      theirs.set(group.name, await byTheAwsCli(group, await awsCommand())),
    );
  }, 600_000);

  for (const group of groups) {
    describe(group.name, () => {
      group.lines.forEach((line, index) => {
        test(`${index + 1}: ${line.line}`, () =>
          hold(line, theirs.get(group.name)![index]!, ours.get(group.name)![index]!));
      });
    });
  }

  test('in at least 95 of 100 lines, of 150 or more', () => {
    const lines = groups.flatMap((group) => group.lines);
    expect(lines.length).toBeGreaterThanOrEqual(150);
    expect(lines.filter(({ differs }) => differs === undefined).length / lines.length).toBeGreaterThanOrEqual(
      0.95,
    );
  });
});

/**
 * Equal, unless the corpus says why not: then they do differ, or the reason is gone. A reason that lies in the version
 * of the AWS CLI is held to that version only.
 */
function hold({ differs }: Line, theirs: Output, ours: Output): void {
  if (differs === undefined) expect(ours).toEqual(theirs);
  else if (/^AWS CLI [\d.]+ /.exec(differs)?.[0] !== undefined && !differs.startsWith(`AWS CLI ${release} `))
    return;
  else
    expect(ours, `No difference is left: take "differs: ${differs}" out of the corpus.`).not.toEqual(theirs);
}
