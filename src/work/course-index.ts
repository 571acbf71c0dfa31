/** Where each lab and each check of the course stands: the lesson that places it. Made at build time. Pure. */
import type { CourseModule } from '../course/modules.ts';

/** A lesson, as a learner finds it. */
export interface Place {
  readonly lesson: string;
  readonly href: string;
  readonly module: string;
  /** Place in teaching order, from 0. */
  readonly order: number;
}

/** Lessons by the permanent id of the lab, and by the name of the bank, that they place. */
export interface CourseIndex {
  readonly labs: Readonly<Record<string, Place>>;
  readonly checks: Readonly<Record<string, Place>>;
}

interface Lesson {
  readonly id: string;
  readonly body?: string | undefined;
  readonly data: { readonly title: string };
}

/** The bank that the final assessment draws from; its stream is `check:final-assessment`. */
export const finalBank = 'final-assessment';

const LAB = /<Lab\s[^>]*\bid="([^"]+)"/g;
const CHECK = /<Check\s[^>]*\bbank="([^"]+)"/g;

/**
 * Reads `<Lab id="…" />` and `<Check bank="…" />` out of the lessons. What stands in two lessons belongs to the first.
 *
 * @param base the site's base path, `/` or `/drydock/`.
 * @param modules the course in teaching order.
 */
export function courseIndex(
  lessons: readonly Lesson[],
  base: string,
  modules: readonly CourseModule[],
): CourseIndex {
  const index: { labs: Record<string, Place>; checks: Record<string, Place> } = { labs: {}, checks: {} };
  const byId = new Map(lessons.map((lesson) => [lesson.id, lesson]));
  let order = 0;
  for (const module of modules) {
    for (const name of module.lessons) {
      const id = `${module.folder}/${name}`;
      const lesson = byId.get(id);
      if (!lesson) continue;
      const place: Place = {
        lesson: lesson.data.title,
        href: `${base.replace(/\/$/, '')}/${id}/`,
        module: module.number === undefined ? module.title : `Module ${module.number} · ${module.title}`,
        order: order++,
      };
      for (const [, lab] of (lesson.body ?? '').matchAll(LAB)) index.labs[lab!] ??= place;
      for (const [, bank] of (lesson.body ?? '').matchAll(CHECK)) index.checks[bank!] ??= place;
    }
  }
  index.checks[finalBank] = {
    lesson: 'Final assessment',
    href: `${base.replace(/\/$/, '')}/assessment/`,
    module: 'The course as a whole',
    order: order++,
  };
  return index;
}
