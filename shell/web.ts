import { defineCommand, type CustomCommand } from 'just-bash/browser';
import type { Answer } from '../simulator/images/answer.ts';
import { run } from '../simulator/images/process.ts';
import type { ShellHost } from './host.ts';

/**
 * curl and wget on the learner's own computer: they reach what the cloud shows to the internet.
 * @param region of the call that asks; which one does not matter
 */
export function webCommands(host: ShellHost): CustomCommand[] {
  return ['curl', 'wget'].map((name) =>
    defineCommand(name, async (args, { fs, cwd }) => {
      let body: string | undefined;
      const { logs, ends } = run([name, ...args], {
        run,
        config: {},
        files: new Map(),
        fetch({ host: name_, port, path }) {
          const reply = host.send({
            service: 'http',
            operation: 'Get',
            input: { url: `http://${name_}:${port}${path}` },
            region: 'us-east-1',
            principal: '',
          });
          const answer = (reply.ok ? reply.output : { kind: 'unknown host' }) as Answer;
          if (answer.kind === 'answers') body = answer.body;
          return answer;
        },
      });
      host.wind(ends?.after ?? 0);
      const output = outputFile(name, args);
      if (output !== undefined && body !== undefined && ends?.exitCode === 0)
        await fs.writeFile(fs.resolvePath(cwd, output), body);
      const isError = (line: string) => /^(curl: \(|wget: )/.test(line);
      const text = (lines: string[]) => lines.map((line) => `${line}\n`).join('');
      return {
        stdout: text(logs.filter((line) => !isError(line))),
        stderr: text(logs.filter(isError)),
        exitCode: ends?.exitCode ?? 0,
      };
    }),
  );
}

/** The file that the body goes to, if it goes to one. */
function outputFile(name: string, args: readonly string[]): string | undefined {
  const flag = name === 'curl' ? /^(-o|--output)$/ : /^-O$/;
  const path = args[args.findIndex((arg) => flag.test(arg)) + 1];
  const given = args.some((arg) => flag.test(arg));
  return given && path !== '-' && path !== '/dev/null' ? path : undefined;
}
