import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { buildAndPush, logIn, page, setRegistry, tagsIn, write } from './goals.ts';
import { hasSeen, missing, reached, toSee } from '../goals.ts';

const builds = ['build-1', 'build-2', 'build-3', 'build-4', 'build-5'];
const policy = (selection: object, countNumber: number) =>
  `${JSON.stringify(
    {
      rules: [
        {
          rulePriority: 1,
          description: 'Keep the newest builds',
          selection: { ...selection, countType: 'imageCountMoreThan', countNumber },
          action: { type: 'expire' },
        },
      ],
    },
    undefined,
    2,
  )}\n`;
const greedy = policy({ tagStatus: 'any' }, 2);
const careful = policy({ tagStatus: 'tagged', tagPatternList: ['build-*'] }, 2);

interface Preview {
  status: string;
  previewResults?: { imageTags?: string[] }[];
}

/** Tags that the last preview of shop would expire; undefined while there is none that is complete. */
function previewed(view: LabView): string[] | undefined {
  const preview = view.call<Preview>('ecr', 'GetLifecyclePolicyPreview', { repositoryName: 'shop' });
  if (preview?.status !== 'COMPLETE') return undefined;
  return (preview.previewResults ?? []).flatMap(({ imageTags }) => imageTags ?? []).sort();
}

const hasPolicy = (view: LabView) =>
  view.call('ecr', 'GetLifecyclePolicy', { repositoryName: 'shop' }) !== undefined;

export default defineLab({
  id: 'ecr-lifecycle',
  title: 'Tidy up, after a dry run',
  region: 'us-east-1',
  seed: 'ecr-lifecycle',
  open: 'policy.json',
  files: { ...page, 'policy.json': greedy },
  start: [
    setRegistry,
    'aws ecr create-repository --repository-name shop > /dev/null',
    logIn(),
    write('release'),
    buildAndPush('shop:release-1'),
    ...builds.flatMap((tag) => [write(tag), buildAndPush(`shop:${tag}`)]),
  ],
  firstCommand: 'aws ecr list-images --repository-name shop --query imageIds[].imageTag',
  steps: [
    {
      id: 'dry-run',
      title: 'Ask what would go',
      text: 'Start a preview of policy.json for the repository shop, wait for it and read the result. Which release is in it?',
      goal: toSee(
        /get-lifecycle-policy-preview/,
        'release-1',
        (view) =>
          previewed(view) ? 'the preview is complete, and nobody has read it' : 'there has been no preview',
        'the result of a preview of policy.json as it stands',
      ),
      hints: [
        'A dry run takes the policy as a file, and a few seconds.',
        'start-lifecycle-policy-preview, then get-lifecycle-policy-preview. Let the clock run in between, or use aws ecr wait.',
        'aws ecr start-lifecycle-policy-preview --repository-name shop --lifecycle-policy-text file://policy.json, aws ecr wait lifecycle-policy-preview-complete --repository-name shop, aws ecr get-lifecycle-policy-preview --repository-name shop',
      ],
      solution: [
        'aws ecr start-lifecycle-policy-preview --repository-name shop --lifecycle-policy-text file://policy.json',
        'aws ecr wait lifecycle-policy-preview-complete --repository-name shop',
        "aws ecr get-lifecycle-policy-preview --repository-name shop --query 'previewResults[].[imageTags[0],action.type]' --output text",
      ],
      typicalMinutes: 3,
    },
    {
      id: 'mend',
      title: 'Spare the release',
      text: 'Mend policy.json so that it takes the oldest builds only: all but the newest two, and no release. Prove it with a second preview.',
      goal(view) {
        const tags = previewed(view);
        const wants = 'a preview that takes build-1, build-2 and build-3, and nothing else';
        if (!tags) return missing('there is no preview that is complete', wants);
        const text = tags.length > 0 ? tags.join(', ') : 'nothing';
        return text === 'build-1, build-2, build-3' ? reached : missing(`the preview takes ${text}`, wants);
      },
      hints: [
        'The rule looks at every image. It should look at those whose tags begin with build-.',
        'tagStatus becomes tagged, and tagged wants a tagPatternList or a tagPrefixList.',
        '"tagStatus": "tagged", "tagPatternList": ["build-*"], then the preview again',
      ],
      solution: [
        { save: 'policy.json', content: careful },
        'aws ecr start-lifecycle-policy-preview --repository-name shop --lifecycle-policy-text file://policy.json',
        'aws ecr wait lifecycle-policy-preview-complete --repository-name shop',
        "aws ecr get-lifecycle-policy-preview --repository-name shop --query 'previewResults[].imageTags[]' --output text",
      ],
      typicalMinutes: 4,
    },
    {
      id: 'put',
      title: 'Mean it',
      text: 'Put the policy on the repository.',
      goal(view) {
        if (hasPolicy(view)) return reached;
        return missing('shop has no lifecycle policy', 'the mended policy on the repository shop');
      },
      hints: [
        'A preview changes nothing. Another operation does.',
        'put-lifecycle-policy takes the same file.',
        'aws ecr put-lifecycle-policy --repository-name shop --lifecycle-policy-text file://policy.json',
      ],
      solution: [
        'aws ecr put-lifecycle-policy --repository-name shop --lifecycle-policy-text file://policy.json',
      ],
      typicalMinutes: 1,
    },
    {
      id: 'next-day',
      title: 'Look again tomorrow',
      text: 'Wind the clock on by a day and list the tags that are left.',
      goal(view) {
        const tags = tagsIn(view, 'shop').sort();
        if (!tags.includes('release-1'))
          return missing('release-1 is gone', 'build-4, build-5 and release-1 in shop, and nothing else');
        if (tags.join() === 'build-4,build-5,release-1')
          return hasSeen(view, /(list|describe)-images/, /build-5/)
            ? reached
            : missing('the old builds are gone, and nobody has listed the rest', 'a list of what is left');
        return missing(
          hasPolicy(view)
            ? `the policy is set, and shop still has ${tags.join(', ')}`
            : 'shop has no lifecycle policy',
          'build-4, build-5 and release-1 in shop, and nothing else',
        );
      },
      hints: [
        'A policy acts within 24 hours, not at once.',
        'The clock’s button for twelve hours, twice.',
        "Wind 24 hours, then aws ecr list-images --repository-name shop --query 'imageIds[].imageTag' --output text",
      ],
      solution: [
        { wind: 24 * 3_600_000 },
        "aws ecr list-images --repository-name shop --query 'imageIds[].imageTag' --output text",
      ],
      typicalMinutes: 1,
    },
  ],
});
