/** Addresses of the site, wherever it is served. */

/** The site's base path, `/` or `/drydock/`. */
export const base = `${import.meta.env.BASE_URL.replace(/\/$/, '')}/`;

/** The site's address, with which the connection is made. */
export const siteUrl = (): string => new URL(base, location.href).href;

export const lessonHref = (lesson: string): string => `${base}${lesson}/`;

/** The lesson that this page is, `ecr/push-and-run`; null for any other page. */
export function lessonHere(): string | null {
  const path = location.pathname.startsWith(base) ? location.pathname.slice(base.length) : '';
  const lesson = path.replace(/\/$/, '');
  return /^[a-z0-9-]+\/[a-z0-9-]+$/.test(lesson) && !lesson.startsWith('workshop/') ? lesson : null;
}

/** Titles of lessons: given by the workshop's own pages, and read from the navigation everywhere else. */
export function titleOfLesson(lesson: string): string {
  const given = document.querySelector<HTMLElement>('[data-lessons]')?.dataset['lessons'];
  if (given) return (JSON.parse(given) as Record<string, string>)[lesson] ?? lesson;
  const link = document.querySelector(`#starlight__sidebar a[href="${lessonHref(lesson)}"]`);
  return link?.textContent?.trim() || lesson;
}
