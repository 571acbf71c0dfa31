import { defineSandbox, type Lab } from '../../learner/bench/index.ts';

const account = '123456789012';
const region = 'us-east-1';
export const registry = `${account}.dkr.ecr.${region}.amazonaws.com`;

/** What every sandbox starts with: a small web page in an image, and the plan to run it. */
const files = {
  'taskdef.json': `{
  "family": "web",
  "requiresCompatibilities": ["FARGATE"],
  "networkMode": "awsvpc",
  "cpu": "256",
  "memory": "512",
  "executionRoleArn": "arn:aws:iam::${account}:role/ecsTaskExecutionRole",
  "containerDefinitions": [
    {
      "name": "web",
      "image": "${registry}/web:v1",
      "essential": true,
      "portMappings": [{ "containerPort": 80 }]
    }
  ]
}
`,
  Dockerfile: 'FROM public.ecr.aws/docker/library/httpd:2.4\nCOPY index.html /usr/local/apache2/htdocs/\n',
  'index.html': '<!doctype html>\n<title>Drydock</title>\n<h1>It floats</h1>\n',
};

/** Command lines that lead from an empty cloud to a pushed image. */
export const push: readonly string[] = [
  `export REGISTRY=${registry}`,
  'aws ecr create-repository --repository-name web',
  'docker build -q -t $REGISTRY/web:v1 .',
  'aws ecr get-login-password | docker login --username AWS --password-stdin $REGISTRY',
  'docker push -q $REGISTRY/web:v1',
];

/** And from there to a cluster with a registered task definition. */
export const prepare: readonly string[] = [
  ...push,
  'aws ecs register-task-definition --cli-input-json file://taskdef.json',
  'aws ecs create-cluster --cluster-name drydock',
];

const network = '"awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"';

/** A service of `count` tasks, and the minutes that it takes to be steady. */
export const serve = (count: number): readonly string[] => [
  ...prepare,
  `aws ecs create-service --cluster drydock --service-name web --task-definition web --desired-count ${count} --launch-type FARGATE --deployment-configuration "deploymentCircuitBreaker={enable=true,rollback=true}" --network-configuration ${network}`,
  'sleep 180',
];

/** A sandbox of this harbour. */
export function sandbox(
  from: Pick<Lab, 'id' | 'title' | 'firstCommand'> & { start?: readonly string[] },
): Lab {
  return defineSandbox({ ...from, region, seed: from.id, files, open: 'taskdef.json' });
}
