import { AwsError } from '../../api/errors.ts';
import type { Service } from '../../api/service.ts';
import { deliver } from './deliver.ts';
import { putEvents, testEventPattern } from './put-events.ts';
import {
  deleteRule,
  describeRule,
  disableRule,
  enableRule,
  listRules,
  putRule,
  type EventsScope,
} from './rules.ts';
import { scheduleDue } from './schedule.ts';
import { sourceReactions } from './sources/index.ts';
import { listTargetsByRule, putTargets, removeTargets } from './targets.ts';

/** Amazon EventBridge. */
export const eventsService: Service<EventsScope> = {
  name: 'events',
  operations: {
    DeleteRule: deleteRule,
    DescribeRule: describeRule,
    DisableRule: disableRule,
    EnableRule: enableRule,
    ListRules: listRules,
    ListTargetsByRule: listTargetsByRule,
    PutEvents: putEvents,
    PutRule: putRule,
    PutTargets: putTargets,
    RemoveTargets: removeTargets,
    TestEventPattern: testEventPattern,
  },
  missing: (member) => {
    const name = `${member[0]!.toLowerCase()}${member.slice(1)}`;
    return new AwsError(
      'ValidationException',
      `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`,
    );
  },
};

export const eventsReactions = {
  'events.deliver': deliver,
  'events.schedule': scheduleDue,
  ...sourceReactions,
};
