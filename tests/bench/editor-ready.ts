import { chromium } from 'playwright';
import { site } from '../../cli/site.ts';
import { ensureChromium, launchArguments } from '../../scripts/browser.ts';
import { print, quantile } from './figure.ts';

const rounds = 5;
/** ms that the pointer rests on the bench before the click: in passing, and after a look. */
const hovers = [300, 1000] as const;

/** From the click that opens a bench to an editor that takes keys, on a processor of a quarter of the speed. */
export async function benchEditorReady(): Promise<void> {
  const { url, close } = await site({ port: 0, host: 'localhost' });
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: launchArguments });
  for (const hover of hovers) {
    const ready: Record<'text-area' | 'monaco', number[]> = { 'text-area': [], monaco: [] };
    for (let round = 0; round < rounds; round++) {
      const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
      const session = await page.context().newCDPSession(page);
      await page.goto(`${url}ecr/push-and-run/`);
      const open = page.getByRole('button', { name: /open the bench/i });
      await open.hover();
      await page.waitForTimeout(hover);
      await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
      const started = performance.now();
      await open.click();
      await page
        .locator('textarea.bench-area, .monaco-editor textarea, .monaco-editor .native-edit-context')
        .first()
        .waitFor();
      ready['text-area'].push(performance.now() - started);
      await page.locator('.monaco-editor .view-line').first().waitFor({ timeout: 60_000 });
      ready.monaco.push(performance.now() - started);
      await page.context().close();
    }
    for (const [what, times] of Object.entries(ready))
      print({
        figure: `editor-ready-${what}-4x-hover-${hover}`,
        value: quantile(times, 0.5),
        unit: 'ms',
        of: `click on "Open the bench" until the ${what} takes keys, processor slowed down four times, after ${hover} ms of hover, p50 of ${rounds}`,
      });
  }
  await browser.close();
  await close();
}
