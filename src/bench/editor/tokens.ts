import type { languages } from 'monaco-editor/editor';

/** Dockerfiles and YAML for Monaco's tokenizer, as coarse as their colours need. */
export const dockerTokens: languages.IMonarchLanguage = {
  ignoreCase: true,
  tokenizer: {
    root: [
      [/^\s*#.*$/, 'comment'],
      [/^\s*[a-z]+\b/, 'key'],
      [/\bas\b/, 'keyword'],
      [/--[a-z-]+/, 'keyword'],
      [/"(?:[^"\\]|\\.)*"/, 'string'],
      [/\$\{[^}]+\}|\$\w+/, 'number'],
    ],
  },
};

export const yamlTokens: languages.IMonarchLanguage = {
  tokenizer: {
    root: [
      [/#.*$/, 'comment'],
      [/[\w.-]+(?=\s*:(?:\s|$))/, 'key'],
      [/"(?:[^"\\]|\\.)*"|'[^']*'/, 'string'],
      [/\b\d+(?:\.\d+)?\b/, 'number'],
      [/[-:[\]{},]/, 'delimiter'],
    ],
  },
};
