/** How a container runs: restarts, timeouts (seconds), limits, devices. */
import { each } from '../context.ts';
import { documentation } from '../documentation.ts';
import { topic, type Rule } from '../rule.ts';

const container = '/containerDefinitions/0';

function timeoutMinimum(id: string, member: 'stopTimeout' | 'startTimeout', word: string) {
  return {
    id,
    wording: 'paraphrase' as const,
    unverified: true as const,
    condition: `${member} under 2 seconds`,
    message: `Granular ${word} timeout on container '{container}' must be at least 2 seconds.`,
    *check({ containers }: Parameters<NonNullable<Rule['check']>>[0]) {
      for (const { definition, at, name } of containers) {
        if ((definition[member] ?? 2) < 2) yield { at: `${at}/${member}`, values: { container: name } };
      }
    },
    example: {
      base: 'ec2' as const,
      change: { [`${container}/${member}`]: 1 },
      at: `${container}/${member}`,
      says: `Granular ${word} timeout on container 'app' must be at least 2 seconds.`,
    },
  };
}

export const runtime: Rule[] = [
  ...topic(documentation.restartPolicy, [
    {
      id: 'RESTART-PERIOD',
      condition: 'a restart attempt period outside 60 to 1800 seconds',
      message: "The 'restartAttemptPeriod' setting for container '{container}' must be between 60 and 1800.",
      *check({ containers }) {
        for (const { definition, at, name } of containers) {
          const period = definition.restartPolicy?.restartAttemptPeriod ?? 60;
          if (period < 60 || period > 1800) {
            yield { at: `${at}/restartPolicy/restartAttemptPeriod`, values: { container: name } };
          }
        }
      },
      example: {
        base: 'fargate',
        change: { [`${container}/restartPolicy`]: { enabled: true, restartAttemptPeriod: 30 } },
        at: `${container}/restartPolicy/restartAttemptPeriod`,
        says: "The 'restartAttemptPeriod' setting for container 'app' must be between 60 and 1800.",
      },
    },
    {
      id: 'RESTART-EXITCODES',
      wording: 'paraphrase',
      condition: 'more than 50 ignored exit codes',
      message:
        "The 'ignoredExitCodes' setting for container '{container}' has {count} exit codes. At most 50 are allowed.",
      *check({ containers }) {
        for (const { definition, at, name } of containers) {
          const count = definition.restartPolicy?.ignoredExitCodes?.length ?? 0;
          if (count > 50)
            yield { at: `${at}/restartPolicy/ignoredExitCodes`, values: { container: name, count } };
        }
      },
      example: {
        base: 'fargate',
        change: {
          [`${container}/restartPolicy`]: {
            enabled: true,
            ignoredExitCodes: Array.from({ length: 51 }, (_, code) => code),
          },
        },
        at: `${container}/restartPolicy/ignoredExitCodes`,
        says: "The 'ignoredExitCodes' setting for container 'app' has 51 exit codes. At most 50 are allowed.",
      },
    },
  ]),
  ...topic(documentation.containerDefinition, [
    timeoutMinimum('STOPTIMEOUT-MIN', 'stopTimeout', 'stop'),
    timeoutMinimum('STARTTIMEOUT-MIN', 'startTimeout', 'start'),
    {
      id: 'ULIMIT-SOFT-HARD',
      documentation: documentation.ulimit,
      condition: 'a soft limit above the hard limit',
      message: 'Soft limit exceeds hard limit for ulimit {ulimit}',
      *check({ containers }) {
        for (const { definition, at } of containers) {
          for (const [{ name, softLimit, hardLimit }, place] of each(definition.ulimits, `${at}/ulimits`)) {
            if (softLimit === undefined || hardLimit === undefined) continue;
            // -1 stands for no limit.
            const most = hardLimit === -1 ? Infinity : hardLimit;
            if ((softLimit === -1 ? Infinity : softLimit) > most) {
              yield { at: `${place}/softLimit`, values: { ulimit: name ?? '' } };
            }
          }
        }
      },
      example: {
        base: 'ec2',
        change: { [`${container}/ulimits/0/softLimit`]: 8192 },
        at: `${container}/ulimits/0/softLimit`,
        says: 'Soft limit exceeds hard limit for ulimit nofile',
      },
    },
    {
      id: 'TMPFS-SIZE',
      documentation: documentation.linuxParameters,
      condition: 'a tmpfs size not above zero',
      message:
        'The container has an invalid tmpfs size value specified. It must be a non-zero, non-negative integer.',
      *check({ containers }) {
        for (const { definition, at } of containers) {
          for (const [{ size }, place] of each(
            definition.linuxParameters?.tmpfs,
            `${at}/linuxParameters/tmpfs`,
          )) {
            if (size !== undefined && size <= 0) yield { at: `${place}/size` };
          }
        }
      },
      example: {
        base: 'ec2',
        change: { [`${container}/linuxParameters`]: { tmpfs: [{ containerPath: '/tmp', size: 0 }] } },
        at: `${container}/linuxParameters/tmpfs/0/size`,
        says: 'The container has an invalid tmpfs size value specified. It must be a non-zero, non-negative integer.',
      },
    },
    {
      id: 'SWAPPINESS-RANGE',
      documentation: documentation.linuxParameters,
      wording: 'paraphrase',
      condition: 'swappiness outside 0 to 100',
      message: "The 'swappiness' setting for container '{container}' must be between 0 and 100.",
      *check({ containers }) {
        for (const { definition, at, name } of containers) {
          const swappiness = definition.linuxParameters?.swappiness ?? 0;
          if (swappiness < 0 || swappiness > 100) {
            yield { at: `${at}/linuxParameters/swappiness`, values: { container: name } };
          }
        }
      },
      example: {
        base: 'ec2',
        change: { [`${container}/linuxParameters`]: { maxSwap: 512, swappiness: 101 } },
        at: `${container}/linuxParameters/swappiness`,
        says: "The 'swappiness' setting for container 'app' must be between 0 and 100.",
      },
    },
    {
      id: 'GPU-VALUE',
      documentation: documentation.gpu,
      wording: 'paraphrase',
      unverified: true,
      condition: 'a GPU value that is neither a whole number above zero nor ALL',
      message:
        "Invalid 'resourceRequirements' setting for container '{container}'. The number of GPUs must be a whole number above zero.",
      *check({ containers }) {
        for (const { definition, at, name } of containers) {
          for (const [{ type, value }, place] of each(
            definition.resourceRequirements,
            `${at}/resourceRequirements`,
          )) {
            if (type !== 'GPU' || value === undefined || /^([1-9]\d*|ALL)$/.test(value)) continue;
            yield { at: `${place}/value`, values: { container: name } };
          }
        }
      },
      example: {
        base: 'ec2',
        change: { [`${container}/resourceRequirements`]: [{ type: 'GPU', value: 'one' }] },
        at: `${container}/resourceRequirements/0/value`,
        says: "Invalid 'resourceRequirements' setting for container 'app'. The number of GPUs must be a whole number above zero.",
      },
    },
    {
      id: 'CREDSPEC-MAX',
      documentation: documentation.credentialSpecs,
      wording: 'paraphrase',
      condition: 'more than one credential spec in a container',
      message: "The container '{container}' has {count} credential specs. At most one is allowed.",
      *check({ containers }) {
        for (const { definition, at, name } of containers) {
          const count = definition.credentialSpecs?.length ?? 0;
          if (count > 1) yield { at: `${at}/credentialSpecs`, values: { container: name, count } };
        }
      },
      example: {
        base: 'ec2',
        change: {
          [`${container}/credentialSpecs`]: [
            'credentialspec:arn:aws:ssm:eu-central-1:123456789012:parameter/gmsa',
            'credentialspec:arn:aws:ssm:eu-central-1:123456789012:parameter/gmsa-2',
          ],
        },
        at: `${container}/credentialSpecs`,
        says: "The container 'app' has 2 credential specs. At most one is allowed.",
      },
    },
  ]),
];
