import type { languages } from 'monaco-editor/editor';

/** JSON for Monaco's tokenizer (https://microsoft.github.io/monaco-editor/monarch.html): keys, texts, numbers, words. */
export const jsonTokens: languages.IMonarchLanguage = {
  defaultToken: 'invalid',
  tokenizer: {
    root: [
      [/\s+/, ''],
      [/"(?:[^"\\]|\\.)*"(?=\s*:)/, 'key'],
      [/"(?:[^"\\]|\\.)*"/, 'string'],
      [/"(?:[^"\\]|\\.)*$/, 'invalid'],
      [/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/, 'number'],
      [/\b(?:true|false|null)\b/, 'keyword'],
      [/[{}[\],:]/, 'delimiter'],
    ],
  },
};
