import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { buildAndPush, digestAt, logIn, page, setRegistry } from './goals.ts';
import { commandsLike, hasSeen, missing, reached, toSee } from '../goals.ts';

/** Uploads one file as a blob of the repository shop, by the API that Docker uses as well. */
const upload = `F=$1
U=$(aws ecr initiate-layer-upload --repository-name shop --query uploadId --output text)
SIZE=$(wc -c < $F | tr -d ' ')
aws ecr upload-layer-part --repository-name shop --upload-id $U --part-first-byte 0 --part-last-byte $((SIZE-1)) --layer-part-blob fileb://$F --query lastByteReceived
aws ecr complete-layer-upload --repository-name shop --upload-id $U --layer-digests sha256:$(sha256sum $F | cut -d' ' -f1) --query layerDigest --output text
`;
/** Writes artifact.json: a manifest for parts.json whose subject is the image at v1. */
const manifest = `DIGEST=$(aws ecr describe-images --repository-name shop --image-ids imageTag=v1 --query 'imageDetails[0].imageDigest' --output text)
SIZE=$(aws ecr batch-get-image --repository-name shop --image-ids imageTag=v1 --query 'images[0].imageManifest' --output text | tr -d '\\n' | wc -c | tr -d ' ')
cat > artifact.json <<END
{
  "schemaVersion": 2,
  "mediaType": "application/vnd.oci.image.manifest.v1+json",
  "artifactType": "application/vnd.cyclonedx+json",
  "config": {
    "mediaType": "application/vnd.oci.empty.v1+json",
    "digest": "sha256:$(sha256sum empty.json | cut -d' ' -f1)",
    "size": 2
  },
  "layers": [
    {
      "mediaType": "application/vnd.cyclonedx+json",
      "digest": "sha256:$(sha256sum parts.json | cut -d' ' -f1)",
      "size": $(wc -c < parts.json | tr -d ' ')
    }
  ],
  "subject": {
    "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
    "digest": "$DIGEST",
    "size": $SIZE
  }
}
END
`;

const referrers = (view: LabView) => {
  const imageDigest = digestAt(view, 'shop', 'v1');
  if (!imageDigest) return [];
  return (
    view.call<{ referrers: { artifactType: string }[] }>('ecr', 'ListImageReferrers', {
      repositoryName: 'shop',
      subjectId: { imageDigest },
    })?.referrers ?? []
  );
};

export default defineLab({
  id: 'ecr-artifacts',
  title: 'Hang a list of parts on an image',
  region: 'us-east-1',
  seed: 'ecr-artifacts',
  open: 'manifest.sh',
  files: {
    ...page,
    'parts.json':
      '{\n  "bomFormat": "CycloneDX",\n  "specVersion": "1.6",\n  "components": [{ "type": "operating-system", "name": "busybox", "version": "1.36" }]\n}\n',
    'empty.json': '{}',
    'upload.sh': upload,
    'manifest.sh': manifest,
  },
  start: [
    setRegistry,
    'aws ecr create-repository --repository-name shop > /dev/null',
    logIn(),
    buildAndPush('shop:v1'),
  ],
  firstCommand: 'cat upload.sh',
  steps: [
    {
      id: 'blobs',
      title: 'Upload the content',
      text: 'upload.sh uploads one file to the repository shop, as a layer. Upload parts.json and empty.json with it.',
      goal(view) {
        const done = commandsLike(view, /upload\.sh/).filter(({ stdout }) =>
          stdout.includes('sha256:'),
        ).length;
        if (done >= 2) return reached;
        return missing(
          done === 0 ? 'nothing has been uploaded' : 'one of the two files has been uploaded',
          'parts.json and empty.json as layers of shop',
        );
      },
      hints: [
        'The script takes the name of a file.',
        'Run it twice, with bash.',
        'bash upload.sh parts.json and then bash upload.sh empty.json',
      ],
      solution: ['bash upload.sh parts.json', 'bash upload.sh empty.json'],
      typicalMinutes: 2,
    },
    {
      id: 'put',
      title: 'Put the manifest',
      text: 'Let manifest.sh write artifact.json, look at its subject, and put it into shop without a tag.',
      goal(view) {
        if (referrers(view).length > 0) return reached;
        return missing(
          hasSeen(view, /put-image/, 'LayersNotFound')
            ? 'ECR does not have the layers that the manifest names'
            : view.files.has('artifact.json')
              ? 'artifact.json is written, and not in the repository'
              : 'there is no artifact.json',
          'an artifact in shop whose subject is the image at v1',
        );
      },
      hints: [
        'First the script, then one call.',
        'put-image takes --image-manifest as a file. An artifact needs no tag.',
        'bash manifest.sh and then aws ecr put-image --repository-name shop --image-manifest file://artifact.json --image-manifest-media-type application/vnd.oci.image.manifest.v1+json',
      ],
      solution: [
        'bash manifest.sh',
        'aws ecr put-image --repository-name shop --image-manifest file://artifact.json --image-manifest-media-type application/vnd.oci.image.manifest.v1+json --query image.imageId',
      ],
      typicalMinutes: 3,
    },
    {
      id: 'referrers',
      title: 'Ask who refers to it',
      text: 'List the referrers of the image at v1.',
      goal: toSee(
        /list-image-referrers/,
        'application/vnd.cyclonedx+json',
        'nobody has asked for the referrers of v1',
        'a list with the artifact that refers to v1',
      ),
      hints: [
        'You know the image. Which artifacts have it as their subject?',
        'list-image-referrers takes the digest with --subject-id.',
        "aws ecr list-image-referrers --repository-name shop --subject-id imageDigest=$(aws ecr describe-images --repository-name shop --image-ids imageTag=v1 --query 'imageDetails[0].imageDigest' --output text)",
      ],
      solution: [
        "aws ecr list-image-referrers --repository-name shop --subject-id imageDigest=$(aws ecr describe-images --repository-name shop --image-ids imageTag=v1 --query 'imageDetails[0].imageDigest' --output text)",
      ],
      typicalMinutes: 2,
    },
  ],
});
