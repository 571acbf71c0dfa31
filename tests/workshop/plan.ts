import type { Plan } from '../../workshop/room/plan.ts';

/** A plan with a lesson that has a lab and checks, a poll and an incident. */
export const plan: Plan = {
  workshop: 'trial',
  title: 'Trial',
  about: 'For tests.',
  parts: [
    { lesson: 'ecr/push-and-run', minutes: 20, notes: 'Go slowly.' },
    { poll: 'tags', bank: 'module-2-tags', question: 'm2-tags-latest', minutes: 5 },
    {
      incident: 'dark',
      title: 'Dark',
      fault: 'zone-outage',
      parameters: { zone: 'us-east-1a' },
      lab: 'push-and-run',
      minutes: 5,
    },
  ],
};
