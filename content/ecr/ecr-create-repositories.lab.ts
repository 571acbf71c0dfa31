import { defineLab } from '../../learner/bench/index.ts';
import { logIn, page, registry, repositoriesOf, setRegistry } from './goals.ts';
import { commandsLike, hasSeen, missing, reached, toSee } from '../goals.ts';

export default defineLab({
  id: 'ecr-create-repositories',
  title: 'Create repositories, with their settings',
  region: 'us-east-1',
  seed: 'ecr-create-repositories',
  open: 'Dockerfile',
  files: page,
  start: [
    setRegistry,
    'aws ecr create-repository --repository-name shop/legacy > /dev/null',
    'aws ecr create-repository --repository-name trial > /dev/null',
    logIn(),
    `docker build -q -t ${registry}/trial:v1 .`,
    `docker push -q ${registry}/trial:v1`,
  ],
  firstCommand: 'aws ecr create-repository --repository-name Shop/Web',
  steps: [
    {
      id: 'name',
      title: 'Meet the rule for names',
      text: 'Try to create a repository named Shop/Web and read what ECR has against it.',
      goal: toSee(
        /create-repository/,
        "Invalid parameter at 'repositoryName'",
        'no name has been refused',
        'a create-repository that is refused for its name',
      ),
      hints: [
        'It is meant to fail.',
        'Type the name as it stands, capitals and all.',
        'aws ecr create-repository --repository-name Shop/Web',
      ],
      solution: ['aws ecr create-repository --repository-name Shop/Web'],
      typicalMinutes: 1,
    },
    {
      id: 'settings',
      title: 'Create one with settings',
      text: 'Create shop/web with immutable tags and with encryption by a KMS key.',
      goal(view) {
        const made = repositoriesOf(view).get('shop/web');
        if (!made) return missing('there is no repository shop/web', 'shop/web with immutable tags and KMS');
        if (made.encryptionConfiguration?.encryptionType !== 'KMS')
          return missing(
            `shop/web is encrypted with ${made.encryptionConfiguration?.encryptionType}, which cannot be changed`,
            'shop/web with encryption by KMS: delete it and create it anew',
          );
        return made.imageTagMutability === 'IMMUTABLE'
          ? reached
          : missing(`the tags of shop/web are ${made.imageTagMutability}`, 'shop/web with immutable tags');
      },
      hints: [
        'Both settings go with the creation; one of them cannot come later.',
        '--image-tag-mutability and --encryption-configuration.',
        'aws ecr create-repository --repository-name shop/web --image-tag-mutability IMMUTABLE --encryption-configuration encryptionType=KMS',
      ],
      solution: [
        'aws ecr create-repository --repository-name shop/web --image-tag-mutability IMMUTABLE --encryption-configuration encryptionType=KMS',
      ],
      typicalMinutes: 3,
    },
    {
      id: 'mutability',
      title: 'Change one afterwards',
      text: 'shop/legacy has mutable tags. Make them immutable, with one exception: latest may move.',
      goal(view) {
        const legacy = repositoriesOf(view).get('shop/legacy');
        if (!legacy)
          return missing('there is no repository shop/legacy', 'shop/legacy, immutable but for latest');
        return legacy.imageTagMutability === 'IMMUTABLE_WITH_EXCLUSION'
          ? reached
          : missing(
              `the tags of shop/legacy are ${legacy.imageTagMutability}`,
              'tags of shop/legacy that are IMMUTABLE_WITH_EXCLUSION',
            );
      },
      hints: [
        'The setting has four values, and two of them take exceptions.',
        'put-image-tag-mutability, with --image-tag-mutability-exclusion-filters.',
        'aws ecr put-image-tag-mutability --repository-name shop/legacy --image-tag-mutability IMMUTABLE_WITH_EXCLUSION --image-tag-mutability-exclusion-filters filterType=WILDCARD,filter=latest',
      ],
      solution: [
        'aws ecr put-image-tag-mutability --repository-name shop/legacy --image-tag-mutability IMMUTABLE_WITH_EXCLUSION --image-tag-mutability-exclusion-filters filterType=WILDCARD,filter=latest',
      ],
      typicalMinutes: 3,
    },
    {
      id: 'template',
      title: 'Let a push create it',
      text: 'Make a creation template for the prefix team, for pushes, with immutable tags. Then push to team/web, which does not exist.',
      goal(view) {
        const made = repositoriesOf(view).get('team/web');
        if (!made)
          return missing(
            commandsLike(view, /create-repository-creation-template/).some(({ exitCode }) => exitCode === 0)
              ? 'there is a template, and nothing has been pushed to team/web'
              : 'there is no template for the prefix team',
            'a repository team/web that a push has made',
          );
        return made.imageTagMutability === 'IMMUTABLE'
          ? reached
          : missing(
              `the tags of team/web are ${made.imageTagMutability}`,
              'team/web with the immutable tags of its template',
            );
      },
      hints: [
        'A template holds settings for repositories that ECR creates by itself.',
        'create-repository-creation-template takes --prefix, --applied-for CREATE_ON_PUSH and the settings.',
        'aws ecr create-repository-creation-template --prefix team --applied-for CREATE_ON_PUSH --image-tag-mutability IMMUTABLE, then tag the image $REGISTRY/team/web:v1 and push it',
      ],
      solution: [
        'aws ecr create-repository-creation-template --prefix team --applied-for CREATE_ON_PUSH --image-tag-mutability IMMUTABLE',
        'docker tag $REGISTRY/trial:v1 $REGISTRY/team/web:v1',
        'docker push $REGISTRY/team/web:v1',
      ],
      typicalMinutes: 4,
    },
    {
      id: 'delete',
      title: 'Delete a full one',
      text: 'Delete trial. ECR refuses at first; see why, then insist.',
      goal(view) {
        if (!hasSeen(view, /delete-repository/, 'RepositoryNotEmptyException'))
          return missing('no delete has been refused', 'a refusal first, then no repository trial');
        return repositoriesOf(view).has('trial')
          ? missing('the repository trial is still there', 'no repository trial')
          : reached;
      },
      hints: [
        'There is an image in it.',
        'delete-repository has an option for those who mean it.',
        'aws ecr delete-repository --repository-name trial, and then once more with --force',
      ],
      solution: [
        'aws ecr delete-repository --repository-name trial',
        'aws ecr delete-repository --repository-name trial --force',
      ],
      typicalMinutes: 2,
    },
  ],
});
