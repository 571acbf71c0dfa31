/**
 * Tells whether a text fits a pattern in which `*` stands for any text, as ECR's filters and tag patterns write it.
 * Takes time in proportion to the text, whatever the pattern.
 */
export function wildcard(pattern: string): (text: string) => boolean {
  const parts = pattern.split('*');
  if (parts.length === 1) return (text) => text === pattern;
  const [first, last] = [parts[0]!, parts.at(-1)!];
  const middle = parts.slice(1, -1);
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
      return false;
    let from = first.length;
    for (const part of middle) {
      const at = text.indexOf(part, from);
      if (at === -1) return false;
      from = at + part.length;
    }
    return from <= text.length - last.length;
  };
}

/** The same for one text. */
export function fits(pattern: string, text: string): boolean {
  return wildcard(pattern)(text);
}
