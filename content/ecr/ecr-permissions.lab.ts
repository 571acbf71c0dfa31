import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { account, logIn, page, setRegistry, tagsIn, write } from './goals.ts';
import { allowedTo, allows, readPolicy, statementsOf } from './policy.ts';
import { hasSeen, missing, reached, toSee } from '../goals.ts';

const partner = '210987654321';
const arn = (repository: string) => `arn:aws:ecr:us-east-1:${account}:repository/${repository}`;
const uploads = [
  'BatchCheckLayerAvailability',
  'InitiateLayerUpload',
  'UploadLayerPart',
  'CompleteLayerUpload',
];
const pulls = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const json = (value: object) => `${JSON.stringify(value, undefined, 2)}\n`;

const statement = { Effect: 'Allow', Action: uploads.concat('PutImage').map((each) => `ecr:${each}`) };
const wrong = json({
  Version: '2012-10-17',
  Statement: [
    { ...statement, Action: ['ecr:GetAuthorizationToken', ...statement.Action], Resource: arn('shop/web') },
  ],
});
const right = json({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
    { ...statement, Resource: arn('shop/web') },
  ],
});
const share = (principal: object) =>
  json({
    Version: '2012-10-17',
    Statement: [{ Sid: 'partner', Effect: 'Allow', ...principal, Action: pulls }],
  });

/** The policies in the user's own name, as one document. */
function inlineOf(view: LabView, UserName: string) {
  const names =
    view.call<{ PolicyNames: string[] }>('iam', 'ListUserPolicies', { UserName })?.PolicyNames ?? [];
  const documents = names.map((PolicyName) =>
    readPolicy(
      view.call<{ PolicyDocument: string }>('iam', 'GetUserPolicy', { UserName, PolicyName })?.PolicyDocument,
    ),
  );
  return documents.length === 0 ? undefined : { Statement: documents.flatMap(statementsOf) };
}

const repositoryPolicy = (view: LabView, repositoryName: string) =>
  readPolicy(view.call<{ policyText: string }>('ecr', 'GetRepositoryPolicy', { repositoryName })?.policyText);

