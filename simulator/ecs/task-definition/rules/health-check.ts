/** Health checks: intervals and timeouts in seconds. */
import { documentation } from '../documentation.ts';
import { topic, type Rule } from '../rule.ts';

const healthCheck = '/containerDefinitions/0/healthCheck';

interface Limit {
  member: 'interval' | 'timeout' | 'retries' | 'startPeriod';
  minimum: number;
  maximum: number;
}
const limits: Limit[] = [
  { member: 'interval', minimum: 5, maximum: 300 },
  { member: 'timeout', minimum: 2, maximum: 60 },
  { member: 'retries', minimum: 1, maximum: 10 },
  { member: 'startPeriod', minimum: 0, maximum: 300 },
];

function limit({ member, minimum, maximum }: Limit, side: 'maximum' | 'minimum') {
  const most = side === 'maximum';
  const bound = most ? maximum : minimum;
  const says = (container: string) =>
    `Health check ${member} must be ${most ? 'less' : 'greater'} than or equal to the ${most ? 'maximum' : 'minimum'} allowed value ${bound} for container '${container}'`;
  return {
    id: `HC-${member.toUpperCase()}${most ? '' : '-MIN'}`,
    wording: most ? ('verbatim' as const) : ('paraphrase' as const),
    condition: `health check ${member} ${most ? 'above' : 'under'} ${bound}`,
    message: says('{container}'),
    *check({ containers }: Parameters<NonNullable<Rule['check']>>[0]) {
      for (const { definition, at, name } of containers) {
        const value = definition.healthCheck?.[member];
        if (value === undefined || (most ? value <= bound : value >= bound)) continue;
        yield { at: `${at}/healthCheck/${member}`, values: { container: name } };
      }
    },
    example: {
      base: 'fargate' as const,
      change: { [`${healthCheck}/${member}`]: most ? bound + 1 : bound - 1 },
      at: `${healthCheck}/${member}`,
      says: says('app'),
    },
  };
}

export const healthCheckRules: Rule[] = topic(documentation.healthCheck, [
  ...limits.map((each) => limit(each, 'maximum')),
  ...limits.map((each) => limit(each, 'minimum')),
  {
    id: 'HC-COMMAND-EMPTY',
    wording: 'paraphrase',
    condition: 'a health check with an empty command',
    message: "Health check command must not be empty for container '{container}'",
    *check({ containers }) {
      for (const { definition, at, name } of containers) {
        if (definition.healthCheck?.command?.length === 0)
          yield { at: `${at}/healthCheck/command`, values: { container: name } };
      }
    },
    example: {
      base: 'fargate',
      change: { [`${healthCheck}/command`]: [] },
      at: `${healthCheck}/command`,
      says: "Health check command must not be empty for container 'app'",
    },
  },
  {
    id: 'HC-COMMAND-FORM',
    level: 'advice',
    severity: 'warning',
    wording: 'paraphrase',
    condition: 'a health check command that does not start with CMD, CMD-SHELL or NONE',
    message:
      "The health check of container '{container}' should start with CMD or CMD-SHELL. Amazon ECS takes it as if it started with CMD.",
    *check({ containers }) {
      for (const { definition, at, name } of containers) {
        const first = definition.healthCheck?.command?.[0];
        if (first === undefined || ['CMD', 'CMD-SHELL', 'NONE'].includes(first)) continue;
        yield { at: `${at}/healthCheck/command/0`, values: { container: name } };
      }
    },
    fix: 'Put "CMD-SHELL" before a command line, "CMD" before a program and its arguments.',
    example: {
      base: 'fargate',
      change: { [`${healthCheck}/command`]: ['curl', '-f', 'http://localhost:8080/'] },
      at: `${healthCheck}/command/0`,
      says: "The health check of container 'app' should start with CMD or CMD-SHELL. Amazon ECS takes it as if it started with CMD.",
    },
  },
]);
