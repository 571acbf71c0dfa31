import { defineLab, type LabView } from '../../learner/bench/index.ts';
import {
  printedIn,
  register,
  roleForExec,
  runOnFargate,
  setExec,
  setNetwork,
  setTask,
  tasksOf,
} from '../ecs/goals.ts';
import { missing, reached, toSee } from '../goals.ts';

const refusal = 'When using an EFS access point, the root directory must either be set to "/" or be omitted.';

function definition(family: string): string {
  return `${JSON.stringify(
    {
      family,
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      taskRoleArn: 'arn:aws:iam::123456789012:role/notes',
      volumes: [
        {
          name: 'files',
          efsVolumeConfiguration: {
            fileSystemId: 'FILE_SYSTEM',
            rootDirectory: `/${family}`,
            transitEncryption: 'ENABLED',
            authorizationConfig: { accessPointId: 'ACCESS_POINT' },
          },
        },
      ],
      containerDefinitions: [
        {
          name: 'web',
          image: 'public.ecr.aws/docker/library/httpd:2.4',
          essential: true,
          mountPoints: [{ sourceVolume: 'files', containerPath: '/data' }],
        },
      ],
    },
    null,
    2,
  )}\n`;
}

interface AccessPoint {
  AccessPointId: string;
  FileSystemId: string;
  RootDirectory: { Path: string };
  PosixUser?: { Uid: number };
}

const points = (view: LabView) =>
  view.call<{ AccessPoints: AccessPoint[] }>('efs', 'DescribeAccessPoints', {})?.AccessPoints ?? [];
const running = (view: LabView, family: string) =>
  tasksOf(view, family).find(({ lastStatus }) => lastStatus === 'RUNNING');
const listing = (view: LabView, family: string) => {
  const task = running(view, family);
  return task && printedIn(view, task, 'web', 'ls /data');
};
const makePoint = (family: string, uid: number) =>
  `aws efs create-access-point --file-system-id $FS --posix-user Uid=${uid},Gid=${uid} --root-directory "Path=/${family},CreationInfo={OwnerUid=${uid},OwnerGid=${uid},Permissions=750}" --query AccessPointId --output text`;
const fill = (family: string, variable: string) => `sed -i "s/ACCESS_POINT/$${variable}/" ${family}.json`;
const run = (family: string) => runOnFargate(family, ' --enable-execute-command');

export default defineLab({
  id: 'storage-access-points',
  title: 'Two tenants on one file system',
  region: 'us-east-1',
  seed: 'storage-access-points',
  open: 'shop.json',
  files: { 'shop.json': definition('shop'), 'blog.json': definition('blog') },
  start: [
    'aws ecs create-cluster --cluster-name drydock',
    ...roleForExec('notes'),
    setNetwork,
    setExec,
    'FS=$(aws efs create-file-system --encrypted --query FileSystemId --output text)',
    'sleep 10',
    'aws efs create-mount-target --file-system-id $FS --subnet-id $SUBNET',
    'sed -i "s/FILE_SYSTEM/$FS/" shop.json blog.json',
    'sleep 100',
  ],
  firstCommand: `SHOP=$(${makePoint('shop', 1001)})`,
  steps: [
    {
      id: 'points',
      title: 'Make two entrances',
      text: 'The file system is there, its id in the variable FS. Create an access point for /shop and one for /blog, each with a POSIX user of its own.',
      goal(view) {
        const shouldBe = 'access points for /shop and /blog with different POSIX users';
        const of = (path: string) => points(view).find(({ RootDirectory }) => RootDirectory.Path === path);
        const without = ['/shop', '/blog'].find((path) => !of(path));
        if (without) return missing(`no access point leads to ${without}`, shouldBe);
        const [shop, blog] = [of('/shop')!, of('/blog')!];
        if (!shop.PosixUser || !blog.PosixUser) return missing('an access point has no POSIX user', shouldBe);
        return shop.PosixUser.Uid === blog.PosixUser.Uid
          ? missing(`both access points act as user ${shop.PosixUser.Uid}`, shouldBe)
          : reached;
      },
      hints: [
        'An access point has a folder, and a user that everybody becomes who comes through it.',
        'CreationInfo says who owns the folder if it has to be made first.',
        `BLOG=$(${makePoint('blog', 1002)}) and the same for the shop`,
      ],
      solution: [`SHOP=$(${makePoint('shop', 1001)})`, `BLOG=$(${makePoint('blog', 1002)})`],
      typicalMinutes: 2,
    },
    {
      id: 'two-roots',
      title: 'Say it twice, and be refused',
      text: 'Put the shop’s access point into shop.json in place of ACCESS_POINT, and register it as it then stands.',
      goal: toSee(
        /register-task-definition/,
        refusal,
        'no registration has been refused for its root directory',
        'a registration that ECS refuses for its root directory',
      ),
      hints: [
        'The access point knows its folder. The file names it too.',
        'sed, or the editor, and then register-task-definition.',
        `${fill('shop', 'SHOP')} and ${register('shop.json')}`,
      ],
      solution: [fill('shop', 'SHOP'), register('shop.json')],
      typicalMinutes: 2,
    },
    {
      id: 'shop',
      title: 'Let the shop in',
      text: 'Take rootDirectory out of shop.json, register and run it. Write /data/order.txt in its container.',
      goal(view) {
        const shouldBe = 'a running task of shop with /data/order.txt';
        if (!running(view, 'shop')) return missing('no task of shop is RUNNING', shouldBe);
        const seen = listing(view, 'shop');
        if (seen === undefined) return missing('the task was run without --enable-execute-command', shouldBe);
        return seen.includes('order.txt') ? reached : missing('/data has no order.txt', shouldBe);
      },
      hints: [
        'One of the two has to go, and the access point is the one to keep.',
        'Delete the line, register, run with --enable-execute-command, wait, write.',
        `$EXEC --task $TASK --container web --command "sh -c 'echo 1 > /data/order.txt'", once TASK holds the task`,
      ],
      solution: [
        'sed -i /rootDirectory/d shop.json',
        register('shop.json'),
        run('shop'),
        { wind: 60_000 },
        setTask('shop'),
        `$EXEC --task $TASK --container web --command "sh -c 'echo 1 > /data/order.txt'"`,
      ],
      typicalMinutes: 3,
    },
    {
      id: 'blog',
      title: 'Keep the blog out of it',
      text: 'Do the same for blog with its own access point, and list /data in its container. The shop’s order must not be there.',
      goal(view) {
        const shouldBe = 'a running task of blog whose /data has no order.txt, and a look into it';
        if (!running(view, 'blog')) return missing('no task of blog is RUNNING', shouldBe);
        if (listing(view, 'blog')?.includes('order.txt'))
          return missing('the blog sees the order of the shop', shouldBe);
        return view.commands.some(({ line }) => /execute-command|\$EXEC/.test(line) && /ls /.test(line))
          ? reached
          : missing('nobody has listed /data', shouldBe);
      },
      hints: [
        'Both mount the same file system; the entrance makes the difference.',
        'blog.json needs the other access point, and no rootDirectory.',
        `${fill('blog', 'BLOG')}, delete rootDirectory, register, run, and $EXEC … --command "ls /data"`,
      ],
      solution: [
        fill('blog', 'BLOG'),
        'sed -i /rootDirectory/d blog.json',
        register('blog.json'),
        run('blog'),
        { wind: 60_000 },
        setTask('blog'),
        '$EXEC --task $TASK --container web --command "ls /data"',
      ],
      typicalMinutes: 3,
    },
  ],
});
