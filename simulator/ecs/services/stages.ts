import { setup } from 'xstate';
import { compile } from '../../kernel/machine.ts';

const stage = (description: string, next: string) => ({ description, on: { NEXT: next, BACK: 'CLEAN_UP' } });

/**
 * The stages of a blue/green, linear or canary deployment (API reference, `ServiceDeployment.lifecycleStage`;
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-how-it-works.html).
 */
export const stageMachine = setup({ types: { events: {} as { type: 'NEXT' | 'BACK' } } }).createMachine({
  id: 'stage',
  initial: 'RECONCILE_SERVICE',
  states: {
    RECONCILE_SERVICE: stage('The service is brought to one revision to start from.', 'PRE_SCALE_UP'),
    PRE_SCALE_UP: stage('No green task has started.', 'SCALE_UP'),
    SCALE_UP: stage('All green tasks start and become healthy.', 'POST_SCALE_UP'),
    POST_SCALE_UP: stage('The green tasks run without any traffic.', 'TEST_TRAFFIC_SHIFT'),
    TEST_TRAFFIC_SHIFT: stage('The test listener goes over to the green tasks.', 'POST_TEST_TRAFFIC_SHIFT'),
    POST_TEST_TRAFFIC_SHIFT: stage('The green tasks have all test traffic.', 'PRODUCTION_TRAFFIC_SHIFT'),
    PRODUCTION_TRAFFIC_SHIFT: stage(
      'Production traffic goes over, at once or in steps.',
      'POST_PRODUCTION_TRAFFIC_SHIFT',
    ),
    POST_PRODUCTION_TRAFFIC_SHIFT: stage('The green tasks have all production traffic.', 'BAKE_TIME'),
    BAKE_TIME: stage('Both revisions run on, so that traffic could go back at once.', 'CLEAN_UP'),
    CLEAN_UP: { description: 'The tasks that have no traffic any more stop.', type: 'final' },
  },
});

export const stageTable = compile(stageMachine);
