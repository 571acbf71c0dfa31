import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DockerfileError, parseDockerfile } from '../../../simulator/docker/dockerfile/parse.ts';
import { patternToRegExp, withoutIgnored } from '../../../simulator/docker/dockerfile/patterns.ts';
import { planStages } from '../../../simulator/docker/dockerfile/stages.ts';
import { pairs, substitute, words } from '../../../simulator/docker/dockerfile/substitute.ts';

const brief = (text: string) =>
  parseDockerfile(text).map(({ keyword, rest, line, endLine }) => [keyword, rest, line, endLine]);

describe('a Dockerfile is read', () => {
  it('line by line, with comments, blank lines and continuations', () => {
    expect(
      brief('# a comment\nFROM alpine\n\nRUN apk add \\\n  # why\n  curl \\\n\n  jq\ncmd ["sh"]\n'),
    ).toEqual([
      ['FROM', 'alpine', 2, 2],
      ['RUN', 'apk add   curl   jq', 4, 8],
      ['CMD', '["sh"]', 9, 9],
    ]);
  });
  it('with the escape character that its first line says', () => {
    expect(brief('# escape=`\nFROM x\nRUN dir `\n  c:\\\n')).toEqual([
      ['FROM', 'x', 2, 2],
      ['RUN', 'dir   c:\\', 3, 4],
    ]);
  });
  it('with here-documents', () => {
    const [, run, copy] = parseDockerfile("FROM x\nRUN <<EOF\necho a\nEOF\nCOPY <<-'END' /b\n\tone\n\tEND\n");
    expect([run!.heredocs, run!.endLine]).toEqual([[{ name: 'EOF', content: 'echo a\n', expand: true }], 4]);
    expect([copy!.heredocs, copy!.endLine]).toEqual([[{ name: 'END', content: 'one\n', expand: false }], 7]);
  });
  it('with flags and the JSON form', () => {
    const [from, copy] = parseDockerfile(
      'FROM --platform=linux/arm64 x AS y\nCOPY --from=y --chown=a:b ["a b", "c/"]\n',
    );
    expect(from!.flags).toEqual([{ name: 'platform', value: 'linux/arm64' }]);
    expect([copy!.flags, copy!.json]).toEqual([
      [
        { name: 'from', value: 'y' },
        { name: 'chown', value: 'a:b' },
      ],
      ['a b', 'c/'],
    ]);
  });

  const refused: [text: string, message: string, line?: number][] = [
    [
      'FROM x\nCOPPY a b\n',
      'dockerfile parse error on line 2: unknown instruction: COPPY (did you mean COPY?)',
      2,
    ],
    [
      'FROM x\nHELLO\n',
      'dockerfile parse error on line 2: unknown instruction: HELLO (did you mean SHELL?)',
      2,
    ],
    ['FROM x\nwhatever y\n', 'dockerfile parse error on line 2: unknown instruction: whatever', 2],
    ['FROM x\nWORKDIR\n', 'dockerfile parse error on line 2: WORKDIR requires exactly one argument', 2],
    ['# nothing\n', 'file with no instructions'],
    ['FROM x\nRUN <<EOF\necho\n', 'unterminated heredoc', 2],
  ];
  for (const [text, message, line] of refused) {
    it(`refuses ${JSON.stringify(text)}`, () =>
      expect(() => parseDockerfile(text)).toThrow(new DockerfileError(message, line)));
  }

  it('and never throws anything but its own error', () => {
    const unit = fc.constantFrom(
      'FROM x\n',
      'RUN a',
      ' \\\n',
      '<<E',
      '#',
      '\n',
      '[',
      '"',
      '$A',
      '--f=',
      ' ',
      'COPY a b\n',
      'ARG A=1\n',
    );
    fc.assert(
      fc.property(fc.array(unit), (parts) => {
        try {
          planStages(parseDockerfile(parts.join('')), {});
        } catch (error) {
          expect(error).toBeInstanceOf(DockerfileError);
        }
      }),
    );
  });
});

describe('variables', () => {
  const known: Record<string, string> = { A: '1', EMPTY: '' };
  const cases: [string, string][] = [
    ['$A-${A}', '1-1'],
    ['${B:-x}${B-y}${EMPTY:-z}${EMPTY-w}', 'xyz'],
    ['${A:+x}${B:+y}${EMPTY:+z}', 'x'],
    ['\\$A $B', '$A '],
    ['${B:-${A}}', '1'],
  ];
  for (const [text, result] of cases)
    it(text, () => expect(substitute(text, (name) => known[name])).toBe(result));
  it('come in pairs, new form and old', () => {
    expect(pairs('A=1 B="two words" C=a\\ b')).toEqual([['A', '1'], ['B', 'two words'], ['C', 'a b']]); // prettier-ignore
    expect(pairs('NAME all the rest')).toEqual([['NAME', 'all the rest']]);
    expect(words(`a "b c" 'd "e"'`)).toEqual(['a', 'b c', 'd "e"']);
  });
});

describe('stages', () => {
  it('know their names, bases and the arguments before them', () => {
    const { stages, globals } = planStages(
      parseDockerfile('ARG V=8.0\nFROM sdk:${V} AS Build\nRUN a\nFROM build\n'),
      { V: '9.0' },
    );
    expect(stages.map(({ name, base, instructions }) => [name, base, instructions.length])).toEqual([
      ['build', 'sdk:9.0', 1],
      [undefined, 'build', 0],
    ]);
    expect([...globals].filter(([name]) => !/^(?:BUILD|TARGET)/.test(name))).toEqual([['V', '9.0']]);
    expect([globals.get('BUILDPLATFORM'), globals.get('TARGETARCH')]).toEqual(['linux/amd64', 'amd64']);
  });
  it('must begin with FROM', () => {
    expect(() => planStages(parseDockerfile('RUN a\n'), {})).toThrow(
      'dockerfile parse error on line 1: no build stage in current context',
    );
  });
});

describe('.dockerignore', () => {
  const files = { 'a.txt': '', 'bin/x.dll': '', 'src/bin/y.dll': '', 'README.md': '', 'docs/README.md': '' };
  const cases: [rules: string, left: string[]][] = [
    ['bin', ['a.txt', 'src/bin/y.dll', 'README.md', 'docs/README.md']],
    ['**/bin', ['a.txt', 'README.md', 'docs/README.md']],
    ['*.md\n!README.md', ['a.txt', 'bin/x.dll', 'src/bin/y.dll', 'README.md', 'docs/README.md']],
    ['# all\n*\n!a.txt', ['a.txt']],
  ];
  for (const [rules, left] of cases)
    it(JSON.stringify(rules), () => expect(Object.keys(withoutIgnored(files, rules))).toEqual(left));
  it('takes any path without wildcards for itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab./+()^$-') }), (path) => {
        expect(patternToRegExp(path).test(path)).toBe(true);
      }),
    );
  });
});
