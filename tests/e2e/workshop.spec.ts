/** A whole short workshop: an instructor, two participants and a helper, in four browsers, with the network cut once. */
import { axeOf } from './axe.ts';
import { expect as expectSoon, test, type BrowserContext, type Locator, type Page } from 'playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { spawn, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LESSON = /\/ecr\/push-and-run\//;
/** Colours aside, nothing differs in the dark. */
const ofColour = ['color-contrast', 'link-in-text-block'];

test.use({ actionTimeout: 20_000 });
/** Four browsers and a server that grades share the machine with other tests. */
const expect = expectSoon.configure({ timeout: 20_000 });

let server: ChildProcess;
let folder: string;
/** Where it is served, the room's join address, the instructor's secret link. */
let site: string;
let joinLink: string;
let boardLink: string;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'drydock-workshop-'));
  const args = [
    'cli/drydock.ts',
    'site',
    // At localhost, Socket.IO pays no heed to the browser's word that the network is gone, and waits for a heartbeat.
    '--host',
    '127.0.0.1',
    '--port',
    '0',
    '--workshop',
    '--data',
    folder,
  ];
  server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const printed = await new Promise<string>((resolve, reject) => {
    let text = '';
    server.stdout!.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (/#host=\S+\n/.test(text)) resolve(text);
    });
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${text}`)));
  });
  joinLink = /Join: +(\S+)/.exec(printed)![1]!;
  boardLink = /Instructor \(secret\): +(\S+)/.exec(printed)![1]!;
  site = new URL('/', joinLink).href;
});

test.afterAll(() => {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** Axe finds nothing in what the workshop shows, in both themes; the rest of the page is looked at in site.spec.ts. */
async function accessible(page: Page, part = '#room'): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  const axe = () => axeOf(page).include(part);
  expect((await axe().analyze()).violations).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  expect((await axe().withRules(ofColour).analyze()).violations).toEqual([]);
}

const ofBar = '.room-bar-place';
/** What changes of a board that was looked at as a whole. */
const ofSide = '.board-side';

/** A browser of somebody's own; what its pages complain of is kept. */
async function person(open: () => Promise<BrowserContext>, complaints: string[]): Promise<Page> {
  const page = await (await open()).newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // A cut network is said on the console, and is part of the play.
    if (message.type() === 'error' && !/ERR_INTERNET_DISCONNECTED|WebSocket/.test(message.text()))
      complaints.push(message.text());
  });
  return page;
}

async function joins(page: Page, name: string): Promise<void> {
  await page.goto(joinLink);
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(bar(page).getByText('Online')).toBeVisible();
}

const bar = (page: Page): Locator => page.getByRole('complementary', { name: 'Workshop' });
const tab = (page: Page, name: string): Locator => page.getByRole('tab', { name });
const row = (page: Page, name: string): Locator =>
  page.getByRole('row').filter({ has: page.getByRole('button', { name, exact: true }) });

async function runs(page: Page, line: string): Promise<void> {
  const prompt = page.locator('.bench-input textarea');
  await prompt.fill(line);
  await prompt.press('Enter');
}

async function votes(page: Page, option: string): Promise<void> {
  await bar(page).getByLabel(option).check();
  await bar(page).getByRole('button', { name: 'Vote', exact: true }).click();
  await expect(bar(page).getByText('Your vote is in.')).toBeVisible();
}

test('a workshop, from the first to join to the report', async ({ browser }) => {
  test.setTimeout(300_000);
  const complaints: string[] = [];
  const open = (viewport = { width: 1440, height: 900 }) =>
    person(() => browser.newContext({ viewport, reducedMotion: 'reduce', colorScheme: 'dark' }), complaints);
  const [instructor, ana, bo, helper] = await Promise.all([
    open(),
    open(),
    open({ width: 390, height: 844 }),
    open(),
  ]);

  // The instructor's link opens the board, and does not stay in the address.
  await instructor.goto(boardLink);
  await expect(instructor.getByText('Nobody has joined yet.')).toBeVisible();
  expect(instructor.url()).not.toContain('#');

  await ana.goto(joinLink);
  await expect(ana.getByRole('heading', { name: /Join “Ship it on Fargate/ })).toBeVisible();
  await accessible(ana);
  await Promise.all([joins(ana, '<b>Ana</b>'), joins(bo, 'Bo')]);
  await expect(row(instructor, '<b>Ana</b>')).toBeVisible();
  await accessible(bo, ofBar);

  // A helper comes by a link of their own, and leads nothing.
  await tab(instructor, 'Links & after').click();
  const invitation = instructor.getByRole('form', { name: 'Link for a helper' });
  await invitation.getByLabel('Name').fill('Hal');
  await invitation.getByRole('button', { name: 'Make a link' }).click();
  await helper.goto(await instructor.getByLabel(/Secret link of Hal/).inputValue());
  await expect(row(helper, 'Bo')).toBeVisible();
  await expect(tab(helper, 'Pace')).toHaveCount(0);

  // Who follows goes along; who roams is told.
  await bar(bo).getByLabel('Follow').click();
  await expect(bar(bo).getByLabel('Follow')).not.toBeChecked();
  await tab(instructor, 'Pace').click();
  await instructor.getByRole('button', { name: /Go here.*Run your first task/ }).click();
  await expect(ana).toHaveURL(LESSON);
  await bar(bo).getByRole('link', { name: 'Go to: Run your first task' }).click();
  await expect(bo).toHaveURL(LESSON);
  await accessible(instructor);

  // Work shows on the board.
  await ana.getByRole('button', { name: 'Open the bench' }).click();
  await runs(ana, 'aws ecr create-repository --repository-name web');
  const first = row(instructor, '<b>Ana</b>').getByRole('cell').nth(1);
  await expect(first).toHaveText('done');

  // A closed step shows no task, and says who opens it.
  const second = instructor.getByRole('checkbox', { name: 'Build the image and tag it' });
  const steps = ana.getByRole('region', { name: 'Steps' });
  await second.click();
  const task = steps.locator('.bench-step-title');
  await expect(task).toContainText('Log in and push');
  await expect(bar(ana).getByText('Closed until the instructor opens it: Build')).toBeAttached();
  await expect(steps.getByText('Build the image and tag it (closed)')).toBeAttached();
  await accessible(ana, '.bench-steps');
  await second.click();
  await expect(task).toContainText('Build the image and tag it');

  // The network goes; work goes on; what was done arrives when it is back.
  await ana.context().setOffline(true);
  await expect(bar(ana).getByText('Offline')).toBeVisible({ timeout: 25_000 });
  await runs(ana, 'docker build -t web:v1 .');
  await runs(ana, 'docker tag web:v1 123456789012.dkr.ecr.us-east-1.amazonaws.com/web:v1');
  await bar(ana).getByRole('button', { name: 'Raise hand' }).click();
  await bar(ana).getByLabel('What is your question?').fill('Where does the token come from?');
  await bar(ana).getByRole('button', { name: 'Raise your hand' }).click();
  await expect(row(instructor, '<b>Ana</b>')).toContainText('away');
  await ana.context().setOffline(false);
  await expect(bar(ana).getByText('Online')).toBeVisible({ timeout: 15_000 });
  await expect(row(instructor, '<b>Ana</b>').getByRole('cell').nth(2)).toHaveText('done');

  // The helper takes the hand, and looks over a shoulder once it is allowed.
  await expect(helper.getByText('Where does the token come from?')).toBeVisible();
  await accessible(helper, ofSide);
  await helper.getByRole('button', { name: /^Claim/ }).click();
  await expect(bar(ana).getByText('Hal takes care of it.')).toBeVisible();
  await row(helper, '<b>Ana</b>').getByRole('button').click();
  await helper.getByRole('button', { name: 'Ask to look over their shoulder' }).click();
  await accessible(ana, ofBar);
  await bar(ana).getByRole('button', { name: 'Allow' }).click();
  await helper.getByRole('button', { name: 'Look over their shoulder' }).click();
  const shoulder = helper.getByRole('region', { name: 'The bench of <b>Ana</b>' });
  await expect(shoulder.getByRole('log')).toContainText('docker tag');
  await expect(bar(ana).getByText('Hal watches you')).toBeVisible();
  await runs(ana, 'docker images');
  await expect(shoulder.getByRole('log')).toContainText('docker images');
  await accessible(helper, '.board-shoulder > .board-head');

  // With the keyboard lent, a line typed there runs here.
  await shoulder.getByRole('button', { name: 'Ask for the keyboard' }).click();
  await bar(ana).getByRole('button', { name: 'Allow' }).click();
  await shoulder.getByRole('button', { name: 'Take the keyboard' }).click();
  await shoulder.getByPlaceholder(/in the terminal of/).fill('aws ecr get-login-password --help');
  await shoulder.getByRole('button', { name: 'Run there' }).click();
  await expect(ana.getByRole('log')).toContainText('get-login-password --help');
  // What was allowed is taken back: the keyboard first, then the sight.
  await bar(ana)
    .getByRole('button', { name: /End it/ })
    .click();
  await expect(shoulder.getByRole('button', { name: 'Ask for the keyboard' })).toBeVisible();
  await bar(ana)
    .getByRole('button', { name: /End it/ })
    .click();
  await expect(shoulder).toHaveCount(0);

  // Peer instruction: vote, talk, vote again, see why.
  await tab(instructor, 'Ask').click();
  await instructor
    .getByRole('button', { name: /Open the vote/ })
    .first()
    .click();
  await votes(ana, 'Create a new access key in IAM');
  await votes(bo, 'Run the login pipe again');
  await expect(instructor.getByText('2 of 2 have voted')).toBeVisible();
  await accessible(bo, ofBar);
  await instructor.getByRole('button', { name: 'Close the vote' }).click();
  await instructor.getByRole('button', { name: 'Open the second vote' }).click();
  await votes(ana, 'Run the login pipe again');
  await instructor.getByRole('button', { name: 'Close the vote' }).click();
  await expect(instructor.getByText('Second vote closed')).toBeVisible();
  await instructor.getByRole('button', { name: 'Reveal the answer' }).click();
  await expect(bar(ana).getByText('A token holds for twelve hours.')).toBeVisible();
  await accessible(instructor, ofSide);

  // Everyone looks up; and goes on.
  await tab(instructor, 'Pace').click();
  await instructor.getByRole('button', { name: 'Everyone look up' }).click();
  await expect(ana.getByRole('dialog', { name: /attention/ })).toBeVisible();
  await instructor.getByRole('button', { name: 'Let them go on' }).click();
  await expect(ana.getByRole('dialog', { name: /attention/ })).toHaveCount(0);

  // Something breaks in every cloud, a reload does not bring it twice.
  await tab(instructor, 'Break').click();
  await instructor.getByRole('combobox', { name: 'Fault', exact: true }).selectOption('Registry unreachable');
  await instructor.getByRole('button', { name: 'Break it', exact: true }).click();
  await expect(ana.getByText('The instructor has broken something')).toBeVisible();
  await expect(instructor.getByText(/1 person hit/)).toBeVisible();
  await accessible(instructor, ofSide);
  await ana.reload();
  await expect(ana.getByRole('log')).toContainText('docker images');
  await expect(ana.getByText('The instructor has broken something')).toHaveCount(0);
  await instructor.getByRole('button', { name: /Take it back/ }).click();
  await expect(ana.getByText('The instructor has taken the fault back.')).toBeVisible();

  // The presenter reads notes; the projector shows none, and no names.
  const presenter = await instructor.context().newPage();
  await presenter.goto(new URL('workshop/present/', site).href);
  await expect(presenter.getByText('Do steps 1 and 2 together')).toBeVisible();
  await accessible(presenter);
  await presenter.goto(new URL('workshop/present/?projector', site).href);
  await expect(presenter.getByText('A token holds for twelve hours.')).toBeVisible();
  await expect(presenter.getByText('Ana')).toHaveCount(0);
  await accessible(presenter);

  // A report; one goes home with a file; the room is deleted.
  await tab(instructor, 'Links & after').click();
  await instructor.getByRole('button', { name: 'Show the report' }).click();
  await expect(
    instructor.getByRole('region', { name: 'Report' }).getByRole('row', { name: /Ana/ }),
  ).toContainText('2/');
  await accessible(instructor, ofSide);
  await bar(ana).getByRole('button', { name: 'Leave' }).click();
  const saved = ana.waitForEvent('download');
  await bar(ana).getByRole('button', { name: 'Download and leave' }).click();
  expect((await saved).suggestedFilename()).toMatch(/^drydock-work-/);
  await expect(bar(ana)).toHaveCount(0);
  await instructor.getByRole('button', { name: /Delete the room/ }).click();
  await instructor.getByRole('button', { name: /Yes, delete/ }).click();
  await expect(bar(bo).getByText('This room was deleted.')).toBeVisible();
  expect(complaints).toEqual([]);
});
