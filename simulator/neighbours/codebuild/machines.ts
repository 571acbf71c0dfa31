import { setup } from 'xstate';
import { compile } from '../../kernel/machine.ts';

/** The outcome of a build of AWS CodeBuild (API reference, `Build.buildStatus`). */
export const buildMachine = setup({
  types: { events: {} as { type: 'SUCCEED' | 'FAIL' | 'STOP' | 'TIME_OUT' } },
}).createMachine({
  id: 'build',
  initial: 'IN_PROGRESS',
  states: {
    IN_PROGRESS: {
      description: 'It goes from phase to phase.',
      on: { SUCCEED: 'SUCCEEDED', FAIL: 'FAILED', STOP: 'STOPPED', TIME_OUT: 'TIMED_OUT' },
    },
    SUCCEEDED: { description: 'Every phase has succeeded.', type: 'final' },
    FAILED: { description: 'A phase has failed; its context says why.', type: 'final' },
    STOPPED: { description: 'Somebody has stopped it.', type: 'final' },
    TIMED_OUT: { description: 'It took longer than its project allows.', type: 'final' },
  },
});

/** The phases of a build (https://docs.aws.amazon.com/codebuild/latest/userguide/view-build-details-phases.html). */
export const buildPhaseMachine = setup({
  types: { events: {} as { type: 'NEXT' | 'FAIL' | 'ABORT' } },
}).createMachine({
  id: 'build phase',
  initial: 'SUBMITTED',
  states: {
    SUBMITTED: { description: 'The build has been asked for.', on: { NEXT: 'QUEUED', FAIL: 'COMPLETED' } },
    QUEUED: { description: 'It waits for its turn.', on: { NEXT: 'PROVISIONING', FAIL: 'COMPLETED' } },
    PROVISIONING: {
      description: 'Its build environment is set up.',
      on: { NEXT: 'DOWNLOAD_SOURCE', FAIL: 'COMPLETED' },
    },
    DOWNLOAD_SOURCE: {
      description: 'The source is fetched and its buildspec is read.',
      on: { NEXT: 'INSTALL', FAIL: 'COMPLETED' },
    },
    INSTALL: { description: 'Commands of `install`.', on: { NEXT: 'PRE_BUILD', FAIL: 'FINALIZING' } },
    PRE_BUILD: { description: 'Commands of `pre_build`.', on: { NEXT: 'BUILD', FAIL: 'FINALIZING' } },
    BUILD: {
      description:
        'Commands of `build`. `post_build` follows even when they fail, unless `on-failure` is ABORT.',
      on: { NEXT: 'POST_BUILD', FAIL: 'POST_BUILD', ABORT: 'FINALIZING' },
    },
    POST_BUILD: {
      description: 'Commands of `post_build`.',
      on: { NEXT: 'UPLOAD_ARTIFACTS', FAIL: 'FINALIZING' },
    },
    UPLOAD_ARTIFACTS: {
      description: 'The files that `artifacts` names are handed on.',
      on: { NEXT: 'FINALIZING', FAIL: 'FINALIZING' },
    },
    FINALIZING: { description: 'The environment is cleaned up.', on: { NEXT: 'COMPLETED' } },
    COMPLETED: { description: 'The build is over.', type: 'final' },
  },
});

export const buildTable = compile(buildMachine);
export const buildPhaseTable = compile(buildPhaseMachine);
