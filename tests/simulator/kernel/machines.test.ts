import { getShortestPaths } from '@xstate/graph';
import { describe, expect, test } from 'vitest';
import { initialTransition, transition, type AnyStateMachine } from 'xstate';
import { imageLife, imageMachine } from '../../../simulator/ecr/image-machine.ts';
import { previewLife, previewMachine } from '../../../simulator/ecr/lifecycle/preview-machine.ts';
import { backfillLife, backfillMachine } from '../../../simulator/ecr/replication/backfill-machine.ts';
import {
  replicationLife,
  replicationMachine,
} from '../../../simulator/ecr/replication/replication-machine.ts';
import { scanLife, scanMachine } from '../../../simulator/ecr/scanning/scan-machine.ts';
import { signingLife, signingMachine } from '../../../simulator/ecr/signing-machine.ts';
import { tokenLife, tokenMachine } from '../../../simulator/ecr/token-machine.ts';
import {
  rolloutMachine,
  rolloutTable,
  serviceDeploymentMachine,
  serviceDeploymentTable,
  serviceMachine,
  serviceTable,
} from '../../../simulator/ecs/services/machines.ts';
import {
  agentMachine,
  agentTable,
  agentUpdateMachine,
  agentUpdateTable,
  containerInstanceMachine,
  containerInstanceTable,
} from '../../../simulator/ecs/capacity/machines.ts';
import { stageMachine, stageTable } from '../../../simulator/ecs/services/stages.ts';
import {
  stabilityMachine,
  stabilityTable,
  taskSetMachine,
  taskSetTable,
} from '../../../simulator/ecs/services/task-set-machines.ts';
import { providerMachine, providerTable } from '../../../simulator/ecs/capacity/provider-machine.ts';
import { instanceMachine, instanceTable } from '../../../simulator/neighbours/ec2/machines.ts';
import {
  natGatewayMachine,
  natGatewayTable,
  vpcEndpointMachine,
  vpcEndpointTable,
} from '../../../simulator/neighbours/ec2/network-machines.ts';
import {
  actionExecutionMachine,
  actionExecutionTable,
  pipelineExecutionMachine,
  pipelineExecutionTable,
} from '../../../simulator/neighbours/codepipeline/machines.ts';
import {
  buildMachine,
  buildPhaseMachine,
  buildPhaseTable,
  buildTable,
} from '../../../simulator/neighbours/codebuild/machines.ts';
import {
  codeDeploymentMachine,
  codeDeploymentTable,
  lifecycleEventMachine,
  lifecycleEventTable,
} from '../../../simulator/neighbours/codedeploy/machines.ts';
import { containerMachine, containerTable } from '../../../simulator/ecs/tasks/container-machine.ts';
import { healthMachine, healthTable } from '../../../simulator/ecs/tasks/health-machine.ts';
import { taskMachine, taskTable } from '../../../simulator/ecs/tasks/task-machine.ts';
import { timings } from '../../../simulator/ecs/tasks/timings.ts';
import { step, type Table } from '../../../simulator/kernel/machine.ts';
import { activityMachine, activityTable } from '../../../simulator/neighbours/auto-scaling/machine.ts';
import { alarmMachine, alarmTable } from '../../../simulator/neighbours/cloudwatch/alarms/machine.ts';
import {
  loadBalancerMachine,
  loadBalancerTable,
  targetMachine,
  targetTable,
} from '../../../simulator/neighbours/load-balancing/machines.ts';
import { storageMachine, storageTable } from '../../../simulator/neighbours/storage/life.ts';

import {
  operationMachine,
  operationTable,
} from '../../../simulator/neighbours/service-discovery/operation-machine.ts';

