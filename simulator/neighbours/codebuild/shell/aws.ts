import { models, type Model, type Shape } from '../../../api/model.ts';
import type { Reply } from '../../../kernel/journal.ts';
import type { Program } from './run.ts';

/** A call in the name of the build's service role. */
export type Sender = (service: string, operation: string, input: object) => Reply;

const kebab = (name: string) =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();

/**
 * `aws` on the build machine: any operation whose options are texts, numbers, truth values and lists of texts, and
 * `ecr get-login-password`; `--query` takes a plain path. The whole command line is the learner's own shell's.
 */
export const awsProgram =
  (send: Sender): Program =>
  ([service = '', command = '', ...args]) => {
    const took = 700;
    if (service === 'ecr' && command === 'get-login-password') {
      const reply = send('ecr', 'GetAuthorizationToken', {});
      if (!reply.ok) return { output: said(reply, 'GetAuthorizationToken'), status: 254, took };
      const { authorizationData } = reply.output as { authorizationData: { authorizationToken: string }[] };
      return { output: `${atob(authorizationData[0]!.authorizationToken).slice('AWS:'.length)}\n`, took };
    }
    const model = Object.hasOwn(models, service) ? models[service]! : undefined;
    const operation = Object.keys(model?.operations ?? {}).find((name) => kebab(name) === command);
    if (!model || operation === undefined)
      return {
        output: `aws: Drydock's build machine has no aws ${service} ${command}.\n`,
        status: 252,
        took,
      };
    const { input, query, text, wrong } = read(args, model, operation);
    if (wrong !== undefined) return { output: `aws: error: Unknown options: ${wrong}\n`, status: 252, took };
    const reply = send(service, operation, input);
    if (!reply.ok) return { output: said(reply, operation), status: 254, took };
    const picked = query === undefined ? reply.output : pick(reply.output, query);
    return {
      output:
        text && typeof picked !== 'object'
          ? `${String(picked)}\n`
          : `${JSON.stringify(picked, undefined, 4)}\n`,
      took,
    };
  };

function said({ error }: Extract<Reply, { ok: false }>, operation: string): string {
  return `\nAn error occurred (${error.code}) when calling the ${operation} operation: ${error.message}\n`;
}

function read(args: readonly string[], model: Model, operation: string) {
  const shape = model.shapes[model.operations[operation]!.input];
  const input: Record<string, unknown> = {};
  let query: string | undefined;
  let text = false;
  for (let at = 0; at < args.length; at++) {
    const name = args[at]!.replace(/^--/, '');
    const values: string[] = [];
    while (at + 1 < args.length && !args[at + 1]!.startsWith('--')) values.push(args[++at]!);
    const [value = ''] = values;
    if (name === 'query') query = value;
    else if (name === 'output') text = value === 'text';
    else if (name === 'region' || name === 'no-cli-pager') continue;
    else {
      const member = Object.keys(shape?.members ?? {}).find(
        (each) => kebab(each) === name || `no-${kebab(each)}` === name,
      );
      if (member === undefined) return { input, query, text, wrong: args.join(', ') };
      input[member] = valueOf(model.shapes[shape!.members![member]!], values, !name.startsWith('no-'));
    }
  }
  return { input, query, text };
}

function valueOf(shape: Shape | undefined, values: readonly string[], truth: boolean): unknown {
  const [value = ''] = values;
  if (/^[[{]/.test(value)) {
    try {
      return JSON.parse(value) as unknown;
    } catch {
      return value;
    }
  }
  switch (shape?.type) {
    case 'boolean':
      return truth;
    case 'integer':
    case 'double':
      return Number(value);
    case 'list':
      return [...values];
    default:
      return value;
  }
}

/** A path such as `services[0].status`. */
function pick(value: unknown, path: string): unknown {
  let found = value;
  for (const [, name, index] of path.matchAll(/([A-Za-z_]\w*)|\[(\d+)\]/g))
    found = (found as Record<string, unknown> | undefined)?.[name ?? index ?? ''];
  return found ?? null;
}
