import type { Call } from '../../kernel/journal.ts';
import { requestTags, type Need } from './need.ts';

type Input = Readonly<Record<string, unknown>>;

/** ARN of what a call of a neighbour works on, without `arn:aws:service:region:account:`; several where it names several. */
const resourcesOf: Readonly<Record<string, (input: Input) => string[]>> = {
  secretsmanager: ({ SecretId, Name }) => {
    const id = text(SecretId) ?? text(Name);
    // The six characters that Secrets Manager adds are not in the name.
    return id === undefined ? [] : [id.startsWith('arn:') ? id : `secret:${id}-??????`];
  },
  ssm: ({ Name, Names, Path }) =>
    [text(Name), ...(Array.isArray(Names) ? Names.map(text) : []), text(Path)].flatMap((name) =>
      name === undefined ? [] : [name.startsWith('arn:') ? name : `parameter/${name.replace(/^\//, '')}`],
    ),
  logs: ({ logGroupName, logStreamName }) => {
    const group = text(logGroupName);
    return group === undefined ? [] : [`log-group:${group}:log-stream:${text(logStreamName) ?? ''}`];
  },
};

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The tags that EC2 is to give to what a call makes. */
function tagsOnNew({ TagSpecifications: given }: Input): NonNullable<Need['keys']> {
  if (!Array.isArray(given)) return {};
  return requestTags(
    (given as { Tags?: { Key?: string; Value?: string }[] }[]).flatMap(({ Tags }) => Tags ?? []),
  );
}

/** What a call of a neighbour needs: its action, on the resource that it names where lessons write policies on such, else on `*`. */
export function neighbourNeeds({ service, operation, input, region }: Call, accountId: string): Need[] {
  const prefix = prefixes[service];
  if (prefix === undefined) return [];
  const action = `${prefix}:${operation}`;
  const named = resourcesOf[service]?.((input ?? {}) as Input) ?? [];
  if (named.length === 0) {
    const keys = service === 'ec2' ? tagsOnNew((input ?? {}) as Input) : {};
    return [{ action, resource: '*', accountId, anyResource: true, keys }];
  }
  return named.map((rest) => ({
    action,
    resource: rest.startsWith('arn:') ? rest : `arn:aws:${service}:${region}:${accountId}:${rest}`,
    accountId,
  }));
}

/** What actions of the neighbours begin with, by the service's name on the command line. */
const prefixes: Readonly<Record<string, string>> = {
  'application-autoscaling': 'application-autoscaling',
  autoscaling: 'autoscaling',
  cloudwatch: 'cloudwatch',
  codebuild: 'codebuild',
  codepipeline: 'codepipeline',
  deploy: 'codedeploy',
  ec2: 'ec2',
  efs: 'elasticfilesystem',
  elbv2: 'elasticloadbalancing',
  events: 'events',
  fsx: 'fsx',
  logs: 'logs',
  scheduler: 'scheduler',
  secretsmanager: 'secretsmanager',
  servicediscovery: 'servicediscovery',
  ssm: 'ssm',
  ssmmessages: 'ssmmessages',
};
