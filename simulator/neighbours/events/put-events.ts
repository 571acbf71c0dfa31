import type {
  PutEventsRequest,
  PutEventsRequestEntry,
  PutEventsResponse,
  TestEventPatternRequest,
  TestEventPatternResponse,
} from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import { announce } from './bus.ts';
import { matches } from './pattern.ts';
import { checkBus, patternOf, type EventsScope } from './rules.ts';

/** PutEvents: up to ten events of one's own; each is taken or refused by itself. */
export function putEvents(input: Wire<PutEventsRequest>, scope: EventsScope): Wire<PutEventsResponse> {
  const entries = input.Entries ?? [];
  if (entries.length < 1 || entries.length > 10)
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length less than or equal to 10 and greater than or equal to 1`,
    );
  for (const { EventBusName } of entries) checkBus(EventBusName);
  const answers = entries.map((entry) => {
    const refused = refusal(entry);
    if (refused) return refused;
    const { Source = '', DetailType = '', Resources = [], Time } = entry;
    const heading = {
      source: Source,
      detailType: DetailType,
      resources: Resources,
      ...(Time === undefined ? {} : { date: Time * 1000 }),
    };
    const id = announce(scope, heading, () => JSON.parse(entry.Detail!));
    return { EventId: id ?? scope.context.random.uuid() };
  });
  return {
    FailedEntryCount: answers.filter((answer) => 'ErrorCode' in answer).length,
    Entries: answers,
  };
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
function refusal({ Source, DetailType, Detail }: Wire<PutEventsRequestEntry>) {
  const invalid = (ErrorMessage: string) => ({ ErrorCode: 'InvalidArgument', ErrorMessage });
  if (!Source) return invalid('Parameter Source is not valid. Reason: Source is a required argument.');
  if (!DetailType)
    return invalid('Parameter DetailType is not valid. Reason: DetailType is a required argument.');
  if (Detail === undefined)
    return invalid('Parameter Detail is not valid. Reason: Detail is a required argument.');
  if (Source.startsWith('aws.'))
    return {
      ErrorCode: 'NotAuthorizedForSourceException',
      ErrorMessage: 'Not authorized for the source.',
    };
  if (!isJsonObject(Detail)) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  return undefined;
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** What an event must have to be one (API reference, TestEventPattern). */
const mandatory = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type'];

export function testEventPattern(input: Wire<TestEventPatternRequest>): Wire<TestEventPatternResponse> {
  const pattern = patternOf(input.EventPattern ?? '');
  if (!isJsonObject(input.Event ?? ''))
    throw new AwsError(
      'ValidationException',
      'Parameter Event is not valid. Reason: Event is not valid JSON.',
    );
  const event = JSON.parse(input.Event!) as Record<string, unknown>;
  const missing = mandatory.find((field) => !Object.hasOwn(event, field));
  if (missing !== undefined)
    throw new AwsError(
      'ValidationException',
      `Parameter Event is not valid. Reason: Event is missing the field ${missing}.`,
    );
  return { Result: matches(pattern, event) };
}
