import { register } from '../ecs/goals.ts';
import { missing, reached } from '../goals.ts';
import {
  busybox,
  createService,
  deploy,
  readEvents,
  registerQuietly,
  shop,
  toFind,
  wantedIn,
} from './goals.ts';
import { incident, provenWell } from './incident.ts';

const name = 'shop/database';
const makeSecret = `SECRET=$(aws secretsmanager create-secret --name ${name} --secret-string '{"user":"shop","password":"tide-and-time"}' --query ARN --output text)`;
const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'secretsmanager:GetSecretValue',
      Resource: `arn:aws:secretsmanager:us-east-1:123456789012:secret:${name}-??????`,
    },
  ],
});
const askArn = `aws secretsmanager describe-secret --secret-id ${name} --query ARN --output text`;
const fill = `sed -i "s|arn:aws:secretsmanager:[^:]*:[0-9]*:secret:${name}-[A-Za-z0-9]*|$(${askArn})|" taskdef.json`;

export default incident({
  id: 'clinic-bad-secret',
  title: 'Incident: the secret with another name',
  files: {
    'taskdef.json': shop({
      image: busybox,
      command: ['sh', '-c', 'exec sleep infinity'],
      secrets: [{ name: 'DB_PASSWORD', valueFrom: 'SECRET:password::' }],
    }),
  },
  start: [
    makeSecret,
    `aws iam put-role-policy --role-name ecsTaskExecutionRole --policy-name shop-secret --policy-document '${policy}'`,
    'sed -i "s|SECRET:password|$SECRET:password|" taskdef.json',
    registerQuietly,
    createService(1),
    'sleep 180',
    `aws secretsmanager delete-secret --secret-id ${name} --force-delete-without-recovery > /dev/null`,
    `${makeSecret}; unset SECRET`,
    'aws ecs stop-task --cluster drydock --task $(aws ecs list-tasks --cluster drydock --query taskArns[0] --output text) > /dev/null',
    'sleep 300',
  ],
  steps: [
    {
      id: 'find',
      title: 'Find the cause',
      text: 'Nobody has deployed anything, and the successor of a task does not start. Read what it could not get.',
      goal: toFind(
        "can't find the specified secret",
        'nothing has shown what the task could not get',
        'a stoppedReason that names the secret',
      ),
      hints: [
        'The first stopped task may be the one that was stopped by hand. Read the others too, or the events.',
        'The event unable to place a task carries the whole reason.',
        readEvents,
      ],
      solution: [readEvents],
      typicalMinutes: 2,
    },
    {
      id: 'mend',
      title: 'Mend it',
      text: `The secret ${name} exists. Compare its ARN with the one in taskdef.json, and give the service a revision that names the secret of today.`,
      goal(view) {
        const shouldBe = `DB_PASSWORD out of the secret ${name} as it is today`;
        const secret = wantedIn(view)?.containerDefinitions[0]?.secrets?.find(
          ({ name: variable }) => variable === 'DB_PASSWORD',
        );
        if (!secret) return missing('the service’s revision takes no secret DB_PASSWORD', shouldBe);
        const SecretId = secret.valueFrom.split(':').slice(0, 7).join(':');
        return view.reply('secretsmanager', 'DescribeSecret', { SecretId }).ok
          ? reached
          : missing(`no secret has the ARN ${SecretId}`, shouldBe);
      },
      hints: [
        'The last six characters of a secret’s ARN are drawn anew when it is created anew.',
        askArn,
        `${fill}, then register and update the service.`,
      ],
      solution: [fill, register('taskdef.json'), deploy],
      typicalMinutes: 4,
    },
    provenWell(1),
  ],
});
