import { defineCollection } from 'astro:content';
import { glob } from 'astro/loaders';
import { z } from 'astro/zod';
import { docsSchema } from '@astrojs/starlight/schema';

const permanentId = z
  .string()
  .regex(
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    'Write the id in lower case with hyphens, for example "ecr-first-push".',
  );

/** Lessons. `content/<module>/<lesson>.mdx`; the address follows the file, progress follows the id. */
const docs = defineCollection({
  loader: glob({ base: './content', pattern: '**/[^_]*.mdx' }),
  schema: docsSchema({
    extend: z.object({
      /** Permanent: progress and journals are keyed by it. It never changes, even when the file moves. */
      id: permanentId,
      /** Reading time in minutes, without the time spent in the bench. */
      minutes: z.number().int().positive().max(12, 'Split the lesson: 12 minutes is the most.').optional(),
      /** What the learner can do afterwards, each with what practises and what tests it. */
      objectives: z
        .array(
          z.object({
            /** Permanent, unique in its lesson. */
            id: permanentId,
            /** Goes on from "After this lesson you can"; `code` in backticks. */
            can: z.string().min(8),
            /** Steps of labs, `lab/step`. */
            practised: z.array(z.string()).min(1, 'Name a step of a lab that practises it, as lab/step.'),
            /** Ids of questions. */
            tested: z.array(permanentId).min(1, 'Name a question that tests it, by its id.'),
          }),
        )
        .optional(),
      /** The bench stands beside the prose on wide screens. Set it when the page places a `<Lab>`. */
      bench: z.boolean().default(false),
    }),
  }),
});

/** Knowledge checks: a YAML bank a module. Their own schema and messages are those of `quizzes/bank.schema.json`. */
const quizzes = defineCollection({
  loader: glob({ base: './quizzes', pattern: '*.{yaml,yml}' }),
  schema: z.looseObject({}),
});

export const collections = { docs, quizzes };
