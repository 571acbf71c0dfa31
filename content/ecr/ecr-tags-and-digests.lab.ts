import { defineLab, type LabView } from '../../learner/bench/index.ts';
import {
  buildAndPush,
  digestAt,
  imagesOf,
  logIn,
  page,
  repositoriesOf,
  setRegistry,
  write,
} from './goals.ts';
import { commandsLike, hasSeen, missing, reached, toSee } from '../goals.ts';

/** Digests that `docker push` has reported for web, oldest first. */
const pushed = (view: LabView) =>
  commandsLike(view, /docker push/).flatMap(
    ({ stdout }) => /digest: (sha256:[0-9a-f]{64})/.exec(stdout)?.[1] ?? [],
  );
const untagged = (view: LabView) =>
  imagesOf(view, 'web').filter(({ imageTags }) => (imageTags ?? []).length === 0);

export default defineLab({
  id: 'ecr-tags-and-digests',
  title: 'Move a tag, keep a digest',
  region: 'us-east-1',
  seed: 'ecr-tags-and-digests',
  open: 'index.html',
  files: page,
  start: [
    setRegistry,
    'aws ecr create-repository --repository-name web > /dev/null',
    logIn(),
    buildAndPush('web:v1'),
  ],
  firstCommand: 'aws ecr describe-images --repository-name web',
  steps: [
    {
      id: 'move',
      title: 'Push over a tag',
      text: 'web:v1 is in the registry. Change index.html, build it as $REGISTRY/web:v1 again and push. Then list the images.',
      goal(view) {
        if (untagged(view).length === 0 && imagesOf(view, 'web').length < 2)
          return missing(
            pushed(view).length > 0
              ? 'the same image has been pushed again'
              : 'web has one image, and v1 points to it',
            'two images in web, and v1 on the newer one',
          );
        return hasSeen(view, /(list|describe)-images/, /sha256:[\s\S]*sha256:/)
          ? reached
          : missing('web has two images, and nobody has listed them', 'a list with both images');
      },
      hints: [
        'Only another content makes another image.',
        'Edit index.html, then docker build -t and docker push with the same name.',
        'echo new > index.html, docker build -t $REGISTRY/web:v1 ., docker push $REGISTRY/web:v1, aws ecr list-images --repository-name web',
      ],
      solution: [
        write('Open from ten to four'),
        'docker build -t $REGISTRY/web:v1 .',
        'docker push $REGISTRY/web:v1',
        'aws ecr list-images --repository-name web',
      ],
      typicalMinutes: 3,
    },
    {
      id: 'by-digest',
      title: 'Fetch the one without a name',
      text: 'Pull the first image, the one that has lost its tag, by its digest.',
      goal(view) {
        const digests = untagged(view).map(({ imageDigest }) => imageDigest);
        const pulls = commandsLike(view, /docker pull/).filter(({ exitCode }) => exitCode === 0);
        if (pulls.some(({ stdout }) => digests.some((digest) => stdout.includes(`@${digest}`))))
          return reached;
        return missing(
          digests.length === 0
            ? 'web has no image without a tag yet'
            : pulls.some(({ stdout }) => stdout.includes('@sha256:'))
              ? 'that was the digest of the image with the tag'
              : 'the image without a tag has not been pulled',
          'a pull of the untagged image by its digest',
        );
      },
      hints: [
        'In an address a digest takes the place of the tag.',
        'It stands after an @, with sha256: in front. list-images can filter: --filter tagStatus=UNTAGGED.',
        "DIGEST=$(aws ecr list-images --repository-name web --filter tagStatus=UNTAGGED --query 'imageIds[0].imageDigest' --output text) and then docker pull $REGISTRY/web@$DIGEST",
      ],
      solution: [
        "DIGEST=$(aws ecr list-images --repository-name web --filter tagStatus=UNTAGGED --query 'imageIds[0].imageDigest' --output text)",
        'docker pull $REGISTRY/web@$DIGEST',
      ],
      typicalMinutes: 3,
    },
    {
      id: 'second-tag',
      title: 'Add a tag without Docker',
      text: 'Give the image at v1 a second tag, stable, with the API alone: fetch its manifest and put it again.',
      goal(view) {
        const at = digestAt(view, 'web', 'stable');
        if (!at) return missing('web has no tag stable', 'the tag stable on the image at v1');
        return at === digestAt(view, 'web', 'v1')
          ? reached
          : missing('stable is on another image than v1', 'the tag stable on the image at v1');
      },
      hints: [
        'A tag is a name for a manifest. To put the same manifest under a new name moves no layer.',
        'batch-get-image gives the manifest, put-image takes it with --image-tag.',
        'MANIFEST=$(aws ecr batch-get-image --repository-name web --image-ids imageTag=v1 --query \'images[0].imageManifest\' --output text) and then aws ecr put-image --repository-name web --image-tag stable --image-manifest "$MANIFEST"',
      ],
      solution: [
        "MANIFEST=$(aws ecr batch-get-image --repository-name web --image-ids imageTag=v1 --query 'images[0].imageManifest' --output text)",
        'aws ecr put-image --repository-name web --image-tag stable --image-manifest "$MANIFEST"',
      ],
      typicalMinutes: 3,
    },
    {
      id: 'immutable',
      title: 'Nail the tags down',
      text: 'Make the tags of web immutable, change the page once more, and see the push of v1 refused.',
      goal: toSee(
        /docker push/,
        'cannot be overwritten because the tag is immutable',
        (view) =>
          repositoriesOf(view).get('web')?.imageTagMutability === 'IMMUTABLE'
            ? 'the tags are immutable, and no push has met that yet'
            : 'the tags of web can still be moved',
        'a push of v1 that is refused because the tag is immutable',
      ),
      hints: [
        'First the setting, then another image.',
        'put-image-tag-mutability with IMMUTABLE; then edit, build, push.',
        'aws ecr put-image-tag-mutability --repository-name web --image-tag-mutability IMMUTABLE, then change index.html, build and push $REGISTRY/web:v1',
      ],
      solution: [
        'aws ecr put-image-tag-mutability --repository-name web --image-tag-mutability IMMUTABLE',
        write('Closed on Mondays'),
        'docker build -t $REGISTRY/web:v1 .',
        'docker push $REGISTRY/web:v1',
      ],
      typicalMinutes: 3,
    },
    {
      id: 'tidy',
      title: 'Throw the nameless one away',
      text: 'Delete the untagged image from web.',
      goal(view) {
        if (!commandsLike(view, /batch-delete-image/).some(({ exitCode }) => exitCode === 0))
          return missing('no image has been deleted', 'no untagged image in web, and v1 still there');
        if (digestAt(view, 'web', 'v1') === undefined)
          return missing('v1 is gone, too', 'no untagged image in web, and v1 still there');
        return untagged(view).length === 0
          ? reached
          : missing('web still has an untagged image', 'no untagged image in web, and v1 still there');
      },
      hints: [
        'Without a tag, only its digest can name it.',
        'batch-delete-image takes --image-ids imageDigest=…',
        'aws ecr batch-delete-image --repository-name web --image-ids imageDigest=$DIGEST',
      ],
      solution: ['aws ecr batch-delete-image --repository-name web --image-ids imageDigest=$DIGEST'],
      typicalMinutes: 2,
    },
  ],
});
