import { axeOf } from './axe.ts';
import { expect, test, type Locator, type Page } from 'playwright/test';

const lesson = '/ecr/push-and-run/';
const role = 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole';
const runTask =
  'aws ecs run-task --cluster drydock --task-definition web --launch-type FARGATE --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"';

/** The bench of the lesson, as a learner uses it. */
class Bench {
  readonly page: Page;
  readonly root: Locator;
  readonly prompt: Locator;
  readonly log: Locator;
  readonly map: Locator;

  constructor(page: Page) {
    this.page = page;
    this.root = page.getByRole('region', { name: 'Bench' });
    this.prompt = this.root.getByRole('textbox', { name: 'Command' });
    this.log = this.root.getByRole('log', { name: 'Terminal output' });
    this.map = this.root.getByRole('group', { name: 'Map of us-east-1' });
  }

  async open(): Promise<void> {
    await this.root.getByRole('button', { name: 'Open the bench' }).click();
    await expect(this.prompt).toBeVisible();
  }

  /** Types a command line and waits until it has ended. */
  async run(line: string): Promise<void> {
    const entries = this.log.locator('.bench-entry');
    const before = await entries.count();
    await this.prompt.fill(line);
    await this.prompt.press('Enter');
    await expect(entries).toHaveCount(before + 1);
    await expect(this.prompt).toHaveAttribute('aria-busy', 'false');
  }

  /** What the last command printed. */
  get last(): Locator {
    return this.log.locator('.bench-entry').last();
  }

  async pause(): Promise<void> {
    await this.root.getByRole('button', { name: 'Pause the clock' }).click();
  }
}

async function upToPush(bench: Bench): Promise<void> {
  await bench.run('aws ecr create-repository --repository-name web');
  await bench.run('docker build -t web:v1 .');
  await bench.run('REGISTRY=123456789012.dkr.ecr.us-east-1.amazonaws.com');
  await bench.run('docker tag web:v1 $REGISTRY/web:v1');
  await bench.run(
    'aws ecr get-login-password --region us-east-1 | docker login --username AWS --password-stdin $REGISTRY',
  );
  await expect(bench.last).toContainText('Login Succeeded');
  await bench.run('docker push $REGISTRY/web:v1');
  await expect(bench.last).toContainText('v1: digest: sha256:');
}

test('a learner pushes an image, mends and registers a task definition, runs the task, and finds it all again', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await page.goto(lesson);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Run your first task');
  const bench = new Bench(page);
  await bench.open();
  await bench.pause();
  await upToPush(bench);
  await expect(bench.map.getByText('v1')).toBeVisible();

  // The wrong Fargate size is marked before anything is sent, and refused when it is.
  await expect(
    bench.root.getByText('No Fargate configuration exists for given values: 256 CPU, 4096 memory.').first(),
  ).toBeVisible();
  await bench.run('aws ecs register-task-definition --cli-input-json file://taskdef.json');
  await expect(bench.last).toContainText(
    'An error occurred (ClientException) when calling the RegisterTaskDefinition operation: No Fargate configuration exists for given values: 256 CPU, 4096 memory. See the Amazon ECS documentation for the valid values.',
  );

  // Monaco stands over the text area, and what is typed there is the shell's file.
  await expect(bench.root.locator('.monaco-editor').first()).toBeVisible({ timeout: 20_000 });
  const right = {
    family: 'web',
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    executionRoleArn: role,
    containerDefinitions: [
      {
        name: 'web',
        image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/web:v1',
        portMappings: [{ containerPort: 80 }],
      },
    ],
  };
  await bench.root.locator('.monaco-editor').first().click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(JSON.stringify(right));
  await expect(bench.root.getByText('AWS would take this task definition.')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+s');
  await bench.run(
    'aws ecs register-task-definition --cli-input-json file://taskdef.json --query taskDefinition.revision',
  );
  await expect(bench.last).toContainText('1');

  await bench.run('aws ecs create-cluster --cluster-name drydock');
  await bench.run(runTask);
  await expect(bench.map.locator('.bench-status')).toHaveText('PROVISIONING');
  const next = bench.root.getByRole('button', { name: /Next/ });
  const status = bench.map.locator('.bench-status');
  const seen: string[] = [];
  for (let steps = 0; steps < 20 && seen.at(-1) !== 'RUNNING'; steps++) {
    await next.click();
    const now = (await status.textContent())!;
    if (seen.at(-1) !== now) seen.push(now);
  }
  expect(seen.filter((one) => one !== 'PROVISIONING')).toEqual(['PENDING', 'ACTIVATING', 'RUNNING']);
  await expect(bench.root.getByText('7 of 8 done')).toBeVisible();
  await expect(bench.root.getByText('saved', { exact: true })).toBeVisible();
  const clock = await bench.root.getByRole('timer').textContent();

  await page.reload();
  await expect(bench.prompt).toBeVisible();
  await expect(status).toHaveText('RUNNING');
  await expect(bench.root.getByText('7 of 8 done')).toBeVisible();
  await expect(bench.log).toContainText('v1: digest: sha256:');
  expect(await bench.root.getByRole('timer').textContent()).toBe(clock);
  await expect(bench.root.getByText('AWS would take this task definition.')).toBeVisible();
  // Variables and the Docker login are there too.
  await bench.run('docker push -q $REGISTRY/web:v1');
  await expect(bench.last).toContainText('123456789012.dkr.ecr.us-east-1.amazonaws.com/web:v1');
});

