import { cleanPath } from '../../images/path.ts';

/**
 * Go's `filepath.Match` patterns with Docker's `**`, as COPY and `.dockerignore` use them
 * (https://docs.docker.com/build/concepts/context/#dockerignore-files).
 */
export function patternToRegExp(pattern: string): RegExp {
  const source = pattern
    .split(/(\*\*\/?|\*|\?|\[[^\]]*\])/)
    .map((part) => {
      if (part.startsWith('**')) return part.endsWith('/') ? '(?:.*/)?' : '.*';
      if (part === '*') return '[^/]*';
      if (part === '?') return '[^/]';
      if (part.startsWith('[') && part.length > 2) return part;
      return part.replaceAll(/[.+^${}()|\\[\]]/g, '\\$&');
    })
    .join('');
  return new RegExp(`^${source}$`);
}

export function hasWildcard(path: string): boolean {
  return /[*?[]/.test(path);
}

/** Drops the files that a `.dockerignore` names; later lines win, `!` brings back. */
export function withoutIgnored(
  files: Readonly<Record<string, string>>,
  dockerignore: string | undefined,
): Record<string, string> {
  const rules = (dockerignore ?? '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({
      keep: line.startsWith('!'),
      pattern: patternToRegExp(cleanPath(line.replace(/^!/, ''))),
    }));
  if (rules.length === 0) return { ...files };
  const isIgnored = (path: string) => {
    const parents = path.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'));
    let ignored = false;
    for (const { keep, pattern } of rules)
      if (parents.some((parent) => pattern.test(parent))) ignored = !keep;
    return ignored;
  };
  return Object.fromEntries(Object.entries(files).filter(([path]) => !isIgnored(path)));
}
