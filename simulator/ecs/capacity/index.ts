import type { Operation } from '../../api/service.ts';
import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import type { EcsScope } from '../scope.ts';
import { putClusterCapacityProviders, updateCluster, updateClusterSettings } from './clusters.ts';
import {
  discoverPollEndpoint,
  submitAttachmentStateChanges,
  submitContainerStateChange,
  submitTaskStateChange,
} from './agent-reports.ts';
import { hostAway, hostGone } from './hosts.ts';
import {
  createCapacityProvider,
  deleteCapacityProvider,
  describeCapacityProviders,
  updateCapacityProvider,
} from './providers.ts';
import { scale } from './scaling.ts';
import { deleteAttributes, listAttributes, putAttributes } from './attributes.ts';
import {
  agentUpdateEvent,
  describeContainerInstances,
  forgetInstance,
  listContainerInstances,
  updateContainerAgent,
  updateContainerInstancesState,
} from './operations.ts';
import { deregisterContainerInstance, registerContainerInstance } from './register.ts';
import { capacityCame, capacityLate } from './seat.ts';

/** The operations of ECS on what tasks run on. */
export const capacityOperations: Readonly<Record<string, Operation<EcsScope>>> = {
  CreateCapacityProvider: createCapacityProvider,
  DeleteAttributes: deleteAttributes,
  DeleteCapacityProvider: deleteCapacityProvider,
  DescribeCapacityProviders: describeCapacityProviders,
  PutClusterCapacityProviders: putClusterCapacityProviders,
  UpdateCapacityProvider: updateCapacityProvider,
  UpdateCluster: updateCluster,
  UpdateClusterSettings: updateClusterSettings,
  DeregisterContainerInstance: deregisterContainerInstance,
  DescribeContainerInstances: describeContainerInstances,
  DiscoverPollEndpoint: discoverPollEndpoint,
  ListAttributes: listAttributes,
  ListContainerInstances: listContainerInstances,
  PutAttributes: putAttributes,
  RegisterContainerInstance: registerContainerInstance,
  SubmitAttachmentStateChanges: submitAttachmentStateChanges,
  SubmitContainerStateChange: submitContainerStateChange,
  SubmitTaskStateChange: submitTaskStateChange,
  UpdateContainerAgent: updateContainerAgent,
  UpdateContainerInstancesState: updateContainerInstancesState,
};

export const capacityReactions: Readonly<Record<string, (effect: Effect, scope: RegionScope) => void>> = {
  'ecs.agentUpdate': agentUpdateEvent,
  'ecs.capacityCame': capacityCame,
  'ecs.capacityLate': capacityLate,
  'ecs.forgetInstance': forgetInstance,
  'ecs.hostAway': hostAway,
  'ecs.hostGone': hostGone,
  'ecs.scale': scale,
};