test('twelve hours on, the token has expired: the push is refused in ECR’s words, and a new login mends it', async ({
  page,
}) => {
  await page.goto(lesson);
  const bench = new Bench(page);
  await bench.open();
  await bench.pause();
  await upToPush(bench);
  await bench.root.getByRole('button', { name: '+12 h' }).click();
  await expect(bench.root.getByRole('timer')).toHaveText(/12:00:/);
  await bench.run('docker push $REGISTRY/web:v1');
  await expect(bench.last).toContainText(
    'denied: Your authorization token has expired. Reauthenticate and try again.',
  );
  await bench.run('aws ecr get-login-password | docker login --username AWS --password-stdin $REGISTRY');
  await bench.run('docker push $REGISTRY/web:v1');
  await expect(bench.last).toContainText('v1: digest: sha256:');
});

test('bad input gets a sentence and loses nothing', async ({ page }) => {
  await page.goto(lesson);
  const bench = new Bench(page);
  await bench.open();
  await bench.run('sail away');
  await expect(bench.last).toContainText('sail: command not found');
  await bench.run('aws ecs make-tea');
  await expect(bench.last).toContainText(/Invalid choice|argument operation/);
  // An open quote is not an error yet: the prompt takes another line, as a shell does.
  await bench.prompt.fill('echo "first');
  await bench.prompt.press('Enter');
  await expect(bench.prompt).toHaveValue('echo "first\n');
  await bench.prompt.pressSequentially('second"');
  await bench.prompt.press('Enter');
  await expect(bench.last).toContainText('first\nsecond');
  await bench.run('echo \'{"family":\' > taskdef.json');
  await expect(bench.root.getByText('Invalid JSON').first()).toBeVisible();
  await bench.run('aws ecs register-task-definition --cli-input-json file://taskdef.json');
  await expect(bench.last).toContainText('Invalid JSON');
  await bench.run('pwd');
  await expect(bench.last).toContainText('/home/learner');
});

