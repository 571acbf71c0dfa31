import { AwsError } from '../api/errors.ts';
import type { Service } from '../api/service.ts';
import { capacityOperations } from './capacity/index.ts';
import { createCluster, deleteCluster, describeClusters, listClusters } from './clusters.ts';
import type { EcsScope } from './scope.ts';
import { describeServices, listServices } from './services/list.ts';
import { createService, deleteService, updateService } from './services/operations.ts';
import {
  describeServiceDeployments,
  describeServiceRevisions,
  listServiceDeployments,
  stopServiceDeployment,
} from './services/service-deployments.ts';
import { executeCommand } from './tasks/exec.ts';
import { getTaskProtection, updateTaskProtection } from './tasks/protection.ts';
import { listTagsForResource, tagResource, untagResource } from './tags.ts';
import {
  deleteAccountSetting,
  listAccountSettings,
  putAccountSetting,
  putAccountSettingDefault,
} from './account-settings.ts';
import {
  deleteTaskDefinitions,
  deregisterTaskDefinition,
  describeTaskDefinition,
  listTaskDefinitionFamilies,
  listTaskDefinitions,
  registerTaskDefinition,
} from './task-definitions.ts';
import { describeTasks, listTasks, runTask, startTask, stopTask } from './tasks/run.ts';

/** Amazon ECS. */
export const ecsService: Service<EcsScope> = {
  name: 'ecs',
  operations: {
    ...capacityOperations,
    CreateCluster: createCluster,
    CreateService: createService,
    DeleteCluster: deleteCluster,
    DeleteAccountSetting: deleteAccountSetting,
    DeleteService: deleteService,
    DeleteTaskDefinitions: deleteTaskDefinitions,
    DeregisterTaskDefinition: deregisterTaskDefinition,
    DescribeClusters: describeClusters,
    DescribeServiceDeployments: describeServiceDeployments,
    DescribeServiceRevisions: describeServiceRevisions,
    DescribeServices: describeServices,
    DescribeTaskDefinition: describeTaskDefinition,
    DescribeTasks: describeTasks,
    ExecuteCommand: executeCommand,
    GetTaskProtection: getTaskProtection,
    ListAccountSettings: listAccountSettings,
    ListClusters: listClusters,
    ListServiceDeployments: listServiceDeployments,
    ListServices: listServices,
    ListTagsForResource: listTagsForResource,
    ListTaskDefinitionFamilies: listTaskDefinitionFamilies,
    ListTaskDefinitions: listTaskDefinitions,
    ListTasks: listTasks,
    PutAccountSetting: putAccountSetting,
    PutAccountSettingDefault: putAccountSettingDefault,
    RegisterTaskDefinition: registerTaskDefinition,
    RunTask: runTask,
    StartTask: startTask,
    StopServiceDeployment: stopServiceDeployment,
    StopTask: stopTask,
    TagResource: tagResource,
    UntagResource: untagResource,
    UpdateService: updateService,
    UpdateTaskProtection: updateTaskProtection,
  },
  missing: (member) =>
    new AwsError(
      'InvalidParameterException',
      `${member[0]!.toUpperCase()}${member.slice(1)} can not be blank.`,
    ),
};
