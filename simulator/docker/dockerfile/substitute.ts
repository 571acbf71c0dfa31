/**
 * Replaces `$NAME`, `${NAME}`, `${NAME:-word}`, `${NAME-word}`, `${NAME:+word}` and `${NAME+word}`; a backslash keeps
 * a dollar sign (https://docs.docker.com/reference/dockerfile/#environment-replacement). Quotes are left alone.
 */
export function substitute(text: string, value: (name: string) => string | undefined): string {
  return text.replaceAll(
    /\\\$|\$(?:\{([A-Za-z_]\w*)(?:(:?[-+])((?:[^{}]|\{[^{}]*\})*))?\}|([A-Za-z_]\w*))/g,
    (found, braced, operator, word, plain) => {
      if (found === '\\$') return '$';
      const known = value((braced ?? plain) as string);
      if (operator === undefined) return known ?? '';
      const isSet = known !== undefined && !((operator as string).startsWith(':') && known === '');
      const other = substitute(word as string, value);
      if ((operator as string).endsWith('-')) return isSet ? known : other;
      return isSet ? other : '';
    },
  );
}

/** Splits at blanks outside quotes and takes the quotes away, as ENV, LABEL and ARG do. */
export function words(text: string): string[] {
  const found: string[] = [];
  let word: string | undefined;
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!;
    if (character === '"' || character === "'") {
      word ??= '';
      for (index++; index < text.length && text[index] !== character; index++) {
        if (character === '"' && text[index] === '\\' && '"\\$'.includes(text[index + 1] ?? ' ')) index++;
        word += text[index];
      }
    } else if (character === '\\' && index + 1 < text.length) word = (word ?? '') + text[++index]!;
    else if (/\s/.test(character)) {
      if (word !== undefined) found.push(word);
      word = undefined;
    } else word = (word ?? '') + character;
  }
  if (word !== undefined) found.push(word);
  return found;
}

/** `NAME=value …` pairs, or the old form `NAME value`. */
export function pairs(text: string): [string, string][] {
  const first = words(text)[0] ?? '';
  if (!first.includes('=')) {
    const space = /^(\S+)\s+(.*)$/s.exec(text);
    return [[space?.[1] ?? first, space?.[2] ?? '']];
  }
  return words(text).map((word) => {
    const at = word.indexOf('=');
    return at === -1 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)];
  });
}
