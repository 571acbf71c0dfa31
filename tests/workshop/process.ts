/** Servers in processes of their own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface ServerProcess {
  readonly url: string;
  readonly instructor: string;
  readonly code: string;
  readonly child: ChildProcess;
  /** As the machine does when it has no memory left: nothing is tidied up. */
  kill(): Promise<void>;
}

/** @param port 0 takes any free one */
export async function startServer(port: number, place: string): Promise<ServerProcess> {
  const script = new URL('node.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, String(port), place], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const line = await Promise.race([
    new Promise<string>((resolve) => createInterface({ input: child.stdout! }).once('line', resolve)),
    gone.then(() => {
      throw new Error('The server ended before it listened.');
    }),
  ]);
  return {
    ...(JSON.parse(line) as Pick<ServerProcess, 'url' | 'instructor' | 'code'>),
    child,
    kill() {
      child.kill('SIGKILL');
      return gone;
    },
  };
}

/** Tokens of new participants, a few at a time. */
export async function joinMany(url: string, code: string, count: number): Promise<string[]> {
  const tokens: string[] = [];
  for (let begun = 0; begun < count; begun += 50)
    tokens.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(50, count - begun) }, async (_, index) => {
          const body = JSON.stringify({ code, name: `Person ${begun + index}` });
          const answer = await fetch(`${url}workshop/api/join`, { method: 'POST', body });
          return ((await answer.json()) as { token: string }).token;
        }),
      )),
    );
  return tokens;
}
