import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modules } from '../../src/course/modules.ts';
import { print } from './figure.ts';

const root = join(import.meta.dirname, '..', '..');
const lessons = 100;

/** How long the site takes to build with 100 lessons: the course's own, and copies of those with the most in them. */
export function benchBuild(): void {
  const place = mkdtempSync(join(tmpdir(), 'drydock-build-'));
  try {
    const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' });
    for (const file of tracked.split('\0').filter(Boolean)) cpSync(join(root, file), join(place, file));
    symlinkSync(join(root, 'node_modules'), join(place, 'node_modules'));
    const here = modules.reduce((sum, module) => sum + module.lessons.length, 0);
    const copied = modules.flatMap(({ folder, lessons }) => lessons.map((lesson) => ({ folder, lesson })));
    copied.sort((a, b) => size(b) - size(a)).splice(Math.max(0, lessons - here));
    const listed = join(place, 'src', 'course', 'modules.ts');
    let list = readFileSync(listed, 'utf8');
    for (const { folder, lesson } of copied) {
      const text = readFileSync(join(place, 'content', folder, `${lesson}.mdx`), 'utf8');
      const copy = text.replace(/^id: (.*)$/m, 'id: $1-copy').replace(/^title: (.*)$/m, 'title: $1 again');
      writeFileSync(join(place, 'content', folder, `${lesson}-copy.mdx`), copy);
      list = list.replace(`'${lesson}'`, `'${lesson}', '${lesson}-copy'`);
    }
    writeFileSync(listed, list);
    const started = performance.now();
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: place, stdio: 'inherit' });
    const seconds = (performance.now() - started) / 1000;
    const pages = readdirSync(join(place, 'dist'), { recursive: true, encoding: 'utf8' });
    print({
      figure: 'build-100-lessons',
      value: seconds,
      unit: 's',
      of: `the whole site with ${here + copied.length} lessons, ${pages.filter((file) => file.endsWith('.html')).length} pages, compressed copies included`,
    });
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

const size = ({ folder, lesson }: { folder: string; lesson: string }) =>
  readFileSync(join(root, 'content', folder, `${lesson}.mdx`)).length;
