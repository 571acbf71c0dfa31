/** The whole course, walked as a diligent learner does: read to the end, do the lab, answer, pass, hold the certificate. */
import { expect, test } from 'playwright/test';
import { DRAWN } from '../../learner/course/index.ts';
import { modules } from '../../src/course/modules.ts';
import { banks, labAt, lessons } from '../content/course-files.ts';
import { answer, lineOf, type } from './diligent-learner.ts';

const inOrder = modules
  .flatMap(({ folder, lessons: names }) => names.map((name) => `${folder}/${name}.mdx`))
  .flatMap((path) => lessons.filter((lesson) => lesson.path === path));

// A trace of a thousand gestures costs more than the gestures.
test.use({ trace: 'off', viewport: { width: 1440, height: 900 } });

test('a diligent learner reads, does and answers everything, and ends at the certificate', async ({
  page,
}) => {
  test.setTimeout(600_000);
  page.setDefaultTimeout(15_000);
  for (const lesson of inOrder) {
    await page.goto(`/${lesson.path.replace('.mdx', '/')}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(lesson.front.title);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    for (const id of lesson.labs) {
      const lab = await labAt(lesson, id);
      await page.getByRole('button', { name: 'Open the bench' }).click();
      await page.getByRole('textbox', { name: 'Command', exact: true }).waitFor();
      // What happens then depends on what is typed, and on no second of the machine's own time.
      // The page remembers a clock that was paused for the labs to come.
      const pause = page.getByRole('button', { name: 'Pause the clock' });
      if (await pause.isVisible()) await pause.click();
      for (const [i, { id: step, solution }] of lab.steps.entries()) {
        await type(page, solution.map(lineOf));
        // Who sees a step ticked off goes on to the next.
        const shown = page.locator('.bench-all-steps li').nth(i);
        await expect(shown, `${id}/${step}`).toHaveAttribute('data-reached', 'true');
      }
      await expect(page.locator('.bench-steps'), id).toContainText('All steps are done.');
    }
    for (const name of lesson.banks) {
      const { questions } = banks.get(name)!;
      const said = await answer(
        page,
        questions.map((question) => ({
          form: `form[data-question="${question.id}"]`,
          question,
        })),
      );
      for (const [i, { id }] of questions.entries()) expect(said[i], id).toMatch(/^Right/);
    }
  }
  await page.goto('/assessment/');
  await page.getByRole('button', { name: 'Begin' }).click();
  const paper = page.getByRole('navigation', { name: 'Questions' });
  await expect(paper.getByRole('button')).toHaveCount(DRAWN);
  for (let i = 0; i < DRAWN; i++) {
    const stem = await page.locator('form legend').textContent();
    const question = banks
      .get('final-assessment')!
      .questions.find((one) => stem!.includes(one.stem.replaceAll('`', '')))!;
    expect(question, stem!).toBeDefined();
    const button = i < DRAWN - 1 ? 'Next' : 'Hand in';
    await answer(page, [{ form: 'form.dd-check', question, button }]);
  }
  await expect(page.getByRole('main')).toContainText('100%');

  await page.goto('/certificate/');
  const certificate = page.getByRole('article', { name: 'Certificate' });
  await expect(certificate).toContainText('and the final assessment with 100%.', { timeout: 60_000 });
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('Your name').press('Enter');
  await page.reload();
  await expect(certificate).toContainText('Ada', { timeout: 60_000 });
});
