import { AwsError } from '../api/errors.ts';
import type { Service } from '../api/service.ts';
import { capacityOperations } from './capacity/index.ts';
import { createCluster, deleteCluster, describeClusters, listClusters } from './clusters.ts';
import type { EcsScope } from './scope.ts';
import { serviceOperations } from './services/index.ts';
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
    ...serviceOperations,
    CreateCluster: createCluster,
    DeleteCluster: deleteCluster,
    DeleteAccountSetting: deleteAccountSetting,
    DeleteTaskDefinitions: deleteTaskDefinitions,
    DeregisterTaskDefinition: deregisterTaskDefinition,
    DescribeClusters: describeClusters,
    DescribeTaskDefinition: describeTaskDefinition,
    DescribeTasks: describeTasks,
    ExecuteCommand: executeCommand,
    GetTaskProtection: getTaskProtection,
    ListAccountSettings: listAccountSettings,
    ListClusters: listClusters,
    ListTagsForResource: listTagsForResource,
    ListTaskDefinitionFamilies: listTaskDefinitionFamilies,
    ListTaskDefinitions: listTaskDefinitions,
    ListTasks: listTasks,
    PutAccountSetting: putAccountSetting,
    PutAccountSettingDefault: putAccountSettingDefault,
    RegisterTaskDefinition: registerTaskDefinition,
    RunTask: runTask,
    StartTask: startTask,
    StopTask: stopTask,
    TagResource: tagResource,
    UntagResource: untagResource,
    UpdateTaskProtection: updateTaskProtection,
  },
  missing: (member) =>
    new AwsError(
      'InvalidParameterException',
      `${member[0]!.toUpperCase()}${member.slice(1)} can not be blank.`,
    ),
};
