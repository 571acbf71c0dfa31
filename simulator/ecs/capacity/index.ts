import type { Operation } from '../../api/service.ts';
import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import type { EcsScope } from '../scope.ts';
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
  DeleteAttributes: deleteAttributes,
  DeregisterContainerInstance: deregisterContainerInstance,
  DescribeContainerInstances: describeContainerInstances,
  ListAttributes: listAttributes,
  ListContainerInstances: listContainerInstances,
  PutAttributes: putAttributes,
  RegisterContainerInstance: registerContainerInstance,
  UpdateContainerAgent: updateContainerAgent,
  UpdateContainerInstancesState: updateContainerInstancesState,
};

export const capacityReactions: Readonly<Record<string, (effect: Effect, scope: RegionScope) => void>> = {
  'ecs.agentUpdate': agentUpdateEvent,
  'ecs.capacityCame': capacityCame,
  'ecs.capacityLate': capacityLate,
  'ecs.forgetInstance': forgetInstance,
};
