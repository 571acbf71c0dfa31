import { describe, expect, it } from 'vitest';
import { openBench } from './bench.ts';

async function transcript(lines: readonly string[], files: Record<string, string> = {}): Promise<unknown[]> {
  const { shell } = await openBench(files);
  const outputs: unknown[] = [];
  for (const line of lines) outputs.push(await shell.run(line));
  return outputs;
}
const out = (stdout: string, stderr = '', exitCode = 0) => ({ stdout, stderr, exitCode });

describe('the shell goes on from one line to the next as a prompt does', () => {
  it('keeps the folder, variables, functions, aliases and $?', async () => {
    expect(
      await transcript([
        'mkdir -p a/b; cd a/b; X=1; f() { echo "f $1 $X"; }; alias say=echo',
        'pwd',
        'f two',
        'false',
        'echo $?',
        'echo $?',
        'cd; pwd',
      ]),
    ).toEqual([
      out(''),
      out('/home/learner/a/b\n'),
      out('f two 1\n'),
      out('', '', 1),
      out('1\n'),
      out('0\n'),
      out('/home/learner\n'),
    ]);
  });
  it('redefines and unsets', async () => {
    expect(
      await transcript(['f() { echo one; }', 'f() { echo two; }', 'f', 'X=1', 'unset X; echo "[$X]"']),
    ).toEqual([out(''), out(''), out('two\n'), out(''), out('[]\n')]);
  });
  it("says bash's own sentence for a command that there is not", async () => {
    expect(await transcript(['nosuch'])).toEqual([out('', 'bash: nosuch: command not found\n', 127)]);
  });
  it('winds virtual time with sleep and shows it with date', async () => {
    expect(
      await transcript(['date -u +%FT%T', 'sleep 90', 'sleep 1.5h; date -u +%FT%T', 'sleep soon']),
    ).toEqual([
      out('2026-01-05T09:00:00\n'),
      out(''),
      out('2026-01-05T10:31:30\n'),
      out('', "sleep: invalid time interval 'soon'\nTry 'sleep --help' for more information.\n", 1),
    ]);
  });
  it('passes exported variables only to aws', async () => {
    expect(
      await transcript([
        'AWS_REGION=eu-west-1',
        'aws configure list | tail -1',
        'export AWS_REGION',
        'aws configure list | tail -1',
      ]),
    ).toEqual([
      out(''),
      out('    region                us-east-1      config-file    ~/.aws/config\n'),
      out(''),
      out("    region                eu-west-1              env    ['AWS_REGION', 'AWS_DEFAULT_REGION']\n"),
    ]);
  });
  it('runs a script of many lines with a heredoc', async () => {
    expect(
      await transcript([
        'cat > t.json <<EOF\n{\n  "a": [1, 2]\n}\nEOF\nfor i in 1 2; do jq .a[$((i-1))] t.json; done',
      ]),
    ).toEqual([out('1\n2\n')]);
  });
  it('splits an expansion that stands for a command, as bash does', async () => {
    expect(
      await transcript([
        'X="echo a  b"; $X',
        '$(echo echo c d) e',
        'for i in 1 2; do $X $i | tr a-z A-Z; done',
        '"$X"',
        '$NOTHING',
        'f() { $X f; }; f',
      ]),
    ).toEqual([
      out('a b\n'),
      out('c d e\n'),
      out('A B 1\nA B 2\n'),
      out('', 'bash: echo a  b: command not found\n', 127),
      out(''),
      out('a b f\n'),
    ]);
  });
  it('can be interrupted in an endless loop, and goes on at the next line', async () => {
    const { shell } = await openBench();
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    expect(await shell.run('while true; do sleep 1; done', { signal: controller.signal })).toEqual(
      out('', '', 130),
    );
    expect(await shell.run('echo on')).toEqual(out('on\n'));
  });
  it('numbers what was typed', async () => {
    expect((await transcript(['echo a', 'history']))[1]).toEqual(out('    1  echo a\n    2  history\n'));
  });
});

describe('the files of the shell are those of the editor', () => {
  it('tells of what a line wrote and removed, and of nothing else', async () => {
    const { shell, files } = await openBench({ 'taskdef.json': '{}\n', 'gone.txt': 'x' });
    await shell.run('echo hi > new.txt; cat taskdef.json > /tmp/copy; rm gone.txt');
    expect(files).toEqual([
      ['/home/learner/new.txt', 'hi\n'],
      ['/home/learner/gone.txt', undefined],
    ]);
    await shell.run('cat new.txt');
    await shell.writeFile('new.txt', 'ho\n');
    expect(files.slice(2)).toEqual([['/home/learner/new.txt', 'ho\n']]);
    expect(await shell.run('cat new.txt')).toEqual(out('ho\n'));
    expect(await shell.listFiles()).toEqual(['/home/learner/new.txt', '/home/learner/taskdef.json']);
    expect(await shell.readFile('nope')).toBeUndefined();
  });
  it('lets lines wait for each other', async () => {
    const { shell } = await openBench();
    const [, second] = await Promise.all([shell.run('X=early'), shell.run('echo $X')]);
    expect(second).toEqual(out('early\n'));
  });
});
