import { defineCommand, type CustomCommand } from 'just-bash/browser';
import { drydockCommand } from './drydock.ts';
import type { ShellHost } from './host.ts';

/** `help`: what the bench offers. */
const helpText = `This terminal runs in your browser, over a simulated cloud: nothing here costs money or reaches AWS.

  aws       the AWS CLI: aws ecs, aws ecr, aws iam, … (aws help, aws ecs help, aws ecs run-task help)
  docker    a Docker engine: build, tag, login, push, pull, images, run, ps, logs (docker help)
  pwsh      PowerShell with AWS Tools: New-ECRRepository, Get-ECRLoginCommand, … (Get-Command *ECR*; exit leaves)
  files     ls, cat, cd, mkdir, cp, mv, rm, echo, tee, find, tree: the files in the editor
  text      jq, grep, sed, awk, cut, sort, head, tail, wc, base64, sha256sum, yq, diff
  web       curl and wget reach what your cloud shows to the internet
  shell     pipes, >, $(...), variables, for, while, if, functions, heredocs
  time      sleep 30 lets 30 seconds of virtual time pass; date shows the virtual time
  drydock   faults: drydock fault list, drydock fault inject spot-interruption
  clear     empties the screen; history lists what you typed

Tab completes commands, options and names of files and images.
`;

const secondsOf = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** Commands of the bench that stand in for those of a real machine. */
export function benchCommands(host: ShellHost, history: () => readonly string[]): CustomCommand[] {
  return [
    drydockCommand(host),
    defineCommand('help', async (args, { origCommand }) =>
      args.length > 0 && origCommand ? origCommand(args) : { stdout: helpText, stderr: '', exitCode: 0 },
    ),
    defineCommand('history', async (args) => {
      const count = Number(args[0] ?? Infinity);
      const lines = history().map((line, index) => `${String(index + 1).padStart(5)}  ${line}\n`);
      return { stdout: lines.slice(-count || undefined).join(''), stderr: '', exitCode: 0 };
    }),
    // Clears the screen and the scrollback, as clear(1) does.
    defineCommand('clear', async () => ({ stdout: '\u001b[H\u001b[2J\u001b[3J', stderr: '', exitCode: 0 })),
    defineCommand('date', async (args, { origCommand }) => {
      const own = args.some((arg) => arg === '-d' || arg.startsWith('--date'));
      return origCommand!(own ? args : ['-d', `@${Math.floor(host.date() / 1000)}`, ...args]);
    }),
    defineCommand('sleep', async (args) => {
      if (args.length === 0)
        return {
          stdout: '',
          stderr: "sleep: missing operand\nTry 'sleep --help' for more information.\n",
          exitCode: 1,
        };
      let seconds = 0;
      for (const text of args) {
        const found = /^(\d+(?:\.\d*)?|\.\d+)([smhd]?)$/.exec(text);
        if (!found)
          return {
            stdout: '',
            stderr: `sleep: invalid time interval '${text}'\nTry 'sleep --help' for more information.\n`,
            exitCode: 1,
          };
        seconds += Number(found[1]) * secondsOf[found[2] as keyof typeof secondsOf];
      }
      host.wind(Math.round(seconds * 1000));
      // Lets the page draw and the learner interrupt a loop that sleeps.
      await new Promise((resolve) => setTimeout(resolve, 0));
      return { stdout: '', stderr: '', exitCode: 0 };
    }),
    defineCommand('whoami', async () => ({ stdout: 'learner\n', stderr: '', exitCode: 0 })),
  ];
}
