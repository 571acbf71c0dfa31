import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { lint, type LintOptions } from '../../cli/lint.ts';

let folder: string;
const path = (name: string) => join(folder, name);
const valid = { family: 'web', containerDefinitions: [{ name: 'web', image: 'httpd', memory: 128 }] };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drydock-lint-'));
  await writeFile(path('valid.json'), JSON.stringify(valid));
  await writeFile(path('Dockerfile'), 'FROM nginx\nEXPOSE http\nWORKDIR app\n');
  await writeFile(path('invalid.json'), JSON.stringify({ ...valid, networkMode: 'moon' }, undefined, 2));
});

async function run(files: string[], format: LintOptions['format']) {
  let [stdout, stderr] = ['', ''];
  const status = await lint(
    files,
    { format },
    { stdout: (text) => void (stdout += text), stderr: (text) => void (stderr += text) },
  );
  return { status, stdout, stderr };
}

test('valid files end with 0', async () => {
  expect(await run([path('valid.json')], 'text')).toEqual({
    status: 0,
    stdout: '1 file checked, 0 invalid, 0 problems.\n',
    stderr: '',
  });
});

test('an invalid file ends with 1, each problem on a line with its place', async () => {
  const { status, stdout } = await run([path('valid.json'), path('invalid.json')], 'text');
  expect(status).toBe(1);
  expect(stdout).toMatch(
    /invalid\.json:10:18 error .* \(ENUM-NETMODE\)\n2 files checked, 1 invalid, 1 problem\.\n$/,
  );
});

test('JSON is a list with a member for each file', async () => {
  const { status, stdout } = await run([path('valid.json'), path('invalid.json')], 'json');
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toEqual([
    { file: path('valid.json'), kind: 'task definition', valid: true, problems: [] },
    {
      file: path('invalid.json'),
      kind: 'task definition',
      valid: false,
      problems: [
        {
          rule: 'ENUM-NETMODE',
          severity: 'error',
          pointer: '/networkMode',
          message: expect.any(String),
          line: 10,
          column: 18,
          endLine: 10,
          endColumn: 24,
        },
      ],
    },
  ]);
});

test('a file that cannot be read ends with 2, and the others are reported all the same', async () => {
  const { status, stdout, stderr } = await run([path('nowhere.json'), folder, path('valid.json')], 'json');
  expect(status).toBe(2);
  expect(JSON.parse(stdout)).toEqual([
    { file: path('valid.json'), kind: 'task definition', valid: true, problems: [] },
  ]);
  expect(stderr).toBe(
    `drydock lint: cannot read ${path('nowhere.json')}: there is no such file.\ndrydock lint: cannot read ${folder}: it is a folder, and lint takes files.\n`,
  );
});

test('GitHub gets an annotation for each problem, with commas, colons and per cent signs escaped where it wants them', async () => {
  expect(await run([path('valid.json'), path('Dockerfile')], 'github')).toEqual({
    status: 1,
    stdout: [
      `::error file=${path('Dockerfile')},line=2,col=1,endLine=2,endColumn=12,title=DOCKERFILE::invalid containerPort: http\n`,
      `::warning file=${path('Dockerfile')},line=3,col=1,endLine=3,endColumn=12,title=WorkdirRelativePath::Relative workdir "app" can have unexpected results if the base image changes\n`,
    ].join(''),
    stderr: '',
  });
});
