/** One place in the course that a search found. */
export interface Found {
  readonly address: string;
  readonly title: string;
  /** HTML: escaped text with `<mark>` round the words that were found. */
  readonly excerpt: string;
}

interface Section {
  url: string;
  title: string;
  excerpt: string;
}

/** The part of Pagefind's browser interface that we use (https://pagefind.app/docs/api/). */
interface Pagefind {
  options(options: { baseUrl: string; excerptLength: number }): Promise<void>;
  search(query: string): Promise<{
    results: {
      data(): Promise<{ url: string; excerpt: string; meta: { title?: string }; sub_results: Section[] }>;
    }[];
  }>;
}

const pagesShown = 6;
const sectionsShown = 3;

/** Loads the index that the build wrote. Answers nothing where there is none (the development server). */
export async function loadIndex(): Promise<((query: string) => Promise<Found[]>) | undefined> {
  const base = import.meta.env.BASE_URL.replace(/\/$/, '');
  try {
    const pagefind = (await import(/* @vite-ignore */ `${base}/pagefind/pagefind.js`)) as Pagefind;
    await pagefind.options({ baseUrl: `${base}/`, excerptLength: 18 });
    return async (query) => {
      const { results } = await pagefind.search(query);
      const pages = await Promise.all(results.slice(0, pagesShown).map((result) => result.data()));
      return pages.flatMap((page) =>
        page.sub_results.slice(0, sectionsShown).map((section) => {
          const title = page.meta.title ?? section.title;
          const inside = section.url.includes('#') && section.title !== title;
          return {
            address: section.url,
            title: inside ? `${title} › ${section.title}` : title,
            excerpt: section.excerpt,
          };
        }),
      );
    };
  } catch {
    return undefined;
  }
}
