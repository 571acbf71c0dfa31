import { defineConfig } from 'astro/config';
import mdx from '@astrojs/mdx';
import starlight from '@astrojs/starlight';
import { contentSecurityPolicy } from './src/build/content-security-policy.ts';
import { precompress } from './src/build/precompress.ts';
import { browserZlib } from './src/build/browser-zlib.ts';
import { lazyStyles } from './src/build/lazy-styles.ts';
import { fetchAhead } from './src/build/fetch-ahead.ts';
import { courseSidebar } from './src/build/course-sidebar.ts';
import { knowledgeChecks } from './src/checks/banks-plugin.ts';
import { modules } from './src/course/modules.ts';

const shell = (name) => `./src/shell/${name}.astro`;

export default defineConfig({
  base: process.env.DRYDOCK_BASE ?? '/',
  // Every lesson is one page that a learner stays on: fetching pages ahead of a click costs more than it saves.
  prefetch: false,
  // Small style sheets of lazily imported code would be written into every page.
  build: { inlineStylesheets: 'never' },
  devToolbar: { enabled: false },
  integrations: [
    starlight({
      title: 'Drydock',
      description:
        'A hands-on course on Amazon ECS, Amazon ECR and AWS Fargate with a working cloud in every lesson.',
      favicon: '/favicon.svg',
      credits: false,
      disable404Route: true,
      customCss: [
        './src/styles/fonts.css',
        './src/styles/tokens.css',
        './src/styles/shell.css',
        './src/styles/lesson.css',
      ],
      markdown: { processedDirs: ['./content'] },
      tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 2 },
      sidebar: courseSidebar(modules, './content'),
      components: {
        Footer: shell('Footer'),
        Hero: './src/home/Home.astro',
        MobileTableOfContents: shell('MobileTableOfContents'),
        PageFrame: shell('PageFrame'),
        PageTitle: shell('PageTitle'),
        Search: shell('Search'),
        SiteTitle: shell('SiteTitle'),
        TwoColumnContent: shell('TwoColumnContent'),
      },
      expressiveCode: {
        themes: ['github-dark-default', 'github-light-default'],
        minSyntaxHighlightingColorContrast: 5.5,
        // A long line wraps: nothing to scroll sideways, on a phone or by keyboard.
        defaultProps: { wrap: true, overridesByLang: { sh: { frame: 'none' } } },
        styleOverrides: {
          borderRadius: 'var(--dd-radius)',
          borderColor: 'var(--dd-border)',
          codeFontFamily: 'var(--dd-mono)',
          codeFontSize: '0.875rem',
          codeBackground: 'var(--dd-code)',
          frames: {
            editorBackground: 'var(--dd-code)',
            terminalBackground: 'var(--dd-code)',
            terminalTitlebarBackground: 'var(--dd-surface)',
            terminalTitlebarBorderBottomColor: 'var(--dd-border)',
            editorTabBarBackground: 'var(--dd-surface)',
            editorActiveTabBackground: 'var(--dd-code)',
            editorActiveTabIndicatorTopColor: 'transparent',
            editorActiveTabIndicatorBottomColor: 'var(--dd-accent)',
            editorTabBarBorderBottomColor: 'var(--dd-border)',
            shadowColor: 'transparent',
          },
        },
      },
    }),
    // After Starlight, whose code frames it has to use.
    mdx(),
    lazyStyles(),
    contentSecurityPolicy(),
    // Last: it compresses the pages as they are served.
    precompress(),
  ],
  vite: {
    plugins: [browserZlib(), fetchAhead(), knowledgeChecks()],
    // just-bash reaches for node:zlib: it has to pass through the plugin above rather than the dependency optimizer.
    optimizeDeps: { exclude: ['just-bash'] },
  },
});
