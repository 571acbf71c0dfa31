import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CourseModule } from '../course/modules.ts';

/**
 * The navigation of the course for Starlight: a group a module, its lessons in teaching order.
 * Throws when a lesson's file and the list in src/course/modules.ts do not agree, and says what to do.
 */
export function courseSidebar(modules: readonly CourseModule[], content: string) {
  return modules.map(({ title, folder, lessons }) => {
    const files = readdirSync(join(content, folder))
      .filter((file) => file.endsWith('.mdx') && !file.startsWith('_'))
      .map((file) => file.slice(0, -'.mdx'.length));
    const unlisted = files.filter((file) => !lessons.includes(file));
    const missing = lessons.filter((lesson) => !files.includes(lesson));
    if (unlisted.length > 0) {
      throw new Error(
        `Add "${unlisted.join('", "')}" to the lessons of "${folder}" in src/course/modules.ts, where it is to be taught.`,
      );
    }
    if (missing.length > 0) {
      throw new Error(
        `src/course/modules.ts lists "${missing.join('", "')}", but content/${folder}/ has no such file. Write it or take it off the list.`,
      );
    }
    return { label: title, items: lessons.map((lesson) => ({ slug: `${folder}/${lesson}` })) };
  });
}
