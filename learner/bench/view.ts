import { learner, restoreCloud, type Cloud, type Reply } from '../../simulator/index.ts';
import type { CommandEvent } from './events.ts';

/** A command line that has ended. */
export type Command = Pick<CommandEvent, 'at' | 'line' | 'stdout' | 'stderr' | 'exitCode' | 'cwd'> & {
  /** It was typed in PowerShell. */
  inPowerShell?: true;
};

/** What a goal may look at. It sees the world; it cannot change it. */
export interface LabView {
  /** ms of virtual time since the world began. */
  readonly now: number;
  /** The files of the home folder. */
  readonly files: ReadonlyMap<string, string>;
  /** The command lines so far, oldest first. */
  readonly commands: readonly Command[];
  /** Answers a call on a copy of the world. */
  reply(service: string, operation: string, input?: object): Reply;
  /** The output of a call, or undefined when the answer is an error. */
  call<Output>(service: string, operation: string, input?: object): Output | undefined;
}

/** A view of a world as it stands now. The copy that calls are answered on is made at the first call. */
export function viewOf(from: {
  world: Cloud;
  region: string;
  files: ReadonlyMap<string, string>;
  commands: readonly Command[];
}): LabView {
  const { world, region, files, commands } = from;
  let copy: Cloud | undefined;
  const reply: LabView['reply'] = (service, operation, input = {}) => {
    copy ??= restoreCloud(world.snapshot());
    return copy.apply({
      type: 'call',
      at: copy.now,
      call: { service, operation, input, region, principal: learner },
    });
  };
  return {
    now: world.now,
    files,
    commands,
    reply,
    call<Output>(service: string, operation: string, input?: object) {
      const answer = reply(service, operation, input);
      return answer.ok ? (answer.output as Output) : undefined;
    },
  };
}
