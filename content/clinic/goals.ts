import type { LabView, Missing } from '../../learner/bench/index.ts';
import { definitionOf, type Definition } from '../ecs/goals.ts';
import { hasSeen, missing, reached } from '../goals.ts';

/** What the incidents share: a service `shop` in the cluster drydock that is not well, and the words that say so. */
interface Deployment {
  id: string;
  status: string;
  taskDefinition: string;
  rolloutState?: string;
  desiredCount: number;
  runningCount: number;
  failedTasks: number;
  createdAt: number;
}

interface Service {
  status: string;
  taskDefinition: string;
  desiredCount: number;
  runningCount: number;
  deployments: Deployment[];
  events: { message: string }[];
  deploymentConfiguration: {
    minimumHealthyPercent: number;
    maximumPercent: number;
    deploymentCircuitBreaker?: { enable: boolean; rollback: boolean };
  };
  networkConfiguration?: { awsvpcConfiguration: { subnets: string[]; assignPublicIp?: string } };
}

const library = 'public.ecr.aws/docker/library';
export const httpd = `${library}/httpd:2.4`;
export const busybox = `${library}/busybox:1.36`;
export const executionRole = 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole';

/** The text of a task definition of the family shop with one container. */
export function shop(container: object, more: object = {}): string {
  const definition = {
    family: 'shop',
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    executionRoleArn: executionRole,
    ...more,
    containerDefinitions: [{ name: 'shop', essential: true, ...container }],
  };
  return `${JSON.stringify(definition, null, 2)}\n`;
}

/** The log group /shop, the driver's options for it, and the line that reads all of it. */
export const logGroup = 'aws logs create-log-group --log-group-name /shop';
export const awslogs = {
  logDriver: 'awslogs',
  options: { 'awslogs-group': '/shop', 'awslogs-region': 'us-east-1', 'awslogs-stream-prefix': 'shop' },
};
export const readLog = 'aws logs filter-log-events --log-group-name /shop --query "events[].message"';

/** Whether a program has written `words` into the log group /shop. */
export const hasLogged = (view: LabView, words: string): boolean =>
  view
    .call<{ events: { message: string }[] }>('logs', 'FilterLogEvents', { logGroupName: '/shop' })
    ?.events.some(({ message }) => message.includes(words)) ?? false;

/** Creates the service; `more` comes last on the command line. */
export const createService = (count: number, more = '', network = '$NETWORK') =>
  `aws ecs create-service --cluster drydock --service-name shop --task-definition shop --desired-count ${count} --launch-type FARGATE --network-configuration ${network}${more} > /dev/null`;

/** Puts the id of a subnet of the zone into SUBNET_A, SUBNET_B, SUBNET_C. */
export const setSubnet = (zone: string) =>
  `SUBNET_${zone.toUpperCase()}=$(aws ec2 describe-subnets --filters Name=availability-zone,Values=us-east-1${zone} --query Subnets[0].SubnetId --output text)`;

/** The Availability Zones of subnets, each once. */
export function zonesOf(view: LabView, SubnetIds: readonly string[]): string[] {
  const answer = view.call<{ Subnets: { AvailabilityZone: string }[] }>('ec2', 'DescribeSubnets', {
    SubnetIds,
  });
  return [...new Set(answer?.Subnets.map(({ AvailabilityZone }) => AvailabilityZone))];
}

export const createCluster = 'aws ecs create-cluster --cluster-name drydock > /dev/null';
export const registerQuietly =
  'aws ecs register-task-definition --cli-input-json file://taskdef.json > /dev/null';
export const updateService = (more: string) =>
  `aws ecs update-service --cluster drydock --service shop ${more} --query service.status`;
/** Puts the newest revision of shop into the service. */
export const deploy = updateService('--task-definition shop');

export const describeService = 'aws ecs describe-services --cluster drydock --services shop';
export const readEvents = `${describeService} --query "services[0].events[].message"`;
export const describeStopped =
  'aws ecs describe-tasks --cluster drydock --tasks $(aws ecs list-tasks --cluster drydock --desired-status STOPPED --query taskArns[0] --output text)';

/** The service, unless it has been deleted: then it is described for a while as DRAINING or INACTIVE. */
export const serviceIn = (view: LabView): Service | undefined =>
  view
    .call<{ services: Service[] }>('ecs', 'DescribeServices', { cluster: 'drydock', services: ['shop'] })
    ?.services.find(({ status }) => status === 'ACTIVE');

/** The task definition that the service is to run. */
export function wantedIn(view: LabView): Definition | undefined {
  const service = serviceIn(view);
  return service && definitionOf(view, service.taskDefinition);
}

/** The name of a revision: `shop:2` of its ARN. */
export const nameOf = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1);

/** The goal of having read the cause: `words` after any command about it. */
export const toFind = (words: string | RegExp, is: string, shouldBe: string) => (view: LabView) =>
  hasSeen(view, /^(aws|docker|curl) /, words) ? reached : missing(is, shouldBe);

/** What the service lacks to be well: `count` tasks RUNNING, all of one deployment that is completed. */
export function lacksToBeWell(view: LabView, count: number): Missing[] {
  const shouldBe = `a completed deployment with ${count} of ${count} tasks RUNNING`;
  const service = serviceIn(view);
  const [first, ...rest] = service?.deployments ?? [];
  if (!service || !first) return missing('the service shop is gone', shouldBe);
  if (service.desiredCount < count)
    return missing(`the service wants ${service.desiredCount} of the ${count} tasks that it had`, shouldBe);
  if (first.runningCount < service.desiredCount)
    return missing(`${first.runningCount} of ${service.desiredCount} tasks are RUNNING`, shouldBe);
  if (rest.length > 0 || first.rolloutState !== 'COMPLETED')
    return missing(`the deployment of ${nameOf(first.taskDefinition)} is ${first.rolloutState}`, shouldBe);
  return reached;
}
