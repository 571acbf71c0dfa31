import { AwsError } from '../../api/errors.ts';
import type { Service } from '../../api/service.ts';
import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import { deregisterInstance, discoverInstances, listInstances, registerInstance } from './instances.ts';
import {
  createHttpNamespace,
  createPrivateDnsNamespace,
  deleteNamespace,
  getNamespace,
  listNamespaces,
} from './namespaces.ts';
import { getOperation, operationEvent } from './operations.ts';
import { createService, deleteService, getService, listServices } from './services.ts';

/** AWS Cloud Map. */
export const serviceDiscoveryService: Service<RegionScope> = {
  name: 'servicediscovery',
  operations: {
    CreateHttpNamespace: createHttpNamespace,
    CreatePrivateDnsNamespace: createPrivateDnsNamespace,
    CreateService: createService,
    DeleteNamespace: deleteNamespace,
    DeleteService: deleteService,
    DeregisterInstance: deregisterInstance,
    DiscoverInstances: discoverInstances,
    GetNamespace: getNamespace,
    GetOperation: getOperation,
    GetService: getService,
    ListInstances: listInstances,
    ListNamespaces: listNamespaces,
    ListServices: listServices,
    RegisterInstance: registerInstance,
  },
  missing: (member) => new AwsError('InvalidInput', `${member} must be specified.`),
};

export const serviceDiscoveryReactions: Readonly<
  Record<string, (effect: Effect, scope: RegionScope) => void>
> = {
  'servicediscovery.operation': operationEvent,
};
