import { describe, expect, test } from 'vitest';
import lab from '../../../content/ecr/push-and-run.lab.ts';
import { Bench } from '../../../learner/bench/index.ts';
import { openMemoryJournal } from '../../../learner/journal/index.ts';

describe('the bench knows', () => {
  test('who the learner is, from the keys and profiles of the command line', async () => {
    const bench = await Bench.open({ lab, store: await openMemoryJournal() });
    const after = async (...lines: string[]) => {
      for (const line of lines) await bench.run(line);
      return bench.caller;
    };
    const user = (name: string) => ({
      short: `user/${name}`,
      arn: `arn:aws:iam::123456789012:user/${name}`,
    });
    expect(bench.caller).toEqual(user('learner'));
    expect(
      await after(
        'aws iam create-user --user-name ci; aws iam create-access-key --user-name ci > key.json',
        'aws configure set aws_access_key_id $(jq -r .AccessKey.AccessKeyId key.json) --profile ci',
        'aws configure set aws_secret_access_key $(jq -r .AccessKey.SecretAccessKey key.json) --profile ci',
      ),
    ).toEqual(user('learner'));
    expect(await after('export AWS_PROFILE=ci')).toEqual(user('ci'));
    expect(await after('export AWS_ACCESS_KEY_ID=AKIANOBODY AWS_SECRET_ACCESS_KEY=x')).toEqual({
      short: 'nobody: these keys are not valid',
    });
    expect(await after('unset AWS_ACCESS_KEY_ID AWS_PROFILE AWS_SECRET_ACCESS_KEY')).toEqual(user('learner'));
  });

  test('that the command line is in PowerShell, and which lines were typed there', async () => {
    const bench = await Bench.open({ lab, store: await openMemoryJournal() });
    for (const line of ['pwsh', '$x = 1', 'exit', 'pwd']) await bench.run(line);
    expect(bench.commands.map(({ line, inPowerShell }) => [line, inPowerShell ?? false])).toEqual([
      ['pwsh', false],
      ['$x = 1', true],
      ['exit', true],
      ['pwd', false],
    ]);
    expect(bench.inPowerShell).toBe(false);
  });
});
