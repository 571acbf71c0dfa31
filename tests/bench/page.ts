import { brotliCompressSync } from 'node:zlib';
import { chromium, type Page } from 'playwright';
import { site } from '../../cli/site.ts';
import { ensureChromium, launchArguments } from '../../scripts/browser.ts';
import { print, quantile } from './figure.ts';

const lesson = 'ecr/push-and-run/';

/** Brotli bytes of all JavaScript and CSS that a page has fetched so far, inline scripts and styles included. */
async function weigh(page: Page, bodies: Map<string, Buffer>): Promise<{ script: number; style: number }> {
  const inline = await page.evaluate(() => ({
    script: [...document.querySelectorAll('script:not([src])')]
      .filter((script) => !(script as HTMLScriptElement).type.endsWith('json'))
      .map(({ textContent }) => textContent ?? ''),
    style: [...document.querySelectorAll('style')].map(({ textContent }) => textContent ?? ''),
  }));
  const size = (content: Buffer | string) => (content.length === 0 ? 0 : brotliCompressSync(content).length);
  const sum = (ending: string) =>
    [...bodies]
      .filter(([url]) => new URL(url).pathname.endsWith(ending))
      .reduce((total, [, body]) => total + size(body), 0);
  return {
    script: sum('.js') + inline.script.reduce((total, text) => total + size(text), 0),
    style: sum('.css') + inline.style.reduce((total, text) => total + size(text), 0),
  };
}

export async function benchPage(): Promise<void> {
  const { url, close } = await site({ port: 0, host: 'localhost' });
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: launchArguments });
  const ready: number[] = [];
  for (let round = 0; round < 5; round++) {
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    const bodies = new Map<string, Buffer>();
    page.on(
      'response',
      (response) =>
        void response.body().then(
          (body) => bodies.set(response.url(), body),
          () => {},
        ),
    );
    await page.goto(url + lesson, { waitUntil: 'networkidle' });
    const untouched = await weigh(page, bodies);
    const opener = page.getByRole('button', { name: /open the bench/i }).first();
    await opener.hover();
    await page.waitForTimeout(300);
    const started = performance.now();
    await opener.click();
    await page
      .getByRole('textbox', { name: /command/i })
      .first()
      .waitFor();
    ready.push(performance.now() - started);
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(1_500);
    const open = await weigh(page, bodies);
    if (round === 0) {
      print({
        figure: 'lesson-js-untouched',
        value: untouched.script,
        unit: 'B brotli',
        of: 'JavaScript of the lesson page before the lab is touched, inline scripts included',
      });
      print({
        figure: 'lesson-css-untouched',
        value: untouched.style,
        unit: 'B brotli',
        of: 'CSS of the same',
      });
      print({
        figure: 'lesson-js-open',
        value: open.script,
        unit: 'B brotli',
        of: 'JavaScript after the bench has opened, editor included',
      });
      print({ figure: 'lesson-css-open', value: open.style, unit: 'B brotli', of: 'CSS of the same' });
    }
    await page.context().close();
  }
  print({
    figure: 'bench-ready',
    value: quantile(ready, 0.5),
    unit: 'ms',
    of: 'click to a prompt that takes a command, median of 5 first visits after a 300 ms hover',
  });
  await browser.close();
  await close();
}

/** 3 KB and 64 KB task definitions for the figures of validation. */
export function definitionOf(bytes: number): string {
  const container = (index: number) => ({
    name: `web-${index}`,
    image: 'public.ecr.aws/docker/library/httpd:2.4',
    essential: index === 0,
    portMappings: [{ containerPort: 8000 + index }],
    environment: [] as { name: string; value: string }[],
  });
  const definition = {
    family: 'bench',
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '1024',
    memory: '2048',
    containerDefinitions: Array.from({ length: 5 }, (_, index) => container(index)),
  };
  for (let index = 0; JSON.stringify(definition, null, 2).length < bytes; index++) {
    definition.containerDefinitions[index % 5]!.environment.push({
      name: `SETTING_${index}`,
      value: `value ${index}`,
    });
  }
  return JSON.stringify(definition, null, 2);
}
