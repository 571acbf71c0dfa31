import type { Operation } from '../../api/service.ts';
import type { EcsScope } from '../scope.ts';
import { describeServices, listServices, listServicesByNamespace } from './list.ts';
import { createService, deleteService, updateService } from './operations.ts';
import {
  continueServiceDeployment,
  describeServiceDeployments,
  describeServiceRevisions,
  listServiceDeployments,
  stopServiceDeployment,
} from './service-deployments.ts';
import {
  createTaskSet,
  deleteTaskSet,
  describeTaskSets,
  updateServicePrimaryTaskSet,
  updateTaskSet,
} from './task-set-operations.ts';

/** The operations of ECS on services, their deployments and their task sets. */
export const serviceOperations: Readonly<Record<string, Operation<EcsScope>>> = {
  ContinueServiceDeployment: continueServiceDeployment,
  CreateService: createService,
  CreateTaskSet: createTaskSet,
  DeleteService: deleteService,
  DeleteTaskSet: deleteTaskSet,
  DescribeServiceDeployments: describeServiceDeployments,
  DescribeServiceRevisions: describeServiceRevisions,
  DescribeServices: describeServices,
  DescribeTaskSets: describeTaskSets,
  ListServiceDeployments: listServiceDeployments,
  ListServices: listServices,
  ListServicesByNamespace: listServicesByNamespace,
  StopServiceDeployment: stopServiceDeployment,
  UpdateService: updateService,
  UpdateServicePrimaryTaskSet: updateServicePrimaryTaskSet,
  UpdateTaskSet: updateTaskSet,
};
