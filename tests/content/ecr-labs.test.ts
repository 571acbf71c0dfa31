import { describe, expect, it } from 'vitest';
import anatomy from '../../content/ecr/ecr-anatomy.lab.ts';
import artifacts from '../../content/ecr/ecr-artifacts.lab.ts';
import storage from '../../content/ecr/ecr-storage.lab.ts';
import createRepositories from '../../content/ecr/ecr-create-repositories.lab.ts';
import publicGallery from '../../content/ecr/ecr-public.lab.ts';
import replication from '../../content/ecr/ecr-replication.lab.ts';
import lifecycle from '../../content/ecr/ecr-lifecycle.lab.ts';
import scanning from '../../content/ecr/ecr-scanning.lab.ts';
import loggingIn from '../../content/ecr/ecr-logging-in.lab.ts';
import pipeline from '../../content/ecr/ecr-pipeline.lab.ts';
import permissions from '../../content/ecr/ecr-permissions.lab.ts';
import tags from '../../content/ecr/ecr-tags-and-digests.lab.ts';
import { logIn } from '../../content/ecr/goals.ts';
import { missingAfter, walk, type NearMiss } from './ecs-walk.ts';

const nearMisses: readonly NearMiss[] = [
  {
    lab: anatomy,
    slip: 'one repository for both',
    acts: ['aws ecr create-repository --repository-name shop'],
    step: 'repositories',
    is: 'the registry has shop, and no shop/web, no shop/api',
  },
  {
    lab: anatomy,
    slip: 'a token as it comes',
    acts: ['aws ecr get-authorization-token'],
    step: 'token',
    is: 'the token has been fetched and not decoded',
  },
  {
    lab: anatomy,
    slip: 'an image without a tag',
    acts: [
      'aws ecr create-repository --repository-name shop/web',
      logIn(),
      'docker build -t $REGISTRY/shop/web .',
      'docker push $REGISTRY/shop/web',
    ],
    step: 'image',
    is: 'shop/web has latest, and no v1',
  },
  {
    lab: createRepositories,
    slip: 'the encryption left out',
    acts: ['aws ecr create-repository --repository-name shop/web --image-tag-mutability IMMUTABLE'],
    step: 'settings',
    is: 'shop/web is encrypted with AES256, which cannot be changed',
  },
  {
    lab: createRepositories,
    slip: 'no exception',
    acts: ['aws ecr put-image-tag-mutability --repository-name shop/legacy --image-tag-mutability IMMUTABLE'],
    step: 'mutability',
    is: 'the tags of shop/legacy are IMMUTABLE',
  },
  {
    lab: createRepositories,
    slip: 'a repository made by hand',
    acts: ['aws ecr create-repository --repository-name team/web'],
    step: 'template',
    is: 'the tags of team/web are MUTABLE',
  },
  {
    lab: createRepositories,
    slip: 'force at once',
    acts: ['aws ecr delete-repository --repository-name trial --force'],
    step: 'delete',
    is: 'no delete has been refused',
  },
  {
    lab: loggingIn,
    slip: 'a token of one Region for the registry of another',
    acts: [
      'docker push $EUROPE/web:v1',
      'aws ecr get-login-password --region us-east-1 | docker login --username AWS --password-stdin $EUROPE',
    ],
    step: 'second-region',
    is: 'the token came from another Region than the registry',
  },
  {
    lab: loggingIn,
    slip: 'a login in advance',
    acts: [logIn('eu-west-1'), 'docker push $EUROPE/web:v1'],
    step: 'second-region',
    is: 'eu-west-1 has never refused you',
  },
  {
    lab: loggingIn,
    slip: 'an expired token that stays',
    acts: [logIn(), 'docker push $REGISTRY/web:v1', { wind: 43_200_000 }, 'docker pull $REGISTRY/web:v1'],
    step: 'overnight',
    is: 'Docker has been refused and not been let in again',
  },
  {
    lab: tags,
    slip: 'a push without a change',
    acts: ['docker push $REGISTRY/web:v1', 'aws ecr list-images --repository-name web'],
    step: 'move',
    is: 'the same image has been pushed again',
  },
  {
    lab: tags,
    slip: 'the wrong digest',
    acts: [
      'echo new > index.html',
      'docker build -q -t $REGISTRY/web:v1 .',
      'docker push -q $REGISTRY/web:v1',
      "docker pull $REGISTRY/web@$(aws ecr describe-images --repository-name web --image-ids imageTag=v1 --query 'imageDetails[0].imageDigest' --output text)",
    ],
    step: 'by-digest',
    is: 'that was the digest of the image with the tag',
  },
  {
    lab: tags,
    slip: 'the tagged one thrown away',
    acts: ['aws ecr batch-delete-image --repository-name web --image-ids imageTag=v1'],
    step: 'tidy',
    is: 'v1 is gone, too',
  },
  {
    lab: permissions,
    slip: 'the policy as it stands',
    acts: ['aws iam put-user-policy --user-name ci --policy-name push --policy-document file://push.json'],
    step: 'push-policy',
    is: 'ci cannot get a token: GetAuthorizationToken has no repository, it goes with "*"',
  },
  {
    lab: permissions,
    slip: 'a star for everything',
    acts: [
      `aws iam put-user-policy --user-name ci --policy-name push --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ecr:*","Resource":"*"}]}'`,
    ],
    step: 'push-policy',
    is: 'ci may push to shop/api, too',
  },
  {
    lab: permissions,
    slip: 'nobody named',
    acts: ['aws ecr set-repository-policy --repository-name shop/web --policy-text file://partner.json'],
    step: 'partner',
    is: 'ECR has refused the policy: it says what and not who',
  },
  {
    lab: permissions,
    slip: 'everybody named',
    acts: [
      `sed -i 's/"Effect": "Allow",/"Effect": "Allow", "Principal": "*",/' partner.json`,
      'aws ecr set-repository-policy --repository-name shop/web --policy-text file://partner.json',
    ],
    step: 'partner',
    is: 'the policy opens shop/web to every account there is',
  },
  {
    lab: permissions,
    slip: 'more than pulling',
    acts: [
      'aws iam attach-user-policy --user-name viewer --policy-arn arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly',
    ],
    step: 'managed',
    is: 'viewer has AmazonEC2ContainerRegistryReadOnly',
  },
  {
    lab: lifecycle,
    slip: 'a preview that still takes the release',
    acts: [
      'aws ecr start-lifecycle-policy-preview --repository-name shop --lifecycle-policy-text file://policy.json',
      { wind: 60_000 },
    ],
    step: 'mend',
    is: 'the preview takes build-1, build-2, build-3, release-1',
  },
  {
    lab: lifecycle,
    slip: 'the greedy policy put at once',
    acts: [
      'aws ecr put-lifecycle-policy --repository-name shop --lifecycle-policy-text file://policy.json',
      { wind: 86_400_000 },
    ],
    step: 'next-day',
    is: 'release-1 is gone',
  },
  {
    lab: lifecycle,
    slip: 'a policy, and no patience',
    acts: [
      `sed -i 's/"tagStatus": "any"/"tagStatus": "tagged", "tagPrefixList": ["build-"]/' policy.json`,
      'aws ecr put-lifecycle-policy --repository-name shop --lifecycle-policy-text file://policy.json',
    ],
    step: 'next-day',
    is: 'the policy is set, and shop still has build-1, build-2, build-3, build-4, build-5, release-1',
  },
  {
    lab: scanning,
    slip: 'no time for the scan',
    acts: ['aws ecr start-image-scan --repository-name shop --image-id imageTag=v1'],
    step: 'scan',
    is: 'the scan of v1 is still going on',
  },
  {
    lab: scanning,
    slip: 'a filter for others',
    acts: [
      `aws ecr put-registry-scanning-configuration --scan-type BASIC --rules '[{"scanFrequency":"SCAN_ON_PUSH","repositoryFilters":[{"filter":"prod/*","filterType":"WILDCARD"}]}]'`,
    ],
    step: 'on-push',
    is: 'the filter of the rule does not fit shop',
  },
  {
    lab: scanning,
    slip: 'the old base under a new tag',
    acts: [
      'docker tag $REGISTRY/shop:v1 $REGISTRY/shop:v2',
      'docker push $REGISTRY/shop:v2',
      'aws ecr start-image-scan --repository-name shop --image-id imageTag=v2',
      { wind: 60_000 },
    ],
    step: 'rebase',
    is: 'v2 has 1 critical and 2 high findings',
  },
  {
    lab: replication,
    slip: 'the rule as it stands',
    acts: ['aws ecr put-replication-configuration --replication-configuration file://replication.json'],
    step: 'rule',
    is: 'the rule is about test/',
  },
  {
    lab: replication,
    slip: 'no time for the copy',
    acts: [
      'sed -i s:test/:shop/: replication.json',
      'aws ecr put-replication-configuration --replication-configuration file://replication.json',
      'docker tag $REGISTRY/shop/web:v1 $REGISTRY/shop/web:v2',
      'docker push $REGISTRY/shop/web:v2',
    ],
    step: 'new-image',
    is: 'the copy of v2 is IN_PROGRESS',
  },
  {
    lab: replication,
    slip: 'another prefix',
    acts: [
      'aws ecr create-pull-through-cache-rule --ecr-repository-prefix hub --upstream-registry-url registry-1.docker.io',
      'aws ecr create-pull-through-cache-rule --ecr-repository-prefix public --upstream-registry-url public.ecr.aws',
    ],
    step: 'cache',
    is: 'the prefix of the rule is public',
  },
  {
    lab: publicGallery,
    slip: 'the other service',
    acts: ['aws ecr create-repository --repository-name hours'],
    step: 'create',
    is: 'hours is a private repository',
  },
  {
    lab: publicGallery,
    slip: 'a token for a private registry',
    acts: ['aws ecr get-login-password | docker login --username AWS --password-stdin public.ecr.aws'],
    step: 'login',
    is: 'the token was one for a private registry',
  },
  {
    lab: storage,
    slip: 'the wrong image thrown out',
    acts: ['aws ecr batch-delete-image --repository-name shop --image-ids imageTag=audit'],
    step: 'biggest',
    is: 'audit is gone',
  },
  {
    lab: storage,
    slip: 'no time for the restore',
    acts: [
      'aws ecr update-image-storage-class --repository-name shop --image-id imageTag=audit --target-storage-class ARCHIVE',
      'aws ecr update-image-storage-class --repository-name shop --image-id imageTag=audit --target-storage-class STANDARD',
    ],
    step: 'restore',
    is: 'shop:audit is ACTIVATING',
  },
  {
    lab: artifacts,
    slip: 'one file only',
    acts: ['bash upload.sh parts.json'],
    step: 'blobs',
    is: 'one of the two files has been uploaded',
  },
  {
    lab: artifacts,
    slip: 'the manifest before its layers',
    acts: [
      'bash manifest.sh',
      'aws ecr put-image --repository-name shop --image-manifest file://artifact.json --image-manifest-media-type application/vnd.oci.image.manifest.v1+json',
    ],
    step: 'put',
    is: 'ECR does not have the layers that the manifest names',
  },
  {
    lab: pipeline,
    slip: 'a second commit by tag',
    acts: ['bash deploy.sh', 'echo 8d10b77 > COMMIT', 'echo new > index.html', 'bash deploy.sh'],
    step: 'digest',
    is: 'the newest revision names the tag git-8d10b77',
  },
  {
    lab: pipeline,
    slip: 'nothing run',
    acts: ['bash deploy.sh'],
    step: 'run',
    is: 'no task is RUNNING',
  },
];

const labs = [
  anatomy,
  createRepositories,
  loggingIn,
  tags,
  permissions,
  lifecycle,
  scanning,
  replication,
  publicGallery,
  storage,
  artifacts,
  pipeline,
];

describe('the labs on Amazon ECR', () => {
  it.each(labs)('$id: the solution reaches each goal, and the start none', walk);

  it.each(nearMisses)('$lab.id: $slip', async ({ lab, step, acts, is }) => {
    expect((await missingAfter(lab, step, acts)).map((missing) => missing.is)).toEqual([is]);
  });
});