export default defineLab({
  id: 'ecr-permissions',
  title: 'Who may push, who may pull',
  region: 'us-east-1',
  seed: 'ecr-permissions',
  open: 'push.json',
  files: {
    ...page,
    'push.json': wrong,
    'freeze.json': json({
      Version: '2012-10-17',
      Statement: [{ Sid: 'freeze', Effect: 'Deny', Principal: '*', Action: 'ecr:PutImage' }],
    }),
    'partner.json': share({}),
  },
  start: [
    setRegistry,
    'aws ecr create-repository --repository-name shop/web > /dev/null',
    'aws ecr create-repository --repository-name shop/api > /dev/null',
    'aws iam create-user --user-name ci > /dev/null',
    'aws iam create-user --user-name viewer > /dev/null',
    logIn(),
    'docker build -q -t $REGISTRY/shop/web:v1 .',
    'docker push -q $REGISTRY/shop/web:v1',
  ],
  firstCommand: 'cat freeze.json',
  steps: [
    {
      id: 'freeze',
      title: 'Freeze a repository',
      text: 'You are administrator here. Put freeze.json on shop/web as its repository policy, then try to push v2.',
      goal: toSee(
        /docker push/,
        'explicit deny in a resource-based policy',
        (view) =>
          repositoryPolicy(view, 'shop/web')
            ? 'shop/web has a policy, and no push has met it'
            : 'shop/web has no repository policy',
        'a push to shop/web that is refused with an explicit deny',
      ),
      hints: [
        'A denial beats every permission, an administrator’s too.',
        'set-repository-policy takes the document with --policy-text file://…; v2 has to differ from v1.',
        'aws ecr set-repository-policy --repository-name shop/web --policy-text file://freeze.json, then change index.html, build and push $REGISTRY/shop/web:v2',
      ],
      solution: [
        'aws ecr set-repository-policy --repository-name shop/web --policy-text file://freeze.json',
        write('Closed on Mondays'),
        'docker build -t $REGISTRY/shop/web:v2 .',
        'docker push $REGISTRY/shop/web:v2',
      ],
      typicalMinutes: 4,
    },
    {
      id: 'thaw',
      title: 'Thaw it',
      text: 'Take the policy away and push v2.',
      goal: (view) =>
        tagsIn(view, 'shop/web').includes('v2')
          ? reached
          : missing(
              repositoryPolicy(view, 'shop/web') ? 'the freeze is still on shop/web' : 'shop/web has no v2',
              'an image v2 in shop/web',
            ),
      hints: [
        'The policy is a thing of the repository, and can be deleted.',
        'delete-repository-policy.',
        'aws ecr delete-repository-policy --repository-name shop/web and then docker push $REGISTRY/shop/web:v2',
      ],
      solution: [
        'aws ecr delete-repository-policy --repository-name shop/web',
        'docker push $REGISTRY/shop/web:v2',
      ],
      typicalMinutes: 1,
    },
    {
      id: 'push-policy',
      title: 'Let ci push, and no more',
      text: 'push.json has a mistake that locks ci out. Mend it and give it to the user ci. It shall cover shop/web alone.',
      goal(view) {
        const document = inlineOf(view, 'ci');
        const wants = 'a policy for ci: a token, and pushing to shop/web alone';
        if (!document) return missing('the user ci has no policy of its own', wants);
        if (!allows(document, 'ecr:GetAuthorizationToken', '*'))
          return missing(
            'ci cannot get a token: GetAuthorizationToken has no repository, it goes with "*"',
            wants,
          );
        const lacking = [...uploads, 'PutImage'].find(
          (each) => !allows(document, `ecr:${each}`, arn('shop/web')),
        );
        if (lacking) return missing(`ci is not allowed ecr:${lacking} on shop/web`, wants);
        if (allows(document, 'ecr:PutImage', arn('shop/api')))
          return missing('ci may push to shop/api, too', wants);
        if (allows(document, 'ecr:DeleteRepository', arn('shop/web')))
          return missing('ci may delete shop/web', wants);
        return reached;
      },
      hints: [
        'One of the actions is not about any repository.',
        'Put ecr:GetAuthorizationToken into a statement of its own, with "Resource": "*".',
        'Two statements: the token with "*", the other five actions with the ARN. Then aws iam put-user-policy --user-name ci --policy-name push-web --policy-document file://push.json',
      ],
      solution: [
        { save: 'push.json', content: right },
        'aws iam put-user-policy --user-name ci --policy-name push-web --policy-document file://push.json',
      ],
      typicalMinutes: 5,
    },
    {
      id: 'partner',
      title: 'Let another account pull',
      text: `partner.json shall let account ${partner} pull from shop/web. Something is missing in it. Mend it and set it.`,
      goal(view) {
        const document = repositoryPolicy(view, 'shop/web');
        const wants = `a policy on shop/web that lets account ${partner} pull`;
        if (!document)
          return missing(
            hasSeen(view, /set-repository-policy/, 'Invalid repository policy')
              ? 'ECR has refused the policy: it says what and not who'
              : 'shop/web has no repository policy',
            wants,
          );
        if (statementsOf(document).some(({ Effect, Principal }) => Effect === 'Allow' && Principal === '*'))
          return missing('the policy opens shop/web to every account there is', wants);
        const actions = allowedTo(document, partner);
        const lacking = pulls.find((each) => !actions.includes(each) && !actions.includes('ecr:*'));
        if (lacking) return missing(`account ${partner} is not allowed ${lacking}`, wants);
        if (actions.some((each) => each === 'ecr:*' || each === 'ecr:PutImage'))
          return missing(`account ${partner} may push, too`, wants);
        return reached;
      },
      hints: [
        'A policy on a resource has to say whom it is about.',
        `The member is called Principal, and an account is written as its root: arn:aws:iam::${partner}:root.`,
        `Add "Principal": { "AWS": "arn:aws:iam::${partner}:root" } to the statement, then aws ecr set-repository-policy --repository-name shop/web --policy-text file://partner.json`,
      ],
      solution: [
        { save: 'partner.json', content: share({ Principal: { AWS: `arn:aws:iam::${partner}:root` } }) },
        'aws ecr set-repository-policy --repository-name shop/web --policy-text file://partner.json',
      ],
      typicalMinutes: 4,
    },
    {
      id: 'managed',
      title: 'Choose a managed policy',
      text: 'The user viewer only ever pulls. Attach the narrowest of AWS’s managed policies that allows it.',
      goal(view) {
        const attached =
          view
            .call<{ AttachedPolicies: { PolicyName: string }[] }>('iam', 'ListAttachedUserPolicies', {
              UserName: 'viewer',
            })
            ?.AttachedPolicies.map(({ PolicyName }) => PolicyName) ?? [];
        if (attached.length === 1 && attached[0] === 'AmazonEC2ContainerRegistryPullOnly') return reached;
        return missing(
          attached.length === 0 ? 'viewer has no managed policy' : `viewer has ${attached.join(', ')}`,
          'viewer with AmazonEC2ContainerRegistryPullOnly, and nothing else',
        );
      },
      hints: [
        'There are four for private repositories, and one is for this very case.',
        'Its name ends in PullOnly. Detach what is too much with detach-user-policy.',
        'aws iam attach-user-policy --user-name viewer --policy-arn arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly',
      ],
      solution: [
        'aws iam attach-user-policy --user-name viewer --policy-arn arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly',
      ],
      typicalMinutes: 2,
    },
  ],
});
