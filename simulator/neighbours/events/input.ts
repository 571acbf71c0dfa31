import type { InputTransformer, Target } from '@aws-sdk/client-eventbridge';
import type { Wire } from '../../api/wire.ts';
import type { BusEvent } from './state.ts';

/**
 * What a target gets of an event: the event itself, a part of it, a text of its own, or a text made out of its parts
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html).
 * @param ruleArn what `<aws.events.rule-arn>` stands for
 */
export function inputOf(
  { Input, InputPath, InputTransformer }: Wire<Target>,
  event: BusEvent,
  ruleArn: string,
): string {
  if (Input !== undefined) return Input;
  if (InputPath !== undefined) return JSON.stringify(at(event, InputPath)) ?? '';
  return InputTransformer ? transform(InputTransformer, event, ruleArn) : JSON.stringify(event);
}

function transform(
  { InputPathsMap = {}, InputTemplate = '' }: Wire<InputTransformer>,
  event: BusEvent,
  ruleArn: string,
): string {
  const named: Record<string, unknown> = {
    'aws.events.rule-arn': ruleArn,
    'aws.events.rule-name': ruleArn.slice(ruleArn.lastIndexOf('/') + 1),
    'aws.events.event.ingestion-time': event.time,
    'aws.events.event': event,
    'aws.events.event.json': event,
  };
  for (const [name, path] of Object.entries(InputPathsMap)) named[name] = at(event, path);
  let quoted = false;
  // Inside a template's string a text stands as it is; elsewhere it is JSON.
  return InputTemplate.replace(/"|<([\w.-]+)>/g, (whole, name?: string) => {
    if (name === undefined) {
      quoted = !quoted;
      return whole;
    }
    if (!Object.hasOwn(named, name)) return whole;
    const value = named[name];
    if (value === undefined) return '';
    if (!quoted) return JSON.stringify(value);
    return typeof value === 'string'
      ? JSON.stringify(value).slice(1, -1)
      : JSON.stringify(value).replaceAll('"', '\\"');
  });
}

/** What stands at a path such as `$.detail.containers[0].exitCode`. */
function at(event: unknown, path: string): unknown {
  const steps = path.match(/[^.[\]$"']+/g) ?? [];
  return steps.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? (value as Record<string, unknown>)[step]
        : undefined,
    event,
  );
}
