import { describe, expect, it } from 'vitest';
import { runAws } from '../../shell/aws/index.ts';
import { exampleKeys, type Reply } from '../../simulator/index.ts';
import observed from './aws-observed.json' with { type: 'json' };

const answers = observed.answers as Record<string, unknown>;

function answer(operation: string, input: { nextToken?: string }): Reply {
  const found = answers[operation] ?? {};
  const output = (Array.isArray(found) ? found[Number(input.nextToken ?? 0)] : found) as Record<
    string,
    string
  >;
  if (!output['__type']) return { ok: true, output };
  return { ok: false, error: { code: output['__type'].split('#')[1]!, message: output['message']! } };
}

describe('the aws command says to the letter what the AWS CLI said to the same line and answer', () => {
  for (const { args, stdout, stderr, exitCode, request } of observed.cases as {
    args: string[];
    stdout: string;
    stderr: string;
    exitCode: number;
    request?: unknown;
  }[]) {
    it(args.join(' '), async () => {
      let sent: unknown;
      const output = await runAws(args, {
        send: ({ operation, input }) => {
          sent = input;
          return answer(operation, input as { nextToken?: string });
        },
        identify: () => ({ principal: 'arn:aws:iam::123456789012:user/learner', secret: exampleKeys.secret }),
        date: () => 0,
        wind: () => {},
        env: {
          AWS_ACCESS_KEY_ID: exampleKeys.id,
          AWS_SECRET_ACCESS_KEY: exampleKeys.secret,
          AWS_REGION: 'us-east-1',
        },
        readFile: async () => undefined,
        readBase64: async () => undefined,
        writeFile: async () => {},
      });
      expect(output).toEqual({ stdout, stderr, exitCode });
      if (request !== undefined) expect(sent).toEqual(request);
    });
  }
});
