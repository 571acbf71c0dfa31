import type { RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import type { Wire } from '../api/wire.ts';
import { refuseRegistration } from './task-definition/refuse.ts';

type Registered = Wire<RegisterTaskDefinitionRequest>;

/** Task cpu in CPU units and memory in MiB out of the forms that ECS takes: `256`, `1 vCPU`, `.5 vCPU`, `2GB`, `512`. */
export function normaliseSize(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const match = /^\s*(\d*\.?\d+)\s*(vcpu|gb)?\s*$/i.exec(text);
  if (!match) return text;
  return String(Math.round(Number(match[1]) * (match[2] ? 1024 : 1)));
}

/** A definition as ECS gives it back: with the defaults that registration fills in. */
export function withDefaults(input: Registered): Registered {
  const hostPortFollows = input.networkMode === 'awsvpc' || input.networkMode === 'host';
  return {
    ...input,
    ...(input.cpu === undefined ? {} : { cpu: normaliseSize(input.cpu)! }),
    ...(input.memory === undefined ? {} : { memory: normaliseSize(input.memory)! }),
    volumes: input.volumes ?? [],
    placementConstraints: input.placementConstraints ?? [],
    containerDefinitions: (input.containerDefinitions ?? []).map((container) => ({
      ...container,
      cpu: container.cpu ?? 0,
      portMappings: (container.portMappings ?? []).map((mapping) => ({
        ...mapping,
        ...(mapping.containerPort === undefined
          ? {}
          : { hostPort: mapping.hostPort ?? (hostPortFollows ? mapping.containerPort : 0) }),
        protocol: mapping.protocol ?? 'tcp',
      })),
      essential: container.essential ?? true,
      environment: container.environment ?? [],
      mountPoints: container.mountPoints ?? [],
      volumesFrom: container.volumesFrom ?? [],
      systemControls: container.systemControls ?? [],
    })),
  };
}

/**
 * The launch types that a definition fits. A definition that asks for FARGATE was held to Fargate's rules when it was
 * registered; one that asks for nothing fits Fargate when it is awsvpc with a size of its own, and those rules take it.
 */
export function compatibilitiesOf(input: Registered): string[] {
  const asked = input.requiresCompatibilities ?? [];
  const fargate =
    asked.includes('FARGATE') ||
    (asked.length === 0 &&
      input.networkMode === 'awsvpc' &&
      input.cpu !== undefined &&
      input.memory !== undefined &&
      refuseRegistration({ ...input, requiresCompatibilities: ['FARGATE'] }) === undefined);
  return [
    ...(input.networkMode === 'awsvpc' ? [] : ['EXTERNAL']),
    'EC2',
    ...(fargate ? ['FARGATE'] : []),
    ...(asked.includes('MANAGED_INSTANCES') ? ['MANAGED_INSTANCES'] : []),
  ];
}

const ecrImage = /^\d{12}\.dkr\.ecr\./;

/** The container agent's capabilities that a definition needs (agent: `agent/app/agent_capability.go`). */
export function attributesOf(input: Registered): { name: string }[] {
  const containers = input.containerDefinitions ?? [];
  const names = new Set<string>();
  const docker = (version: string) => names.add(`com.amazonaws.ecs.capability.docker-remote-api.${version}`);
  for (const { logConfiguration, image, secrets, healthCheck } of containers) {
    if (logConfiguration?.logDriver) {
      names.add(`com.amazonaws.ecs.capability.logging-driver.${logConfiguration.logDriver}`);
      if (logConfiguration.logDriver === 'awslogs' && input.executionRoleArn)
        names.add('ecs.capability.execution-role-awslogs');
      docker('1.19');
    }
    if (image && ecrImage.test(image)) {
      names.add('com.amazonaws.ecs.capability.ecr-auth');
      if (input.executionRoleArn) names.add('ecs.capability.execution-role-ecr-pull');
      docker('1.19');
    }
    if (secrets?.some(({ valueFrom }) => valueFrom?.includes(':secretsmanager:')))
      names.add('ecs.capability.secrets.asm.environment-variables');
    if (secrets?.some(({ valueFrom }) => !valueFrom?.includes(':secretsmanager:')))
      names.add('ecs.capability.secrets.ssm.environment-variables');
    if (healthCheck) {
      names.add('ecs.capability.container-health-check');
      docker('1.24');
    }
  }
  if (input.taskRoleArn) {
    names.add('com.amazonaws.ecs.capability.task-iam-role');
    docker('1.17');
  }
  if (input.networkMode === 'awsvpc') names.add('ecs.capability.task-eni');
  docker('1.18');
  return [...names].map((name) => ({ name }));
}
