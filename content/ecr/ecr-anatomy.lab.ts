import { defineLab } from '../../learner/bench/index.ts';
import { logIn, page, registry, repositoriesOf, setRegistry, tagsIn } from './goals.ts';
import { hasSeen, missing, reached, toSee } from '../goals.ts';

const wanted = ['shop/web', 'shop/api'];

export default defineLab({
  id: 'ecr-anatomy',
  title: 'Registry, repository, image, token',
  region: 'us-east-1',
  seed: 'ecr-anatomy',
  open: 'Dockerfile',
  files: page,
  start: [setRegistry],
  firstCommand: 'aws ecr describe-registry',
  steps: [
    {
      id: 'registry',
      title: 'Look at the registry',
      text: 'Describe the registry. You never created it: it is there.',
      goal: toSee(
        /describe-registry/,
        '"registryId": "123456789012"',
        'the registry has not been described',
        'an answer with its registryId',
      ),
      hints: [
        'The service is ecr, and there is only one registry to ask about.',
        'The operation takes no name: describe-registry.',
        'aws ecr describe-registry',
      ],
      solution: ['aws ecr describe-registry'],
      typicalMinutes: 1,
    },
    {
      id: 'repositories',
      title: 'Two repositories under one roof',
      text: 'Create the repositories shop/web and shop/api.',
      goal(view) {
        const found = repositoriesOf(view);
        const lacking = wanted.filter((name) => !found.has(name));
        if (lacking.length === 0) return reached;
        return missing(
          found.size === 0
            ? 'the registry is empty'
            : `the registry has ${[...found.keys()].join(', ')}, and no ${lacking.join(', no ')}`,
          'the repositories shop/web and shop/api',
        );
      },
      hints: [
        'The slash is part of the name; there is no folder to make first.',
        'create-repository, once for each name.',
        'aws ecr create-repository --repository-name shop/web, and the same with shop/api',
      ],
      solution: [
        'aws ecr create-repository --repository-name shop/web',
        'aws ecr create-repository --repository-name shop/api',
      ],
      typicalMinutes: 2,
    },
    {
      id: 'token',
      title: 'Open a token',
      text: 'Ask for an authorization token, decode it from base64 and find the user name in front of the colon.',
      goal: toSee(
        /get-authorization-token[\s\S]*base64/,
        /^AWS(:|$)/m,
        (view) =>
          hasSeen(view, /get-authorization-token/, 'authorizationToken')
            ? 'the token has been fetched and not decoded'
            : 'no token has been asked for',
        'a decoded token that begins with AWS',
      ),
      hints: [
        'A token is user and password, joined by a colon and wrapped in base64.',
        '--query with --output text gives the token alone; base64 -d unwraps it; cut takes the first characters.',
        "aws ecr get-authorization-token --query 'authorizationData[0].authorizationToken' --output text | base64 -d | cut -c1-12",
      ],
      solution: [
        "aws ecr get-authorization-token --query 'authorizationData[0].authorizationToken' --output text | base64 -d | cut -c1-12",
      ],
      typicalMinutes: 3,
    },
    {
      id: 'image',
      title: 'Put an image on the shelf',
      text: 'Log in, build the page and push it to shop/web as v1.',
      goal(view) {
        const tags = tagsIn(view, 'shop/web');
        if (tags.includes('v1')) return reached;
        if (tagsIn(view, 'shop/api').includes('v1'))
          return missing('v1 is in shop/api', 'an image v1 in shop/web');
        return missing(
          tags.length > 0 ? `shop/web has ${tags.join(', ')}, and no v1` : 'shop/web has no image',
          'an image v1 in shop/web',
        );
      },
      hints: [
        'The image’s name is its address: registry, repository, tag.',
        '$REGISTRY holds the first part. docker build -t takes the whole name at once.',
        `${logIn()} and then docker build -t $REGISTRY/shop/web:v1 . and docker push $REGISTRY/shop/web:v1`,
      ],
      solution: [logIn(), 'docker build -t $REGISTRY/shop/web:v1 .', 'docker push $REGISTRY/shop/web:v1'],
      typicalMinutes: 3,
    },
    {
      id: 'uri',
      title: 'Take it by its address',
      text: 'Remove your local copy of the image and pull it back by its full address.',
      goal(view) {
        const removed = view.commands.findIndex(
          ({ line, exitCode }) => /docker (rmi|image rm)/.test(line) && exitCode === 0,
        );
        if (removed < 0)
          return missing('your engine still has its own copy', 'a pull into an engine without the image');
        const pulled = view.commands
          .slice(removed + 1)
          .some(({ line, stdout }) => /docker pull/.test(line) && stdout.includes(`${registry}/shop/web`));
        return pulled
          ? reached
          : missing('the image has not been pulled back', 'a pull of shop/web:v1 by its address');
      },
      hints: [
        'docker rmi removes the name here, and nothing in the registry.',
        'The address for the pull is the one for the push.',
        'docker rmi $REGISTRY/shop/web:v1 and then docker pull $REGISTRY/shop/web:v1',
      ],
      solution: ['docker rmi $REGISTRY/shop/web:v1', 'docker pull $REGISTRY/shop/web:v1'],
      typicalMinutes: 2,
    },
  ],
});
