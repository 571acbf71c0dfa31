import { defineLab } from '../../learner/bench/index.ts';
import { logIn, page, registryOf, setRegistry } from './goals.ts';
import { commandsLike, hasSeen, missing, reached, toSee } from '../goals.ts';

const europe = registryOf('eu-west-1');
const hours = 3_600_000;

export default defineLab({
  id: 'ecr-logging-in',
  title: 'Log in, across Regions and across the night',
  region: 'us-east-1',
  seed: 'ecr-logging-in',
  open: 'Dockerfile',
  files: page,
  start: [
    setRegistry,
    `EUROPE=${europe}`,
    'aws ecr create-repository --repository-name web > /dev/null',
    'aws ecr create-repository --repository-name web --region eu-west-1 > /dev/null',
    'docker build -q -t $REGISTRY/web:v1 -t $EUROPE/web:v1 .',
  ],
  firstCommand: 'docker push $REGISTRY/web:v1',
  steps: [
    {
      id: 'stranger',
      title: 'Come as a stranger',
      text: 'The image is built, the repository is there. Push without logging in, and read the answer.',
      goal: toSee(
        /docker push/,
        'no basic auth credentials',
        'no push has been refused',
        'a push that is refused for want of credentials',
      ),
      hints: [
        'Just push. It is meant to fail.',
        '$REGISTRY holds the address of your registry.',
        'docker push $REGISTRY/web:v1',
      ],
      solution: ['docker push $REGISTRY/web:v1'],
      typicalMinutes: 1,
    },
    {
      id: 'log-in',
      title: 'Log in and push',
      text: 'Give Docker a token for us-east-1 by way of a pipe, and push.',
      goal(view) {
        if (commandsLike(view, /docker login.* -p|docker login.*--password(?!-stdin)/).length > 0)
          return hasSeen(view, /docker push/, 'v1: digest:')
            ? reached
            : missing('a password has stood on a command line', 'a login with --password-stdin');
        return hasSeen(view, /docker push \$?\S*(REGISTRY|us-east-1)/, 'v1: digest:')
          ? reached
          : missing(
              'web:v1 is not in the registry of us-east-1',
              'a push to us-east-1 that ends with a digest',
            );
      },
      hints: [
        'One program prints a password, the other reads it.',
        'aws ecr get-login-password, a pipe, docker login --username AWS --password-stdin and the registry.',
        `${logIn()} and then docker push $REGISTRY/web:v1`,
      ],
      solution: [logIn(), 'docker push $REGISTRY/web:v1'],
      typicalMinutes: 2,
    },
    {
      id: 'second-region',
      title: 'Knock at another Region',
      text: 'Push to eu-west-1 with the login that you have, see it refused, then log in there and push. $EUROPE holds the address.',
      goal(view) {
        const toEurope = commandsLike(view, /docker push \$?\S*(EUROPE|eu-west-1)/);
        if (toEurope.some(({ stdout }) => stdout.includes('v1: digest:')))
          return toEurope.some(({ stderr }) => stderr.includes('no basic auth credentials'))
            ? reached
            : missing('eu-west-1 has never refused you', 'a refusal first, then a push to eu-west-1');
        return missing(
          hasSeen(view, /docker login/, '400 Bad Request')
            ? 'the token came from another Region than the registry'
            : 'web:v1 is not in the registry of eu-west-1',
          'a push to eu-west-1 that ends with a digest',
        );
      },
      hints: [
        'Two Regions, two registries, two tokens.',
        'Both halves of the login name the Region: --region, and the address at the end.',
        `docker push $EUROPE/web:v1, then ${logIn('eu-west-1')}, then the push again`,
      ],
      solution: ['docker push $EUROPE/web:v1', logIn('eu-west-1'), 'docker push $EUROPE/web:v1'],
      typicalMinutes: 3,
    },
    {
      id: 'expiry',
      title: 'Read when it ends',
      text: 'Ask ECR for a token once more, and find the moment at which it expires.',
      goal: toSee(
        /get-authorization-token/,
        /\d{4}-\d\d-\d\dT/,
        'no answer has shown expiresAt',
        'the expiresAt of a token',
      ),
      hints: [
        'get-login-password shows the password alone. Which call is behind it?',
        'get-authorization-token answers with expiresAt as well.',
        "aws ecr get-authorization-token --query 'authorizationData[0].expiresAt' --output text",
      ],
      solution: ["aws ecr get-authorization-token --query 'authorizationData[0].expiresAt' --output text"],
      typicalMinutes: 1,
    },
    {
      id: 'overnight',
      title: 'Come back the next morning',
      text: 'Wind the clock on by twelve hours, pull web:v1, and mend what happens.',
      goal(view) {
        const refused = view.commands.findIndex(
          ({ line, stderr }) => /docker (pull|push)/.test(line) && stderr.includes('token has expired'),
        );
        if (refused < 0)
          return missing('no token has expired yet', 'a pull or push that is refused twelve hours later');
        const after = view.commands.slice(refused + 1);
        return after.some(({ line, exitCode }) => /docker (pull|push)/.test(line) && exitCode === 0)
          ? reached
          : missing(
              'Docker has been refused and not been let in again',
              'a pull that works after a new login',
            );
      },
      hints: [
        'The clock has a button for twelve hours.',
        'The message says what to do: reauthenticate.',
        `Press “+12 h”, docker pull $REGISTRY/web:v1, then ${logIn()}, then the pull again`,
      ],
      solution: [
        { wind: 12 * hours },
        'docker pull $REGISTRY/web:v1',
        logIn(),
        'docker pull $REGISTRY/web:v1',
      ],
      typicalMinutes: 3,
    },
    {
      id: 'museum',
      title: 'See the old way once',
      text: 'Run the old get-login with --no-include-email and find the password in its output.',
      optional: true,
      goal: toSee(
        /aws ecr get-login( |$)(?!password)/,
        'docker login -u AWS -p ',
        'get-login has not been run',
        'a docker login command with the password in it',
      ),
      hints: [
        'It printed a command that you were to paste.',
        'The bench keeps it; AWS CLI version 2 does not.',
        'aws ecr get-login --no-include-email',
      ],
      solution: ['aws ecr get-login --no-include-email'],
      typicalMinutes: 1,
    },
  ],
});
