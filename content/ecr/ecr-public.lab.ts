import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { hasSeen, missing, reached, toSee } from '../goals.ts';

interface PublicRepository {
  repositoryName: string;
  repositoryUri: string;
}
const repositories = (view: LabView) =>
  view.call<{ repositories: PublicRepository[] }>('ecr-public', 'DescribeRepositories')?.repositories ?? [];

export default defineLab({
  id: 'ecr-public',
  title: 'A shelf that everybody can see',
  region: 'us-east-1',
  seed: 'ecr-public',
  open: 'catalog.json',
  files: {
    'catalog.json':
      '{\n  "description": "A page with our opening hours",\n  "architectures": ["x86-64"],\n  "operatingSystems": ["Linux"],\n  "usageText": "docker run -p 8080:80 public.ecr.aws/our-alias/hours"\n}\n',
  },
  firstCommand: 'docker pull public.ecr.aws/docker/library/httpd:2.4',
  steps: [
    {
      id: 'anonymous',
      title: 'Pull as nobody',
      text: 'You are not logged in anywhere. Pull httpd:2.4 from the public registry.',
      goal: toSee(
        /docker pull/,
        'for public.ecr.aws/docker/library/httpd',
        'httpd:2.4 has not been pulled',
        'a pull of public.ecr.aws/docker/library/httpd:2.4',
      ),
      hints: [
        'No account, no token, no preparation.',
        'Docker’s official images stand under public.ecr.aws/docker/library.',
        'docker pull public.ecr.aws/docker/library/httpd:2.4',
      ],
      solution: ['docker pull public.ecr.aws/docker/library/httpd:2.4'],
      typicalMinutes: 1,
    },
    {
      id: 'region',
      title: 'Knock in the wrong Region',
      text: 'Try to create a public repository named hours in eu-west-1.',
      goal: toSee(
        /ecr-public create-repository/,
        'Could not connect to the endpoint',
        'nobody has tried another Region',
        'a create-repository that finds no endpoint in eu-west-1',
      ),
      hints: [
        'It is meant to fail.',
        'The service is ecr-public, the option --region.',
        'aws ecr-public create-repository --repository-name hours --region eu-west-1',
      ],
      solution: ['aws ecr-public create-repository --repository-name hours --region eu-west-1'],
      typicalMinutes: 1,
    },
    {
      id: 'create',
      title: 'Create it in the right one',
      text: 'Create the public repository hours, in us-east-1, and look at its address.',
      goal(view) {
        if (repositories(view).some(({ repositoryName }) => repositoryName === 'hours')) return reached;
        const mistaken =
          view.call<{ repositories: PublicRepository[] }>('ecr', 'DescribeRepositories')?.repositories ?? [];
        return missing(
          mistaken.some(({ repositoryName }) => repositoryName === 'hours')
            ? 'hours is a private repository'
            : 'there is no public repository hours',
          'a public repository named hours',
        );
      },
      hints: [
        'Private and public are two services.',
        'aws ecr-public, in the Region that the bench uses anyway.',
        'aws ecr-public create-repository --repository-name hours',
      ],
      solution: ['aws ecr-public create-repository --repository-name hours'],
      typicalMinutes: 1,
    },
    {
      id: 'catalog',
      title: 'Tell what it is',
      text: 'Give hours the catalogue data in catalog.json, which the gallery shows to visitors.',
      goal(view) {
        const data = view.call<{ catalogData: { description?: string } }>(
          'ecr-public',
          'GetRepositoryCatalogData',
          {
            repositoryName: 'hours',
          },
        )?.catalogData;
        return data?.description
          ? reached
          : missing('hours has no description', 'a repository hours with a description for the gallery');
      },
      hints: [
        'A visitor of the gallery sees what you write there.',
        'put-repository-catalog-data takes --catalog-data, a file for example.',
        'aws ecr-public put-repository-catalog-data --repository-name hours --catalog-data file://catalog.json',
      ],
      solution: [
        'aws ecr-public put-repository-catalog-data --repository-name hours --catalog-data file://catalog.json',
      ],
      typicalMinutes: 2,
    },
    {
      id: 'login',
      title: 'Log in to push',
      text: 'Pulling is free for all, pushing is not. Log Docker in to public.ecr.aws.',
      goal(view) {
        if (
          hasSeen(
            view,
            /ecr-public get-login-password[\s\S]*docker login[\s\S]*public\.ecr\.aws/,
            'Login Succeeded',
          )
        )
          return reached;
        return missing(
          hasSeen(view, /aws ecr get-login-password[\s\S]*public\.ecr\.aws/, /./)
            ? 'the token was one for a private registry'
            : 'Docker is not logged in to public.ecr.aws',
          'a login to public.ecr.aws with a token of ecr-public',
        );
      },
      hints: [
        'The pipe that you know, with another service on both sides.',
        'aws ecr-public get-login-password, and the server is public.ecr.aws.',
        'aws ecr-public get-login-password --region us-east-1 | docker login --username AWS --password-stdin public.ecr.aws',
      ],
      solution: [
        'aws ecr-public get-login-password --region us-east-1 | docker login --username AWS --password-stdin public.ecr.aws',
      ],
      typicalMinutes: 1,
    },
  ],
});
