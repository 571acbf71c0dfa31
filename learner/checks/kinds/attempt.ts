/** Trying lines in the world of a question: what they print, and what they did, for the grader to fold. */
import { createShell } from '../../../shell/index.ts';
import {
  defaultRegion,
  identifyKey,
  learner,
  restoreCloud,
  type JournalEvent,
} from '../../../simulator/index.ts';
import type { Answer, ShownQuestion } from '../question.ts';
import { worldOf } from './simulated.ts';

export interface Attempt {
  readonly answer: Answer<'reach'>;
  /** What stands in the terminal: each line with what it printed. */
  readonly transcript: string;
}

/** Runs the lines one after the other, as typed at a prompt, in a world of their own. */
export async function attempt({ id, start }: ShownQuestion<'reach'>, lines: string): Promise<Attempt> {
  const cloud = worldOf(id, start);
  const events: JournalEvent[] = [];
  const take = (event: JournalEvent) => {
    events.push(event);
    return cloud.apply(event);
  };
  const vpc = cloud.state.regions.get(defaultRegion)!.vpc;
  const shell = await createShell({
    env: { SUBNET: vpc.subnets[0]!.subnetId, SECURITY_GROUP: vpc.securityGroups[0]!.groupId },
    host: {
      send: (call) =>
        take({ type: 'call', at: cloud.now, call: { ...call, principal: call.principal || learner } }),
      look: (call) => restoreCloud(cloud.snapshot()).apply({ type: 'call', at: cloud.now, call }),
      identify: (key) => identifyKey(cloud.state, key, cloud.startsAt + cloud.now),
      date: () => cloud.startsAt + cloud.now,
      wind: (ms) => void (ms > 0 && take({ type: 'clock', at: cloud.now + Math.round(ms) })),
    },
  });
  let transcript = '';
  for (const line of commandsOf(lines)) {
    const { stdout, stderr } = await shell.run(line);
    transcript += `$ ${line}\n${stdout}${stderr}`;
  }
  return { answer: { lines, events }, transcript };
}

/** One command a line; a backslash at the end goes on in the next; empty lines and comments are left out. */
function commandsOf(lines: string): string[] {
  return lines
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
