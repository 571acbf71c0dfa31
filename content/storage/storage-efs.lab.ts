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
import { hasSeen, missing, reached } from '../goals.ts';

const notes = `${JSON.stringify(
  {
    family: 'notes',
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    taskRoleArn: 'arn:aws:iam::123456789012:role/notes',
    volumes: [
      {
        name: 'shared',
        efsVolumeConfiguration: { fileSystemId: 'fs-00000000', transitEncryption: 'ENABLED' },
      },
    ],
    containerDefinitions: [
      {
        name: 'web',
        image: 'public.ecr.aws/docker/library/httpd:2.4',
        essential: true,
        mountPoints: [{ sourceVolume: 'shared', containerPath: '/data' }],
      },
    ],
  },
  null,
  2,
)}\n`;
const start = runOnFargate('notes', ' --enable-execute-command');
const describeStopped =
  'aws ecs describe-tasks --cluster drydock --tasks $(aws ecs list-tasks --cluster drydock --desired-status STOPPED --query taskArns[0] --output text) --query "tasks[0].stoppedReason"';

interface FileSystem {
  FileSystemId: string;
  LifeCycleState: string;
}
interface MountTarget {
  LifeCycleState: string;
  AvailabilityZoneName: string;
}

const fileSystems = (view: LabView) =>
  view.call<{ FileSystems: FileSystem[] }>('efs', 'DescribeFileSystems')?.FileSystems ?? [];
const targets = (view: LabView) =>
  fileSystems(view).flatMap(
    ({ FileSystemId }) =>
      view.call<{ MountTargets: MountTarget[] }>('efs', 'DescribeMountTargets', { FileSystemId })
        ?.MountTargets ?? [],
  );
const running = (view: LabView) =>
  tasksOf(view, 'notes').filter(({ lastStatus }) => lastStatus === 'RUNNING');
const sees = (view: LabView, task: { taskArn: string }) =>
  printedIn(view, task, 'web', 'ls /data')?.includes('note.txt') ?? false;

export default defineLab({
  id: 'storage-efs',
  title: 'A note that lasts',
  region: 'us-east-1',
  seed: 'storage-efs',
  open: 'notes.json',
  files: { 'notes.json': notes },
  start: ['aws ecs create-cluster --cluster-name drydock', ...roleForExec('notes'), setNetwork, setExec],
  firstCommand: 'aws efs create-file-system --encrypted --tags Key=Name,Value=notes',
  steps: [
    {
      id: 'file-system',
      title: 'Make a file system',
      text: 'Create an EFS file system. Note its FileSystemId.',
      goal: (view) =>
        fileSystems(view).length > 0
          ? reached
          : missing('there is no EFS file system', 'an EFS file system in us-east-1'),
      hints: [
        'One call, and there is no size to choose.',
        'aws efs create-file-system; --encrypted can only be chosen now.',
        'aws efs create-file-system --encrypted --tags Key=Name,Value=notes',
      ],
      solution: [
        'FS=$(aws efs create-file-system --encrypted --tags Key=Name,Value=notes --query FileSystemId --output text)',
      ],
      typicalMinutes: 1,
    },
    {
      id: 'no-way-in',
      title: 'Try to mount it',
      text: 'Put its id into notes.json, register, and run notes with --enable-execute-command. Let two minutes go by and read the stoppedReason.',
      goal(view) {
        const shouldBe = 'a describe-tasks that shows why the mount failed';
        if (!tasksOf(view, 'notes').some(({ stopCode }) => stopCode === 'TaskFailedToStart'))
          return missing('no task of notes has failed to start', shouldBe);
        return hasSeen(view, /describe-tasks/, 'mount target')
          ? reached
          : missing('no describe-tasks has shown the reason', shouldBe);
      },
      hints: [
        'A file system alone has no address in your network.',
        'sed or the editor for the id, register-task-definition, run-task, and describe-tasks on the stopped task.',
        'sed -i "s/fs-00000000/$FS/" notes.json puts the id in, if FS holds it.',
      ],
      solution: [
        'sed -i "s/fs-00000000/$FS/" notes.json',
        register('notes.json'),
        start,
        { wind: 120_000 },
        describeStopped,
      ],
      typicalMinutes: 3,
    },
    {
      id: 'mount-targets',
      title: 'Give it a way in, in every zone',
      text: 'Create a mount target in each of the three subnets, and wait until all are available.',
      goal(view) {
        const shouldBe = 'available mount targets in three Availability Zones';
        const all = targets(view);
        const ready = all.filter(({ LifeCycleState }) => LifeCycleState === 'available').length;
        if (ready >= 3) return reached;
        return missing(
          all.length < 3
            ? `there are mount targets in ${all.length} of 3 zones`
            : `${ready} of 3 mount targets are available`,
          shouldBe,
        );
      },
      hints: [
        'A mount target is a network interface in one subnet, and serves its Availability Zone.',
        'aws ec2 describe-subnets names the subnets; aws efs create-mount-target takes one at a time.',
        'for S in $(aws ec2 describe-subnets --query "Subnets[].SubnetId" --output text); do aws efs create-mount-target --file-system-id $FS --subnet-id $S; done, and two minutes.',
      ],
      solution: [
        'for S in $(aws ec2 describe-subnets --query "Subnets[].SubnetId" --output text); do aws efs create-mount-target --file-system-id $FS --subnet-id $S; done',
        { wind: 120_000 },
      ],
      typicalMinutes: 3,
    },
    {
      id: 'keep',
      title: 'Write, replace, read',
      text: 'Run notes again, write /data/note.txt in its container, stop the task, and run another. The note is to be there.',
      goal(view) {
        const shouldBe = 'a running task that sees /data/note.txt, after the one that wrote it was stopped';
        const [task] = running(view);
        if (!task) return missing('no task of notes is RUNNING', shouldBe);
        if (!sees(view, task)) return missing('the running task sees no /data/note.txt', shouldBe);
        return tasksOf(view, 'notes').some(
          ({ startedAt, desiredStatus }) => startedAt !== undefined && desiredStatus === 'STOPPED',
        )
          ? reached
          : missing('the task that wrote the note is still running', shouldBe);
      },
      hints: [
        'The same four acts as in the lesson before, with another end.',
        'Write with ECS Exec into /data, not beside it.',
        `$EXEC --task $TASK --container web --command "sh -c 'echo milk > /data/note.txt'" between run-task and stop-task.`,
      ],
      solution: [
        start,
        { wind: 60_000 },
        setTask('notes'),
        `$EXEC --task $TASK --container web --command "sh -c 'echo milk > /data/note.txt'"`,
        'aws ecs stop-task --cluster drydock --task $TASK',
        start,
        { wind: 90_000 },
      ],
      typicalMinutes: 3,
    },
    {
      id: 'share',
      title: 'Two tasks, one folder',
      text: 'Run one more task beside it. Both are to see the note at the same time.',
      goal(view) {
        const found = running(view).filter((task) => sees(view, task)).length;
        return found >= 2
          ? reached
          : missing(`${found} of 2 running tasks sees the note`, 'two running tasks that see /data/note.txt');
      },
      hints: [
        'Nothing has to be told to the file system.',
        'The same run-task once more; the first task keeps running.',
        `${start}, and a minute.`,
      ],
      solution: [start, { wind: 60_000 }],
      typicalMinutes: 1,
    },
  ],
});