test('reset asks first, and undo takes back the last act', async ({ page }) => {
  await page.goto(lesson);
  const bench = new Bench(page);
  await bench.open();
  await bench.run('aws ecr create-repository --repository-name web');
  await expect(bench.map.getByText('no image')).toBeVisible();
  await bench.root.getByRole('button', { name: 'Undo' }).click();
  await expect(bench.map.getByText('Nothing here yet.')).toBeVisible();
  await bench.run('aws ecr create-repository --repository-name web');
  await bench.root.getByRole('button', { name: 'Reset' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /Cancel|Keep/ }).click();
  await expect(bench.map.getByText('no image')).toBeVisible();
  await bench.root.getByRole('button', { name: 'Reset' }).click();
  await dialog.getByRole('button', { name: /Reset|Start/ }).click();
  await expect(bench.map.getByText('Nothing here yet.')).toBeVisible();
});

test('everything is reached by keyboard, and nothing traps it', async ({ page }) => {
  await page.goto(lesson);
  const bench = new Bench(page);
  const opener = bench.root.getByRole('button', { name: 'Open the bench' });
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(bench.prompt).toBeFocused();
  // Tab takes the greyed suggestion, Enter runs it.
  await page.keyboard.press('Tab');
  await expect(bench.prompt).toHaveValue('aws ecr create-repository --repository-name web');
  await page.keyboard.press('Enter');
  await expect(bench.log).toContainText('"repositoryName": "web"');
  await page.keyboard.press('ArrowUp');
  await expect(bench.prompt).toHaveValue('aws ecr create-repository --repository-name web');
  // Escape, then Tab, leaves the terminal.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(bench.prompt).not.toBeFocused();
  // Monaco: Ctrl+M makes Tab leave it.
  await expect(bench.root.locator('.monaco-editor').first()).toBeVisible({ timeout: 20_000 });
  await bench.root.locator('.monaco-editor').first().click();
  const inside = () => page.evaluate(() => document.activeElement?.closest('.monaco-editor') !== null);
  expect(await inside()).toBe(true);
  await page.keyboard.press('Control+m');
  await page.keyboard.press('Tab');
  expect(await inside()).toBe(false);
});

test('two tabs at one bench see each other’s work', async ({ context }) => {
  const [one, two] = [new Bench(await context.newPage()), new Bench(await context.newPage())];
  await one.page.goto(lesson);
  await one.open();
  await two.page.goto(lesson);
  await two.open();
  await one.run('aws ecr create-repository --repository-name web');
  await expect(two.map.getByText('no image')).toBeVisible();
  await two.run('aws ecr create-repository --repository-name api');
  await expect(one.map.getByText('api')).toBeVisible();
});

test('on a phone one panel is seen at a time, and the editor is a text area with its problems', async ({
  browser,
}) => {
  const page = await (
    await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  ).newPage();
  await page.goto(lesson);
  const bench = new Bench(page);
  await bench.open();
  await bench.run('aws ecr create-repository --repository-name web');
  await bench.root.getByRole('tab', { name: 'Editor' }).click();
  await expect(bench.prompt).toBeHidden();
  await expect(bench.root.locator('textarea.bench-area')).toBeVisible();
  await expect(bench.root.locator('.monaco-editor')).toHaveCount(0);
  await expect(
    bench.root.getByText('No Fargate configuration exists for given values').first(),
  ).toBeVisible();
  await bench.root.getByRole('tab', { name: 'Map' }).click();
  await expect(bench.map.getByText('no image')).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  const { violations } = await axeOf(page).analyze();
  expect(violations).toEqual([]);
  await page.context().close();
});

test('hints come in three helpings and are announced; a reached step too', async ({ page }) => {
  await page.goto(lesson);
  const bench = new Bench(page);
  await bench.open();
  const said = bench.root.getByRole('status').last();
  const steps = bench.root.getByRole('region', { name: 'Steps' });
  await expect(steps.getByText('Not yet: the registry has no repository in us-east-1.')).toBeVisible();
  await steps.getByRole('button', { name: /Hint/ }).click();
  await expect(said).toContainText('A repository holds the versions of one image.');
  await steps.getByRole('button', { name: /Another hint/ }).click();
  await steps.getByRole('button', { name: /Another hint/ }).click();
  await expect(steps.getByRole('listitem').filter({ hasText: 'Nearly:' })).toContainText(
    'aws ecr create-repository --repository-name web',
  );
  await expect(steps.getByRole('button', { name: /hint/i })).toHaveCount(0);
  await bench.run('aws ecr create-repository --repository-name web');
  await expect(said).toHaveText('Step done: Create a repository. Next: Build the image and tag it.');
  await steps.getByText('All steps').click();
  await expect(steps.getByRole('listitem').filter({ hasText: 'Create a repository' })).toContainText('done');
});

