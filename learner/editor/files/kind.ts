import { member, readTree, valueOf, type Node } from '../json/tree.ts';

/** What a file is, as far as somebody checks it. */
export type FileKind =
  | 'task definition'
  | 'Dockerfile'
  | 'identity policy'
  | 'trust policy'
  | 'repository policy'
  | 'lifecycle policy'
  | 'AppSpec file';

/** The kind of a file, by its name and, where that leaves it open, by what stands in it; nothing for others. */
export function kindOf(path: string, text: string): FileKind | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/^(.*\.)?(docker|container)file(\..+)?$/i.test(name) && !/\.dockerignore$/i.test(name))
    return 'Dockerfile';
  if (/^app-?spec.*\.(ya?ml|json)$/i.test(name)) return isServerAppSpec(text) ? undefined : 'AppSpec file';
  if (/\.ya?ml$/i.test(name)) return /^\s*-?\s*TargetService\s*:/m.test(text) ? 'AppSpec file' : undefined;
  if (!/\.json$/i.test(name)) return undefined;
  return kindOfJson(name, text);
}

/** AppSpec files of servers and of Lambda functions are others. */
const isServerAppSpec = (text: string) =>
  /^\s*"?os"?\s*:/m.test(text) || text.includes('AWS::Lambda::Function');

function kindOfJson(name: string, text: string): FileKind | undefined {
  const isNamed = /task[-_]?def/i.test(name);
  if (text.includes('"containerDefinitions"') || text.includes('"ContainerDefinitions"'))
    return 'task definition';
  if (isNamed) return 'task definition';
  if (text.includes('"TargetService"')) return 'AppSpec file';
  // A long file that names none of these is none of these.
  if (!/"(?:Statement|rules)"/.test(text)) return policyByName(name);
  const root = readTree(text);
  if (member(root, 'Statement')) return policyKind(root);
  return isLifecycle(root) || /life-?cycle/i.test(name) ? 'lifecycle policy' : undefined;
}

function isLifecycle(root: Node | undefined): boolean {
  const rules = valueOf(member(root, 'rules'));
  return (
    Array.isArray(rules) &&
    rules.some(
      (rule: unknown) =>
        typeof rule === 'object' && rule !== null && ('rulePriority' in rule || 'selection' in rule),
    )
  );
}

function policyByName(name: string): FileKind | undefined {
  if (/life-?cycle/i.test(name)) return 'lifecycle policy';
  if (/^(repository|repo|ecr)-?policy/i.test(name)) return 'repository policy';
  if (/^trust(-?policy)?\.|assume-?role/i.test(name)) return 'trust policy';
  return /policy\.json$/i.test(name) ? 'identity policy' : undefined;
}

/** Who is meant tells what a policy stands on: a role's trust speaks of STS, a repository's of ECR. */
function policyKind(root: Node | undefined): FileKind | undefined {
  const given = valueOf(member(root, 'Statement'));
  const statements = (Array.isArray(given) ? given : [given]).filter(
    (each): each is Record<string, unknown> => typeof each === 'object' && each !== null,
  );
  if (!statements.some((each) => 'Principal' in each || 'NotPrincipal' in each)) return 'identity policy';
  const actions = JSON.stringify(statements.map((each) => each['Action']));
  if (/"sts:/i.test(actions)) return 'trust policy';
  // The policies of buckets, keys and queues are not checked here.
  return /"ecr/i.test(actions) ? 'repository policy' : undefined;
}
