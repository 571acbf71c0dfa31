import { chromium } from 'playwright';
import { site } from '../../cli/site.ts';
import { ensureChromium, launchArguments } from '../../scripts/browser.ts';
import { print, quantile } from './figure.ts';

const rounds = 40;

/** A command line that writes a valid task definition of about so many bytes, an environment variable a line. */
function writeDefinition(bytes: number): string {
  const lines = Math.floor((bytes - 400) / 52);
  return [
    '{ echo \'{\'; echo \'"family": "bench",\'; echo \'"containerDefinitions": [{ "name": "web", "image": "httpd:2.4", "memory": 128, "environment": [\'',
    `for i in $(seq 1 ${lines}); do echo '{ "name": "SETTING_'$i'", "value": "a value of '$i'" },'; done`,
    'echo \'{ "name": "LAST", "value": "" }] }] }\'; } > taskdef.json',
  ].join('; ');
}

/** A key pressed in Monaco, until the problem that it makes (or mends) stands in the page: the whole of live validation. */
export async function benchKeystroke(): Promise<void> {
  const { url, close } = await site({ port: 0, host: 'localhost' });
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: launchArguments });
  for (const kilobytes of [3, 64]) {
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    await page.goto(`${url}ecr/push-and-run/`);
    await page.getByRole('button', { name: /open the bench/i }).click();
    const prompt = page.getByRole('textbox', { name: 'Command' });
    await prompt.fill(writeDefinition(kilobytes * 1024));
    await prompt.press('Enter');
    await page.getByText('AWS would take this task definition.').waitFor();
    await page.locator('.monaco-editor').first().click();
    await page.keyboard.press('ControlOrMeta+Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    // Before the quote and the comma that end the family's line.
    for (let step = 0; step < 2; step++) await page.keyboard.press('ArrowLeft');
    await page.evaluate(() => {
      const times: number[] = [];
      let pressed = 0;
      addEventListener('keydown', () => (pressed = performance.now()), { capture: true });
      const problems = document.querySelector('.bench-problems')!;
      new MutationObserver(() => {
        if (pressed > 0) times.push(performance.now() - pressed);
        pressed = 0;
      }).observe(problems, { subtree: true, childList: true, characterData: true });
      Object.assign(globalThis, { keystrokeTimes: times });
    });
    for (let round = 0; round < rounds; round++) {
      await page.keyboard.press('!');
      await page.waitForTimeout(60);
      await page.keyboard.press('Backspace');
      await page.waitForTimeout(60);
    }
    const times = await page.evaluate(
      () => (globalThis as unknown as { keystrokeTimes: number[] }).keystrokeTimes,
    );
    if (times.length < rounds)
      throw new Error(`Only ${times.length} of ${2 * rounds} keystrokes showed their problem.`);
    for (const [name, share] of [
      ['p50', 0.5],
      ['p99', 0.99],
    ] as const) {
      print({
        figure: `keystroke-to-markers-${kilobytes}k-${name}`,
        value: quantile(times, share),
        unit: 'ms',
        of: `key pressed in the editor until its problem stands in the page, ${kilobytes} KB, frame included, ${name} of ${times.length}`,
      });
    }
    await page.context().close();
  }
  await browser.close();
  await close();
}