test('the editor marks the mistake where it is, and the list leads there', async ({ page }) => {
  await page.goto(lesson);
  const bench = new Bench(page);
  await bench.open();
  // The editor comes after the terminal: on a busy machine it takes a while.
  await expect(bench.root.locator('.monaco-editor .squiggly-error').first()).toBeVisible({ timeout: 20_000 });
  // Monaco draws its marks anew whenever its size settles.
  await expect(async () => {
    const mark = await bench.root.locator('.monaco-editor .squiggly-error').first().boundingBox();
    const word = await bench.root.locator('.view-line', { hasText: '"memory"' }).boundingBox();
    expect(Math.abs(mark!.y - word!.y)).toBeLessThan(word!.height);
  }).toPass();
  await bench.root.getByRole('button', { name: /No Fargate configuration exists/ }).click();
  await page.keyboard.press('End');
  await page.keyboard.press('Shift+Home');
  await page.keyboard.insertText('  "memory": "2048",');
  await expect(bench.root.getByRole('button', { name: /No Fargate configuration exists/ })).toHaveCount(0);
  // Typing pauses, and the shell has it.
  await expect(async () => {
    await bench.run('grep memory taskdef.json');
    await expect(bench.last).toContainText('"memory": "2048",', { timeout: 500 });
  }).toPass();
  // What the shell writes, the editor shows.
  await bench.run('sed -i s/2048/1024/ taskdef.json');
  await expect(bench.root.locator('.view-line', { hasText: '"memory"' })).toContainText('1024');
});

test('keys: the list, completion, the clock, the details of a thing on the map', async ({ page }) => {
  await page.goto(lesson);
  const bench = new Bench(page);
  await bench.open();
  await bench.prompt.fill('aws ecs create-clu');
  await page.keyboard.press('Tab');
  await expect(bench.prompt).toHaveValue('aws ecs create-cluster ');
  await page.keyboard.type('--cluster-name drydock');
  await page.keyboard.press('Enter');
  await expect(bench.map.getByText('drydock')).toBeVisible();
  await page.keyboard.press('Alt+p');
  await expect(bench.root.getByRole('button', { name: 'Run the clock' })).toBeVisible();
  await page.keyboard.press('Alt+h');
  await expect(bench.root.getByRole('timer')).toHaveText(/^T\+12:00:/);
  await bench.run('aws ecr create-repository --repository-name web');
  await page.keyboard.press('Alt+3');
  await expect(bench.map).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(bench.root.getByRole('region', { name: 'Repository web' })).toContainText(
    '"imageDetails": []',
  );
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeHidden();
  await page.keyboard.press('Alt+u');
  await expect(bench.map.getByText('Nothing here yet.').or(bench.map.getByText('drydock'))).toBeVisible();
  await expect(bench.root.getByRole('region', { name: 'Repository web' })).toHaveCount(0);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing with the bench closed and open (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.goto(lesson);
    expect((await axeOf(page).analyze()).violations).toEqual([]);
    const bench = new Bench(page);
    await bench.open();
    await bench.pause();
    await bench.run('aws ecs create-cluster --cluster-name drydock');
    await bench.run('aws ecs list-tasks --cluster nowhere');
    await expect(bench.root.locator('.monaco-editor').first()).toBeVisible({ timeout: 20_000 });
    expect((await axeOf(page).analyze()).violations).toEqual([]);
  });
}
