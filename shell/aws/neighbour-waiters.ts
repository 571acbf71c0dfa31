import type { Acceptor, Waiter } from './waiter.ts';

type State = Acceptor['state'];

const path =
  (matcher: 'path' | 'pathAny' | 'pathAll') =>
  (argument: string, expected: unknown, state: State): Acceptor => ({ matcher, argument, expected, state });
const [is, any, all] = [path('path'), path('pathAny'), path('pathAll')];
const error = (expected: string, state: State): Acceptor => ({ matcher: 'error', expected, state });
const answer = (state: State): Acceptor => ({ matcher: 'answer', expected: 200, state });

/** Waiters of the neighbours, as botocore's `waiters-2.json` files define them. */
export const neighbourWaiters: Readonly<Record<string, Readonly<Record<string, Waiter>>>> = {
  deploy: {
    'deployment-successful': {
      name: 'DeploymentSuccessful',
      operation: 'get-deployment',
      delay: 15,
      maxAttempts: 120,
      acceptors: [
        is('deploymentInfo.status', 'Succeeded', 'success'),
        is('deploymentInfo.status', 'Failed', 'failure'),
        is('deploymentInfo.status', 'Stopped', 'failure'),
      ],
    },
  },
  ec2: {
    'instance-running': {
      name: 'InstanceRunning',
      operation: 'describe-instances',
      delay: 15,
      maxAttempts: 40,
      acceptors: [
        all('Reservations[].Instances[].State.Name', 'running', 'success'),
        any('Reservations[].Instances[].State.Name', 'shutting-down', 'failure'),
        any('Reservations[].Instances[].State.Name', 'terminated', 'failure'),
        any('Reservations[].Instances[].State.Name', 'stopping', 'failure'),
        error('InvalidInstanceID.NotFound', 'retry'),
      ],
    },
    'instance-stopped': {
      name: 'InstanceStopped',
      operation: 'describe-instances',
      delay: 15,
      maxAttempts: 40,
      acceptors: [
        all('Reservations[].Instances[].State.Name', 'stopped', 'success'),
        any('Reservations[].Instances[].State.Name', 'pending', 'failure'),
        any('Reservations[].Instances[].State.Name', 'terminated', 'failure'),
      ],
    },
    'instance-terminated': {
      name: 'InstanceTerminated',
      operation: 'describe-instances',
      delay: 15,
      maxAttempts: 40,
      acceptors: [
        all('Reservations[].Instances[].State.Name', 'terminated', 'success'),
        any('Reservations[].Instances[].State.Name', 'pending', 'failure'),
        any('Reservations[].Instances[].State.Name', 'stopping', 'failure'),
      ],
    },
    'nat-gateway-available': {
      name: 'NatGatewayAvailable',
      operation: 'describe-nat-gateways',
      delay: 15,
      maxAttempts: 40,
      acceptors: [
        all('NatGateways[].State', 'available', 'success'),
        any('NatGateways[].State', 'failed', 'failure'),
        any('NatGateways[].State', 'deleting', 'failure'),
        any('NatGateways[].State', 'deleted', 'failure'),
        error('NatGatewayNotFound', 'retry'),
      ],
    },
    'nat-gateway-deleted': {
      name: 'NatGatewayDeleted',
      operation: 'describe-nat-gateways',
      delay: 15,
      maxAttempts: 40,
      acceptors: [all('NatGateways[].State', 'deleted', 'success'), error('NatGatewayNotFound', 'success')],
    },
    'network-interface-available': {
      name: 'NetworkInterfaceAvailable',
      operation: 'describe-network-interfaces',
      delay: 20,
      maxAttempts: 10,
      acceptors: [
        all('NetworkInterfaces[].Status', 'available', 'success'),
        error('InvalidNetworkInterfaceID.NotFound', 'failure'),
      ],
    },
    'security-group-exists': {
      name: 'SecurityGroupExists',
      operation: 'describe-security-groups',
      delay: 5,
      maxAttempts: 6,
      acceptors: [
        is('length(SecurityGroups[].GroupId) > `0`', true, 'success'),
        error('InvalidGroup.NotFound', 'retry'),
      ],
    },
    'subnet-available': {
      name: 'SubnetAvailable',
      operation: 'describe-subnets',
      delay: 15,
      maxAttempts: 40,
      acceptors: [all('Subnets[].State', 'available', 'success')],
    },
  },
  elbv2: {
    'load-balancer-available': {
      name: 'LoadBalancerAvailable',
      operation: 'describe-load-balancers',
      delay: 15,
      maxAttempts: 40,
      acceptors: [
        all('LoadBalancers[].State.Code', 'active', 'success'),
        any('LoadBalancers[].State.Code', 'provisioning', 'retry'),
        error('LoadBalancerNotFound', 'retry'),
      ],
    },
    'load-balancer-exists': {
      name: 'LoadBalancerExists',
      operation: 'describe-load-balancers',
      delay: 15,
      maxAttempts: 40,
      acceptors: [answer('success'), error('LoadBalancerNotFound', 'retry')],
    },
    'load-balancers-deleted': {
      name: 'LoadBalancersDeleted',
      operation: 'describe-load-balancers',
      delay: 15,
      maxAttempts: 40,
      acceptors: [
        all('LoadBalancers[].State.Code', 'active', 'retry'),
        error('LoadBalancerNotFound', 'success'),
      ],
    },
    'target-deregistered': {
      name: 'TargetDeregistered',
      operation: 'describe-target-health',
      delay: 15,
      maxAttempts: 40,
      acceptors: [
        error('InvalidTarget', 'success'),
        all('TargetHealthDescriptions[].TargetHealth.State', 'unused', 'success'),
      ],
    },
    'target-in-service': {
      name: 'TargetInService',
      operation: 'describe-target-health',
      delay: 15,
      maxAttempts: 40,
      acceptors: [
        all('TargetHealthDescriptions[].TargetHealth.State', 'healthy', 'success'),
        error('InvalidInstance', 'retry'),
      ],
    },
  },
};
