import { cursorAt } from '../json/cursor.ts';
import { readTree, type Span } from '../json/tree.ts';
import { describe } from './completions.ts';
import { shapeAt, wrapping } from './shape-at.ts';

/** Texts of the AWS SDK by `Structure` and `Structure.member`, in Markdown. */
export type Documentation = Readonly<Record<string, string>>;

export interface Hover {
  token: Span;
  /** The member's name and type. */
  title: string;
  /** The SDK's own text, in Markdown. */
  text: string;
  /** AWS's page about the structure that it belongs to. */
  link: string;
}

const reference = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_';

/** What the SDK says about the member at `offset`, its key or its value; nothing where it knows none. */
export function hoverAt(text: string, offset: number, documentation: Documentation): Hover | undefined {
  const root = readTree(text);
  const cursor = cursorAt(root, offset);
  if (!cursor || cursor.token.start === cursor.token.end) return undefined;
  const key = cursor.at === 'key' ? [text.slice(cursor.token.start + 1, cursor.token.end - 1)] : [];
  let path = [...cursor.path, ...key].slice(wrapping(root));
  // An item of a list is documented where the list is.
  while (typeof path.at(-1) === 'number') path = path.slice(0, -1);
  const at = shapeAt(path);
  if (!at?.documented) return undefined;
  const [owner = '', name = ''] = at.documented.split('.');
  const { type } = at.shape;
  const says = documentation[at.documented] ?? documentation[at.name];
  if (!says) return undefined;
  const allowed = at.shape.enum ? `\n\nOne of ${at.shape.enum.map((each) => `\`${each}\``).join(', ')}.` : '';
  const page = type === 'structure' ? at.name : owner;
  return {
    token: cursor.token,
    title: `${name}: ${describe(at.shape)}${at.required ? ', required' : ''}`,
    text: says + allowed,
    link: `${reference}${page.replace(/Request$/, '')}.html`,
  };
}
