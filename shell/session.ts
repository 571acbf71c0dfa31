import type { Bash, BashExecResult } from 'just-bash/browser';

type Script = ReturnType<Bash['transform']>['ast'];
type Statement = Script['statements'][number];

/**
 * just-bash begins every `exec` afresh. This carries on what a person at a prompt expects: the working folder,
 * variables, functions and `$?`. Variables come back with each result; functions are read off the parsed line and,
 * with the last exit code, put before the next one, through the interpreter's own transform hook.
 */
export class Continuity {
  readonly #bash: Bash;
  #prelude: Statement[] = [];
  #idle = true;
  readonly #functions = new Map<string, Statement>();
  #lastExitCode = 0;
  #env: Record<string, string>;

  constructor(bash: Bash) {
    this.#bash = bash;
    this.#env = bash.getEnv();
    bash.registerTransformPlugin({
      name: 'continuity',
      transform: ({ ast }) => {
        if (this.#idle) return { ast };
        this.#idle = true;
        for (const statement of ast.statements) this.#remember(statement);
        return { ast: { ...ast, statements: [...this.#prelude, ...ast.statements] } };
      },
    });
  }

  get env(): Readonly<Record<string, string>> {
    return this.#env;
  }

  get cwd(): string {
    return this.#env['PWD'] ?? '/';
  }

  /** Runs one line, or a whole script, as the next thing typed at the prompt. */
  async run(line: string, signal?: AbortSignal): Promise<BashExecResult> {
    this.#prelude = [...this.#functions.values()];
    if (this.#lastExitCode !== 0)
      this.#prelude.push(...this.#bash.transform(`(exit ${this.#lastExitCode})`).ast.statements);
    this.#idle = false;
    try {
      const result = await this.#bash.exec(line, {
        rawScript: true,
        replaceEnv: true,
        env: this.#env,
        cwd: this.cwd,
        ...(signal ? { signal } : {}),
      });
      if (signal?.aborted) Object.assign(result, { stderr: '', exitCode: 130 });
      result.stderr = result.stderr.replace(
        /bash: too many (commands|iterations|loop)[^\n]*/,
        'bash: stopped: this line ran on and on. Is there an endless loop in it? Put a sleep into the loop, or count its turns.',
      );
      this.#lastExitCode = result.exitCode;
      this.#env = result.env;
      return result;
    } finally {
      this.#idle = true;
    }
  }

  #remember(statement: Statement): void {
    for (const pipeline of statement.pipelines) {
      for (const command of pipeline.commands) {
        if (command.type === 'FunctionDef') this.#functions.set(command.name, statement);
      }
    }
  }
}
