import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { definitionOf, register } from '../ecs/goals.ts';
import { hasSeen, missing, reached } from '../goals.ts';

const account = '123456789012';
const definition = `${JSON.stringify(
  {
    family: 'db',
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '512',
    memory: '1024',
    volumes: [{ name: 'data', configuredAtLaunch: true }],
    containerDefinitions: [
      {
        name: 'db',
        image: 'public.ecr.aws/docker/library/postgres:17',
        essential: true,
        environment: [{ name: 'PGDATA', value: '/var/lib/postgresql/data/files' }],
        mountPoints: [],
      },
    ],
  },
  null,
  2,
)}\n`;
const mounted = definition.replace(
  '"mountPoints": []',
  '"mountPoints": [{ "sourceVolume": "data", "containerPath": "/var/lib/postgresql/data" }]',
);

interface Volume {
  name?: string;
  managedEBSVolume?: {
    roleArn?: string;
    sizeInGiB?: number;
    volumeType?: string;
    filesystemType?: string;
    snapshotId?: string;
    encrypted?: boolean;
    terminationPolicy?: { deleteOnTermination?: boolean };
  };
}
const volumes = (volume: Volume) => `${JSON.stringify([volume], null, 2)}\n`;
const unfinished = volumes({
  name: 'disk',
  managedEBSVolume: {
    roleArn: `arn:aws:iam::${account}:role/ecsTaskExecutionRole`,
    sizeInGiB: 0,
    volumeType: 'gp3',
    encrypted: true,
    filesystemType: 'xfs',
    terminationPolicy: { deleteOnTermination: true },
  },
});
const finished = volumes({
  name: 'data',
  managedEBSVolume: {
    roleArn: `arn:aws:iam::${account}:role/ecsInfrastructureRole`,
    sizeInGiB: 20,
    volumeType: 'gp3',
    encrypted: true,
    filesystemType: 'xfs',
    terminationPolicy: { deleteOnTermination: false },
  },
});

const roleName = 'ecsInfrastructureRole';
const trusts = (view: LabView, RoleName: string): boolean | undefined => {
  const role = view.call<{ Role: { AssumeRolePolicyDocument: string } }>('iam', 'GetRole', {
    RoleName,
  })?.Role;
  return (
    role && decodeURIComponent(JSON.stringify(role.AssumeRolePolicyDocument)).includes('"ecs.amazonaws.com')
  );
};
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

function readVolume(view: LabView): Volume | undefined {
  try {
    return (JSON.parse(view.files.get('volume.json') ?? '') as Volume[])[0];
  } catch {
    return undefined;
  }
}

export default defineLab({
  id: 'storage-ebs',
  title: 'Two halves of a volume',
  region: 'us-east-1',
  seed: 'storage-ebs',
  open: 'db.json',
  files: { 'db.json': definition, 'volume.json': unfinished },
  firstCommand: register('db.json'),
  steps: [
    {
      id: 'nobody-wants-it',
      title: 'Name a volume that nobody mounts',
      text: 'db.json names a volume data that is configured at launch. Register it as it stands, and read why ECS refuses.',
      goal: (view) =>
        hasSeen(view, /register-task-definition/, 'are not referenced by any of the containers')
          ? reached
          : missing('no registration has been refused', 'a registration that is refused for its volume'),
      hints: [
        'A volume that costs money is to be used by somebody.',
        'Register the file before you change it.',
        register('db.json'),
      ],
      solution: [register('db.json')],
      typicalMinutes: 1,
    },
    {
      id: 'mount',
      title: 'Mount it',
      text: 'Mount data at /var/lib/postgresql/data in the container db, and register.',
      goal(view) {
        const shouldBe = 'a revision of db that mounts data at /var/lib/postgresql/data';
        const found = definitionOf(view, 'db');
        if (!found) return missing('the family db has no revision', shouldBe);
        const mount = found.containerDefinitions[0]?.mountPoints?.find(
          ({ sourceVolume }) => sourceVolume === 'data',
        );
        return mount?.containerPath === '/var/lib/postgresql/data'
          ? reached
          : missing(`db:${found.revision} mounts data at ${mount?.containerPath ?? 'no path'}`, shouldBe);
      },
      hints: [
        'This half belongs to the task definition: a name and a path, no size.',
        'mountPoints has sourceVolume and containerPath.',
        '"mountPoints": [{ "sourceVolume": "data", "containerPath": "/var/lib/postgresql/data" }]',
      ],
      solution: [{ save: 'db.json', content: mounted }, register('db.json')],
      typicalMinutes: 2,
    },
    {
      id: 'role',
      title: 'Let ECS make volumes',
      text: 'ECS creates and attaches volumes in your name. Create the role ecsInfrastructureRole for it, which the service ecs.amazonaws.com may take on.',
      goal(view) {
        const shouldBe = 'a role ecsInfrastructureRole that ecs.amazonaws.com may take on';
        const found = trusts(view, roleName);
        if (found === undefined) return missing('there is no role ecsInfrastructureRole', shouldBe);
        return found ? reached : missing('the role trusts another service', shouldBe);
      },
      hints: [
        'Not the program acts, and not the agent that starts it: the service itself does.',
        'aws iam create-role takes --assume-role-policy-document. The service is ecs, not ecs-tasks.',
        `aws iam create-role --role-name ${roleName} --assume-role-policy-document '${trust}'`,
      ],
      solution: [`aws iam create-role --role-name ${roleName} --assume-role-policy-document '${trust}'`],
      typicalMinutes: 2,
    },
    {
      id: 'at-launch',
      title: 'Write the other half',
      text: 'volume.json is what run-task gets as --volume-configurations, and it has four mistakes: the name, the role, the size, and what becomes of the volume when the task ends. 20 GiB are wanted, and they are to stay.',
      goal(view) {
        const shouldBe =
          'a volume.json for data: 20 GiB, made by ecsInfrastructureRole, kept when the task ends';
        const volume = readVolume(view);
        if (!volume) return missing('volume.json is not JSON', shouldBe);
        if (volume.name !== 'data')
          return missing(`it configures a volume ${volume.name ?? 'without a name'}`, shouldBe);
        const ebs = volume.managedEBSVolume ?? {};
        if (!ebs.roleArn?.endsWith(`:role/${roleName}`))
          return missing(`the role is ${ebs.roleArn?.split('/').at(-1) ?? 'missing'}`, shouldBe);
        if (ebs.sizeInGiB !== 20) return missing(`the size is ${ebs.sizeInGiB ?? 'not set'}`, shouldBe);
        return ebs.terminationPolicy?.deleteOnTermination === false
          ? reached
          : missing('the volume is deleted when the task ends', shouldBe);
      },
      hints: [
        'The name ties the halves together. The rest is what the definition does not say.',
        'Four members: name, roleArn, sizeInGiB, terminationPolicy.deleteOnTermination.',
        '"name": "data", "roleArn": "…:role/ecsInfrastructureRole", "sizeInGiB": 20, "deleteOnTermination": false',
      ],
      solution: [{ save: 'volume.json', content: finished }],
      typicalMinutes: 3,
    },
  ],
});
