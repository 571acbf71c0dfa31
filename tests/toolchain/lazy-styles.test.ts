import { expect, test } from 'vitest';
import { lazyStylesOf, withoutStyles } from '../../src/build/lazy-styles.ts';

const chunk = (
  css: string[],
  more: { isEntry?: boolean; imports?: string[]; dynamicImports?: string[] } = {},
) => ({
  type: 'chunk',
  viteMetadata: { importedCss: new Set(css.map((name) => `_astro/${name}.css`)) },
  ...more,
});

test('a style sheet is lazy when no script that a page starts with imports it at once', () => {
  const bundle = {
    'page.js': chunk(['page'], { isEntry: true, imports: ['shared.js'], dynamicImports: ['editor.js'] }),
    'shared.js': chunk(['shared'], { imports: ['page.js'] }),
    // Asked for by a plugin, hence an entry of its own; the page imports it when it is wanted.
    'editor.js': chunk(['editor', 'shared'], { isEntry: true, dynamicImports: ['panel.js'] }),
    'panel.js': chunk(['panel']),
    '_astro/page.css': { type: 'asset' },
  };
  expect(lazyStylesOf(bundle)).toEqual(new Set(['_astro/editor.css', '_astro/panel.css']));
});

test('its link goes, and no other', () => {
  const html =
    '<link rel="stylesheet" href="/_astro/page.css"><link rel="stylesheet" href="/base/_astro/editor.css"/><link rel="stylesheet" href="/_astro/big-editor.css" media="print"><p>editor.css</p>';
  expect(withoutStyles(html, new Set(['_astro/editor.css']))).toBe(
    '<link rel="stylesheet" href="/_astro/page.css"><link rel="stylesheet" href="/_astro/big-editor.css" media="print"><p>editor.css</p>',
  );
});
