import { chromium } from 'playwright';
import lab from '../../content/ecr/push-and-run.lab.ts';
import { site } from '../../cli/site.ts';
import { Bench, type BenchEvent } from '../../learner/bench/index.ts';
import { hashOf } from '../../learner/bench/share.ts';
import { openMemoryJournal } from '../../learner/journal/index.ts';
import { ensureChromium, launchArguments } from '../../scripts/browser.ts';
import { learner } from '../../simulator/index.ts';
import { print, quantile } from './figure.ts';

/** A session of so many events: the sample solution, then services scaled up and down. */
async function session(events: number): Promise<Bench> {
  const bench = await Bench.open({ lab, store: await openMemoryJournal() });
  for (const act of lab.steps.slice(0, 7).flatMap(({ solution }) => solution)) {
    if (typeof act === 'string') await bench.run(act);
    else if ('save' in act) await bench.saveFile(act.save, act.content);
    else await bench.wind(act.wind);
  }
  await bench.run(service(3));
  for (let round = 0; bench.journal.length < events; round++) {
    await bench.send({
      service: 'ecs',
      operation: 'UpdateService',
      input: { cluster: 'drydock', service: 'web', desiredCount: 1 + (round % 5) },
    });
    await bench.wind(4_000);
  }
  return bench;
}

const service = (count: number) =>
  `aws ecs create-service --cluster drydock --service-name web --task-definition web --desired-count ${count} --launch-type FARGATE --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"`;

async function benchScrub(): Promise<void> {
  const bench = await session(2_000);
  const times: number[] = [];
  for (let look = 0; look < 300; look++) {
    // Here and there, as a hand on a slider that is thrown about; the seed is the number itself.
    const at = Math.floor((((look * 7919) % 1000) / 1000) * bench.present);
    const started = performance.now();
    bench.look(at);
    times.push(performance.now() - started);
  }
  print({
    figure: 'scrub-2000-events-p95',
    value: quantile(times, 0.95),
    unit: 'ms',
    of: 'from one moment to another of a session of 2,000 events, in process, p95 of 300',
  });
}

/** A world with so many tasks just asked for: they start while it is looked at. */
async function crowd(count: number): Promise<string> {
  const bench = await Bench.open({ lab, store: await openMemoryJournal() });
  for (const act of lab.steps.slice(0, 5).flatMap(({ solution }) => solution)) {
    if (typeof act === 'string') await bench.run(act);
    else if ('save' in act) await bench.saveFile(act.save, act.content);
  }
  const { subnets } = bench.world.state.regions.get('us-east-1')!.vpc;
  const events: BenchEvent[] = [...bench.journal];
  for (let made = 0; made < count; made += 10) {
    const input = {
      cluster: 'drydock',
      taskDefinition: 'web',
      launchType: 'FARGATE',
      count: 10,
      networkConfiguration: {
        awsvpcConfiguration: { subnets: subnets.map(({ subnetId }) => subnetId), assignPublicIp: 'ENABLED' },
      },
    };
    events.push({
      type: 'call',
      at: bench.now,
      call: { service: 'ecs', operation: 'RunTask', input, region: 'us-east-1', principal: learner },
      act: 'console',
    });
  }
  return hashOf(events);
}

async function benchMap(): Promise<void> {
  const { url, close } = await site({ port: 0, host: 'localhost' });
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: launchArguments });
  for (const count of [3, 1_000, 3_000]) {
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    await page.goto(`${url}ecr/push-and-run/${await crowd(count)}`);
    await page.getByText('You look at a shared world.').waitFor({ timeout: 60_000 });
    await page.waitForTimeout(2_500);
    await page.getByRole('button', { name: 'Run the clock' }).click();
    const frames = await page.evaluate(
      () =>
        new Promise<number[]>((resolve) => {
          const times: number[] = [];
          let last = performance.now();
          const started = last;
          const tick = (now: number) => {
            times.push(now - last);
            last = now;
            if (now - started < 10_000) requestAnimationFrame(tick);
            else resolve(times);
          };
          requestAnimationFrame(tick);
        }),
    );
    print({
      figure: `map-${count}-tasks-fps`,
      value: frames.length / 10,
      unit: 'frames/s',
      of: `the map while ${count} tasks start at 1x, over 10 s`,
    });
    print({
      figure: `map-${count}-tasks-frame-p95`,
      value: quantile(frames, 0.95),
      unit: 'ms',
      of: 'from one frame to the next of the same, p95',
    });
    await page.context().close();
  }
  await browser.close();
  await close();
}

export async function benchPanels(): Promise<void> {
  await benchScrub();
  await benchMap();
}
