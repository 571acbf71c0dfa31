/** The words of the glossary in the prose of lessons. Pure. */

export interface Use {
  /** Heading of the glossary. */
  readonly term: string;
  /** The words around the first use, for the author. */
  readonly around: string;
  readonly linked: boolean;
}

/** Markup whose words are no running text: they name, list or draw. */
const aside = [
  /^import [\s\S]*?;$/gm,
  /<(InstructorNotes|ReadOn|Summary|WhatChanged|figure)\b[\s\S]*?<\/\1>/g,
  /^```[\s\S]*?^```/gm,
  /`[^`]+`/g,
  /^#+ .*$/gm,
  /^\|.*$/gm,
  /\[[^\]]*\]\([^)]*\)/g,
  /<(?!\/?Term\b)[^>]*>/g,
];

const blank = (text: string) => text.replace(/\S/g, ' ');

/** The running text of a lesson: what is put aside is blank, so that places stay. */
export const proseOf = (body: string): string =>
  aside.reduce((text, pattern) => text.replace(pattern, blank), body);

const LINK = /<Term(?: of="([^"]+)")?>([^<]+)<\/Term>/g;

const isFor = (term: string, of: string | undefined, text: string) =>
  (of ?? text).replace(/\s+/g, ' ').toLowerCase() === term.toLowerCase();

const plural = (term: string) => term.split(/[- ]/).join('[- \\n]').replace(/y$/, '(?:y|ies)');

/** Where a term is used for the first time in a text; undefined when it is not. */
export function firstUse(term: string, body: string): (Use & { at: number; length: number }) | undefined {
  const prose = proseOf(body);
  // What is linked as another term is no use of this one: a writable layer is no layer by itself.
  const others = prose.replace(LINK, (link, of, text) => (isFor(term, of, text) ? link : blank(link)));
  const found = new RegExp(`(?<![-\\w])${plural(term)}s?(?![-\\w])`, 'i').exec(others);
  const link = [...prose.matchAll(LINK)].find(([, of, text]) => isFor(term, of, text!));
  const at = Math.min(found?.index ?? Infinity, link?.index ?? Infinity);
  if (at === Infinity) return undefined;
  return {
    term,
    at,
    length: found?.index === at ? found[0].length : 0,
    around: prose
      .slice(Math.max(0, at - 30), at + 40)
      .replace(/\s+/g, ' ')
      .trim(),
    linked: link !== undefined && link.index! <= at,
  };
}
