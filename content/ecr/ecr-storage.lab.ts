import { defineLab } from '../../learner/bench/index.ts';
import { buildAndPush, imagesOf, logIn, page, setRegistry, tagsIn, write } from './goals.ts';
import { commandsLike, hasSeen, missing, reached } from '../goals.ts';

const from = (base: string) => `echo 'FROM ${base}' > Dockerfile; echo 'COPY index.html /www/' >> Dockerfile`;

export default defineLab({
  id: 'ecr-storage',
  title: 'Find out what you pay for',
  region: 'us-east-1',
  seed: 'ecr-storage',
  open: 'Dockerfile',
  files: page,
  start: [
    setRegistry,
    'aws ecr create-repository --repository-name shop > /dev/null',
    logIn(),
    from('mcr.microsoft.com/dotnet/sdk:10.0'),
    buildAndPush('shop:single'),
    from('mcr.microsoft.com/dotnet/aspnet:10.0'),
    write('audit of last year'),
    buildAndPush('shop:audit'),
    write('Open from nine to five'),
    buildAndPush('shop:v1'),
  ],
  firstCommand: 'aws ecr describe-images --repository-name shop',
  steps: [
    {
      id: 'sum',
      title: 'Add it up',
      text: 'Let AWS CLI add up the sizes of all images in shop, with sum() in a --query.',
      goal(view) {
        const total = imagesOf(view, 'shop').reduce((sum, { imageSizeInBytes }) => sum + imageSizeInBytes, 0);
        return commandsLike(view, /describe-images.*sum\(/).some(
          ({ stdout, exitCode }) => exitCode === 0 && Number(stdout) >= total,
        )
          ? reached
          : missing('nobody has added up the sizes of shop', 'a sum of imageSizeInBytes');
      },
      hints: [
        'Every image in describe-images has its imageSizeInBytes.',
        'JMESPath has a function sum, which takes a list of numbers.',
        "aws ecr describe-images --repository-name shop --query 'sum(imageDetails[].imageSizeInBytes)'",
      ],
      solution: [
        "aws ecr describe-images --repository-name shop --query 'sum(imageDetails[].imageSizeInBytes)'",
      ],
      typicalMinutes: 2,
    },
    {
      id: 'biggest',
      title: 'Throw out the biggest',
      text: 'Find the biggest image of shop and delete it.',
      goal(view) {
        const tags = tagsIn(view, 'shop');
        const lost = ['audit', 'v1'].filter((tag) => !tags.includes(tag));
        if (lost.length > 0)
          return missing(`${lost.join(' and ')} is gone`, 'audit and v1 in shop, and not the biggest');
        return tags.includes('single')
          ? missing(
              'shop:single, built on the SDK, is still there',
              'audit and v1 in shop, and not the biggest',
            )
          : reached;
      },
      hints: [
        'Which of the three was built without a second stage?',
        'List tags with sizes; delete with batch-delete-image.',
        "aws ecr describe-images --repository-name shop --query 'imageDetails[].[imageTags[0],imageSizeInBytes]' --output text and then aws ecr batch-delete-image --repository-name shop --image-ids imageTag=single",
      ],
      solution: [
        "aws ecr describe-images --repository-name shop --query 'imageDetails[].[imageTags[0],imageSizeInBytes]' --output text",
        'aws ecr batch-delete-image --repository-name shop --image-ids imageTag=single',
      ],
      typicalMinutes: 2,
    },
    {
      id: 'archive',
      title: 'Archive what must be kept',
      text: 'shop:audit has to be kept and is never run. Move it into the archive, then try to pull it.',
      goal(view) {
        const archived = commandsLike(view, /update-image-storage-class/).some(({ stdout }) =>
          stdout.includes('ARCHIVED'),
        );
        if (!archived)
          return missing(
            'no image has been archived',
            'shop:audit in the archive, and a pull that finds nothing',
          );
        return hasSeen(view, /docker pull.*audit/, 'Requested image not found')
          ? reached
          : missing(
              'audit is archived, and nobody has tried to pull it',
              'a pull of shop:audit that finds nothing',
            );
      },
      hints: [
        'An image has a storage class.',
        'update-image-storage-class takes --target-storage-class ARCHIVE.',
        'aws ecr update-image-storage-class --repository-name shop --image-id imageTag=audit --target-storage-class ARCHIVE and then docker pull $REGISTRY/shop:audit',
      ],
      solution: [
        'aws ecr update-image-storage-class --repository-name shop --image-id imageTag=audit --target-storage-class ARCHIVE',
        'docker pull $REGISTRY/shop:audit',
      ],
      typicalMinutes: 2,
    },
    {
      id: 'restore',
      title: 'Bring it back',
      text: 'The auditors are here. Restore shop:audit, wait as long as it takes, and pull it.',
      goal(view) {
        const status = imagesOf(view, 'shop').find(({ imageTags }) =>
          imageTags?.includes('audit'),
        )?.imageStatus;
        const asked = commandsLike(view, /update-image-storage-class.*STANDARD/).findLast(
          ({ exitCode }) => exitCode === 0,
        );
        if (!asked) return missing('nobody has asked for shop:audit back', 'a pull of shop:audit that works');
        if (status !== 'ACTIVE') return missing(`shop:audit is ${status}`, 'a pull of shop:audit that works');
        return commandsLike(view, /docker pull.*audit/).some(
          ({ at, exitCode }) => exitCode === 0 && at >= asked.at,
        )
          ? reached
          : missing('shop:audit is back, and has not been pulled', 'a pull of shop:audit that works');
      },
      hints: [
        'The same operation, the other way.',
        'STANDARD in place of ARCHIVE; then the status is ACTIVATING for up to twenty minutes.',
        'aws ecr update-image-storage-class --repository-name shop --image-id imageTag=audit --target-storage-class STANDARD, half an hour on the clock, docker pull $REGISTRY/shop:audit',
      ],
      solution: [
        'aws ecr update-image-storage-class --repository-name shop --image-id imageTag=audit --target-storage-class STANDARD',
        { wind: 1_800_000 },
        'docker pull $REGISTRY/shop:audit',
      ],
      typicalMinutes: 2,
    },
  ],
});
