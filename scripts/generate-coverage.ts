/**
 * Writes `content/reference/simulated-operations.mdx`: which operations of each AWS service the simulator knows, read
 * from the services themselves and from the models of the AWS SDK. A test holds the page to the code.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { models } from '../simulator/api/model.ts';
import { ecrService } from '../simulator/ecr/index.ts';
import { ecrPublicService } from '../simulator/ecr/public/index.ts';
import { ecsService } from '../simulator/ecs/index.ts';
import { neighbourServices } from '../simulator/neighbours/index.ts';
import { iamService, stsService } from '../simulator/iam/index.ts';

export const page = join(import.meta.dirname, '..', 'content', 'reference', 'simulated-operations.mdx');

const titles: Readonly<Record<string, string>> = {
  ecs: 'Amazon ECS',
  ecr: 'Amazon ECR',
  'ecr-public': 'Amazon ECR Public',
  'application-autoscaling': 'Application Auto Scaling',
  autoscaling: 'Amazon EC2 Auto Scaling',
  cloudwatch: 'Amazon CloudWatch',
  codebuild: 'AWS CodeBuild',
  codepipeline: 'AWS CodePipeline',
  deploy: 'AWS CodeDeploy',
  ec2: 'Amazon EC2',
  efs: 'Amazon EFS',
  elbv2: 'Elastic Load Balancing',
  events: 'Amazon EventBridge',
  fsx: 'Amazon FSx',
  logs: 'Amazon CloudWatch Logs',
  scheduler: 'Amazon EventBridge Scheduler',
  secretsmanager: 'AWS Secrets Manager',
  servicediscovery: 'AWS Cloud Map',
  ssm: 'AWS Systems Manager',
  iam: 'AWS Identity and Access Management',
  sts: 'AWS Security Token Service',
};

export interface Coverage {
  service: string;
  sdk: string;
  simulated: string[];
  missing: string[];
}

/** What the simulator knows of each service, by the operations of its model. */
export function coverage(): Coverage[] {
  const neighbours = Object.values(neighbourServices).sort((one, two) => (one.name < two.name ? -1 : 1));
  const services = [ecrService, ecrPublicService, ecsService, iamService, stsService, ...neighbours];
  return services.map(({ name, operations }) => {
    const all = [...Object.keys(models[name]!.operations), ...(models[name]!.others ?? [])].sort();
    return {
      service: name,
      sdk: models[name]!.sdk,
      simulated: all.filter((operation) => Object.hasOwn(operations, operation)),
      missing: all.filter((operation) => !Object.hasOwn(operations, operation)),
    };
  });
}

/** The page's text. */
export function coveragePage(): string {
  const sections = coverage().map(({ service, sdk, simulated, missing }) => {
    const count = simulated.length + missing.length;
    // Of what ECS leans on only a little is simulated: what is not has no row.
    if (Object.hasOwn(neighbourServices, service)) {
      return [
        `## ${titles[service]}`,
        '',
        `${simulated.length} of ${count} operations of \`${sdk}\`: ${simulated.map((operation) => `\`${operation}\``).join(', ')}.`,
      ].join('\n');
    }
    const rows = [...simulated, ...missing]
      .sort()
      .map((operation) => `| \`${operation}\` | ${simulated.includes(operation) ? 'yes' : 'no'} |`);
    return [
      `## ${titles[service]}`,
      '',
      `${simulated.length} of ${count} operations of \`${sdk}\`.`,
      '',
      '| Operation | Simulated |',
      '| --- | --- |',
      ...rows,
    ].join('\n');
  });
  return `${[
    '---',
    'id: reference-simulated-operations',
    'title: Simulated operations',
    'description: Which operations of the AWS services work in the cloud of this course, and which do not.',
    '---',
    '',
    '{/* Written by scripts/generate-coverage.ts: run it again instead of editing this page. */}',
    '',
    'The cloud in this course answers the operations below. One that it does not know is refused with',
    '`NotSimulatedException`, never with an empty success.',
    '',
    sections.join('\n\n'),
  ].join('\n')}\n`;
}

if (import.meta.main) {
  writeFileSync(page, coveragePage());
  for (const { service, simulated, missing } of coverage())
    console.log(`${service}: ${simulated.length} of ${simulated.length + missing.length} operations`);
}
