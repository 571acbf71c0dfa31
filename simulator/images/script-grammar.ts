/** A command of a shell script, and when it runs. */
export interface Pipeline {
  words: string[];
  /** `success` after `&&`, `failure` after `||`. */
  when: 'always' | 'success' | 'failure';
  background: boolean;
  /** `> path` and `>> path`. */
  writes?: { path: string; append: boolean };
  /** The body of `while true; do …; done`. */
  endless?: string;
}

type Token = { kind: 'word'; text: string; quoted: boolean } | { kind: 'operator'; text: string };

/**
 * Splits a POSIX shell script into its commands, far enough to tell what a container does. Of a pipe only the first
 * command counts; variables stay as they are written.
 */
export function readScript(script: string): Pipeline[] {
  const endless =
    /^(.*?)(?:^|[;&\s])(?:while\s+(?:true|:|\[\s*1\s*\]|sleep\s+[\d.]+)|until\s+false|for\s+\(\(;;\)\))\s*;?\s*do\s+(.*?);?\s*done\s*;?\s*$/s.exec(
      script,
    );
  if (endless) {
    return [
      ...readScript(endless[1]!),
      { words: [], when: 'always', background: false, endless: endless[2]! },
    ];
  }
  const pipelines: Pipeline[] = [];
  let current: Pipeline = fresh('always');
  let piped = false;
  let redirect: 'write' | 'append' | 'discard' | undefined;
  const end = (next: Pipeline['when'], background = false) => {
    if (current.words.length || current.writes) pipelines.push({ ...current, background });
    current = fresh(next);
    piped = false;
  };
  for (const token of tokens(script)) {
    if (token.kind === 'word') {
      if (redirect) {
        if (redirect !== 'discard') current.writes = { path: token.text, append: redirect === 'append' };
        redirect = undefined;
      } else if (!piped) current.words.push(token.text);
      continue;
    }
    if (token.text === ';' || token.text === '\n') end('always');
    else if (token.text === '&') end('always', true);
    else if (token.text === '&&') end('success');
    else if (token.text === '||') end('failure');
    else if (token.text === '|') piped = true;
    else if (token.text === '>') redirect = 'write';
    else if (token.text === '>>') redirect = 'append';
    else redirect = 'discard';
  }
  end('always');
  return pipelines;
}

function fresh(when: Pipeline['when']): Pipeline {
  return { words: [], when, background: false };
}

/** Words and operators, with quotes and backslashes taken away as the POSIX shell does. */
function tokens(script: string): Token[] {
  const found: Token[] = [];
  let word: string | undefined;
  let quoted = false;
  const push = () => {
    if (word !== undefined) found.push({ kind: 'word', text: word, quoted });
    word = undefined;
    quoted = false;
  };
  for (let index = 0; index < script.length; index++) {
    const character = script[index]!;
    if (character === "'") {
      const close = script.indexOf("'", index + 1);
      word = (word ?? '') + script.slice(index + 1, close === -1 ? undefined : close);
      quoted = true;
      index = close === -1 ? script.length : close;
    } else if (character === '"') {
      quoted = true;
      word ??= '';
      for (index++; index < script.length && script[index] !== '"'; index++) {
        if (script[index] === '\\' && '"\\$`\n'.includes(script[index + 1] ?? ' ')) index++;
        word += script[index] ?? '';
      }
    } else if (character === '\\') {
      index++;
      if (script[index] !== '\n') word = (word ?? '') + (script[index] ?? '');
    } else if (/\s/.test(character)) {
      push();
      if (character === '\n') found.push({ kind: 'operator', text: '\n' });
    } else if (';&|<>'.includes(character)) {
      const descriptor =
        '<>'.includes(character) && word !== undefined && /^\d$/.test(word) && !quoted ? word : undefined;
      if (descriptor === undefined) push();
      else word = undefined;
      const doubled = script[index + 1] === character && character !== ';';
      if (doubled) index++;
      if ('<>'.includes(character) && script[index + 1] === '&') {
        index += 2; // 2>&1: both streams are one log
        continue;
      }
      const text = doubled ? character.repeat(2) : character;
      found.push({ kind: 'operator', text: descriptor !== undefined && descriptor !== '1' ? '2>' : text });
    } else if (character === '#' && word === undefined) {
      while (index + 1 < script.length && script[index + 1] !== '\n') index++;
    } else word = (word ?? '') + character;
  }
  push();
  return found;
}
