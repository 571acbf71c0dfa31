import type { Part } from '../../workshop/room/plan.ts';
import { titleOfLesson } from './addresses.ts';

/** What a part of the plan is called. */
export function titleOfPart(part: Part): string {
  if ('lesson' in part) return titleOfLesson(part.lesson);
  if ('poll' in part) return `Question: ${part.poll.replaceAll('-', ' ')}`;
  if ('incident' in part) return `Incident: ${part.title}`;
  return part.pause;
}
