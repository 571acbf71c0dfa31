import { validateTaskDefinition, type Problem } from '../../../simulator/ecs/task-definition/index.ts';
import { checkAppSpec } from './app-spec.ts';
import { checkDockerfile } from './dockerfile.ts';
import { checkLifecyclePolicy } from './lifecycle-policy.ts';
import type { FileKind } from './kind.ts';
import { checkPolicy } from './policy.ts';

const checks: Readonly<Record<FileKind, (text: string) => Problem[]>> = {
  'task definition': validateTaskDefinition,
  Dockerfile: checkDockerfile,
  'identity policy': (text) => checkPolicy(text, 'identity policy'),
  'trust policy': (text) => checkPolicy(text, 'trust policy'),
  'repository policy': (text) => checkPolicy(text, 'repository policy'),
  'lifecycle policy': checkLifecyclePolicy,
  'AppSpec file': checkAppSpec,
};

/** Everything that is wrong with a file of this kind, in document order; never throws. */
export function checkFile(kind: FileKind, text: string): Problem[] {
  return checks[kind](text);
}