const machines: [AnyStateMachine, Table][] = [
  [taskMachine, taskTable],
  [containerMachine, containerTable],
  [healthMachine, healthTable],
  [tokenMachine, tokenLife.table],
  [imageMachine, imageLife.table],
  [scanMachine, scanLife.table],
  [previewMachine, previewLife.table],
  [replicationMachine, replicationLife.table],
  [backfillMachine, backfillLife.table],
  [signingMachine, signingLife.table],
  [serviceMachine, serviceTable],
  [rolloutMachine, rolloutTable],
  [serviceDeploymentMachine, serviceDeploymentTable],
  [containerInstanceMachine, containerInstanceTable],
  [agentMachine, agentTable],
  [providerMachine, providerTable],
  [instanceMachine, instanceTable],
  [agentUpdateMachine, agentUpdateTable],
  [stageMachine, stageTable],
  [taskSetMachine, taskSetTable],
  [stabilityMachine, stabilityTable],
  [loadBalancerMachine, loadBalancerTable],
  [targetMachine, targetTable],
  [operationMachine, operationTable],
  [alarmMachine, alarmTable],
  [activityMachine, activityTable],
  [storageMachine, storageTable],
  [pipelineExecutionMachine, pipelineExecutionTable],
  [actionExecutionMachine, actionExecutionTable],
  [buildMachine, buildTable],
  [buildPhaseMachine, buildPhaseTable],
  [codeDeploymentMachine, codeDeploymentTable],
  [lifecycleEventMachine, lifecycleEventTable],
  [natGatewayMachine, natGatewayTable],
  [vpcEndpointMachine, vpcEndpointTable],
];

/** Statuses that a life comes back to from a stop on the way. */
const interrupted = new Map([['code deployment', ['InProgress']]]);

/**
 * An image goes into the archive and comes back as often as one likes, a deployment may be rolled back to again, a target
 * falls out of use and comes back, and so does health, an alarm rings again; every other life goes one way. A container
 * that is restarted in place keeps its status.
 */
const returning = new Set([
  'image',
  'rollout',
  'target',
  'health',
  'agent',
  'container instance',
  'task set',
  'stability',
  'instance',
  'alarm',
]);

describe.each(machines.map(([machine, table]) => [machine.id, machine, table] as const))(
  '%s',
  (_id, machine, table) => {
    const events = [...new Set(Object.values(machine.states).flatMap(({ ownEvents }) => ownEvents))];

    test('the table answers every event in every state as xstate does', () => {
      for (const name of Object.keys(machine.states)) {
        for (const type of events) {
          const snapshot = machine.resolveState({ value: name, context: {} });
          const [next, actions] = transition(machine, snapshot, { type });
          const taken = machine.states[name]!.ownEvents.includes(type);
          const expected = taken
            ? {
                target: next.value,
                actions: actions.map(({ type: action, params }) =>
                  params ? { type: action, params } : { type: action },
                ),
              }
            : undefined;
          expect(step(table, name, type)).toEqual(expected);
        }
      }
      expect(table.initial.target).toBe(initialTransition(machine)[0].value);
    });

    test('every state is reached along some path, and the table walks each path to the same end', () => {
      const paths = getShortestPaths(machine, { events: events.map((type) => ({ type })) });
      const ends = new Set<string>();
      for (const { steps, state } of paths) {
        let at = table.initial.target;
        for (const { event } of steps)
          if (event.type !== 'xstate.init') at = step(table, at, event.type)?.target ?? at;
        expect(at).toBe(state.value);
        ends.add(at);
      }
      expect([...ends].sort()).toEqual(Object.keys(machine.states).sort());
    });

    test('every state says in a sentence what it is', () => {
      for (const node of Object.values(machine.states)) expect(node.description).toMatch(/^[A-Z].*\.$/);
    });

    test('no status comes twice along any path, unless the life returns to its beginning', () => {
      const again = new Set<string>();
      const visit = (state: string, seen: string[]): void => {
        if (seen.includes(state)) again.add(state);
        else
          for (const { target } of Object.values(table.states[state] ?? {}))
            if (target !== state) visit(target, [...seen, state]);
      };
      visit(table.initial.target, []);
      expect(again.has(table.initial.target)).toBe(returning.has(machine.id));
      if (!returning.has(machine.id)) expect([...again]).toEqual(interrupted.get(machine.id) ?? []);
    });
  },
);

test('every delay that the task machine names has a time and a source', () => {
  const named = Object.values(taskTable.states).flatMap((steps) =>
    Object.values(steps).flatMap(({ actions }) =>
      actions.flatMap(({ params }) => (params?.['delay'] ? [params['delay']] : [])),
    ),
  );
  for (const delay of named) expect(timings[delay]?.source, delay).toBeTruthy();
});

test.each([tokenLife, imageLife, scanLife, previewLife, replicationLife, backfillLife, signingLife])(
  'every delay that a machine of ECR names has a length',
  ({ table, delays }) => {
    const steps = [table.initial, ...Object.values(table.states).flatMap((state) => Object.values(state))];
    const named = steps.flatMap(({ actions }) => actions.flatMap(({ params }) => params?.['delay'] ?? []));
    expect([...new Set(named)].sort()).toEqual(Object.keys(delays).sort());
  },
);
