import { defineLab, type LabView } from '../../learner/bench/index.ts';
import {
  definitionOf,
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

const notes = {
  family: 'notes',
  requiresCompatibilities: ['FARGATE'],
  networkMode: 'awsvpc',
  cpu: '256',
  memory: '512',
  taskRoleArn: 'arn:aws:iam::123456789012:role/notes',
  containerDefinitions: [
    { name: 'web', image: 'public.ecr.aws/docker/library/httpd:2.4', essential: true },
    {
      name: 'writer',
      image: 'public.ecr.aws/docker/library/busybox:latest',
      essential: false,
      command: ['sh', '-c', 'echo "written by writer" > /out/page.html; sleep infinity'],
    },
  ],
};
const [web, writer] = notes.containerDefinitions;
const json = (definition: object) => `${JSON.stringify(definition, null, 2)}\n`;
const shared = json({
  ...notes,
  volumes: [{ name: 'pages' }],
  containerDefinitions: [
    { ...web, mountPoints: [{ sourceVolume: 'pages', containerPath: '/usr/local/apache2/htdocs' }] },
    { ...writer, mountPoints: [{ sourceVolume: 'pages', containerPath: '/out' }] },
  ],
});

const page = 'cat /usr/local/apache2/htdocs/page.html';
const start = runOnFargate('notes', ' --enable-execute-command');
const stop = 'aws ecs stop-task --cluster drydock --task $TASK';
const running = (view: LabView) =>
  tasksOf(view, 'notes').filter(({ lastStatus }) => lastStatus === 'RUNNING');
/** Tasks that ran once and are being stopped, or have been. */
const ended = (view: LabView) =>
  tasksOf(view, 'notes').filter(
    ({ startedAt, desiredStatus }) => startedAt !== undefined && desiredStatus === 'STOPPED',
  );

export default defineLab({
  id: 'storage-writable-layer',
  title: 'A note that does not last',
  region: 'us-east-1',
  seed: 'storage-writable-layer',
  open: 'notes.json',
  files: { 'notes.json': json(notes) },
  start: [
    'aws ecs create-cluster --cluster-name drydock',
    ...roleForExec('notes'),
    register('notes.json'),
    setNetwork,
    setExec,
  ],
  firstCommand: start,
  steps: [
    {
      id: 'write',
      title: 'Write a note',
      text: 'Run notes so that you can look into it. When it is RUNNING, write a file /tmp/note.txt in its container web.',
      goal(view) {
        const shouldBe = 'a running task of notes with /tmp/note.txt in its container web';
        const [task] = running(view);
        if (!task) return missing('no task of notes is RUNNING', shouldBe);
        const printed = printedIn(view, task, 'web', 'ls /tmp');
        if (printed === undefined)
          return missing('the task was run without --enable-execute-command', shouldBe);
        return printed.includes('note.txt')
          ? reached
          : missing('the container web has no file /tmp/note.txt', shouldBe);
      },
      hints: [
        'ECS Exec runs a command in a container, if the task was started with it enabled.',
        'The variable EXEC holds the first words of the command; it still needs --task, --container and --command.',
        `${setTask('notes')} and then $EXEC --task $TASK --container web --command "sh -c 'echo milk > /tmp/note.txt'"`,
      ],
      solution: [
        start,
        { wind: 60_000 },
        setTask('notes'),
        `$EXEC --task $TASK --container web --command "sh -c 'echo milk > /tmp/note.txt'"`,
      ],
      typicalMinutes: 3,
    },
    {
      id: 'lose',
      title: 'Stop the task, and look again',
      text: 'Stop that task and run another. Look for /tmp/note.txt in the new one.',
      goal(view) {
        const shouldBe = 'a look into a second task, which has no /tmp/note.txt';
        if (ended(view).length === 0) return missing('no task of notes has been stopped', shouldBe);
        if (running(view).length === 0) return missing('no second task of notes is RUNNING', shouldBe);
        return hasSeen(view, /note\.txt/, 'No such file or directory')
          ? reached
          : missing('nobody has looked for the note in the second task', shouldBe);
      },
      hints: [
        'A new task is made from the image, and the note was never in the image.',
        'stop-task, run-task, a minute on the clock, and then cat by ECS Exec.',
        `After ${setTask('notes')} look with $EXEC --task $TASK --container web --command "cat /tmp/note.txt"`,
      ],
      solution: [
        stop,
        start,
        { wind: 90_000 },
        setTask('notes'),
        '$EXEC --task $TASK --container web --command "cat /tmp/note.txt"',
      ],
      typicalMinutes: 3,
    },
    {
      id: 'share',
      title: 'Share a folder between two containers',
      text: 'The container writer writes /out/page.html. Give the task a volume, mount it in both containers, so that web has that page in /usr/local/apache2/htdocs. Register it and run it.',
      goal(view) {
        const shouldBe = 'a running task whose container web has page.html in /usr/local/apache2/htdocs';
        const definition = definitionOf(view, 'notes');
        if (!definition?.volumes?.length)
          return missing(`notes:${definition?.revision} has no volume`, shouldBe);
        const task = running(view).find(
          ({ taskDefinitionArn }) => taskDefinitionArn === definition.taskDefinitionArn,
        );
        if (!task) return missing(`no task of notes:${definition.revision} is RUNNING`, shouldBe);
        return printedIn(view, task, 'web', page)?.includes('written by writer')
          ? reached
          : missing(`web does not see the page in a task of notes:${definition.revision}`, shouldBe);
      },
      hints: [
        'A volume is named once in the task definition, and mounted by each container that wants it.',
        'volumes stands beside containerDefinitions; each container gets mountPoints with sourceVolume and containerPath.',
        'Add "volumes": [{ "name": "pages" }], and to each container "mountPoints": [{ "sourceVolume": "pages", "containerPath": "…" }] with /usr/local/apache2/htdocs for web and /out for writer.',
      ],
      solution: [
        stop,
        { save: 'notes.json', content: shared },
        register('notes.json'),
        start,
        { wind: 90_000 },
      ],
      typicalMinutes: 4,
    },
    {
      id: 'gone-with-the-task',
      title: 'See how long the volume lives',
      text: 'Add a second file to the volume, stop the task, run it once more, and list the folder in the new task.',
      goal(view) {
        const shouldBe = 'a listing of the folder in a task that came after a stopped one';
        const newest = definitionOf(view, 'notes')?.taskDefinitionArn;
        if (!ended(view).some(({ taskDefinitionArn }) => taskDefinitionArn === newest))
          return missing('no task with the volume has been stopped', shouldBe);
        if (!running(view).some(({ taskDefinitionArn }) => taskDefinitionArn === newest))
          return missing('no second task with the volume is RUNNING', shouldBe);
        const stopped = view.commands.findLastIndex(
          ({ line, exitCode }) => /stop-task/.test(line) && exitCode === 0,
        );
        return view.commands
          .slice(stopped)
          .some(({ line, stdout }) => /\bls /.test(line) && stdout.includes('page.html'))
          ? reached
          : missing('nobody has listed the folder in the new task', shouldBe);
      },
      hints: [
        'A volume without any more words lives on the ephemeral storage of its task.',
        'Use touch or echo to add a file, then stop-task, run-task and ls.',
        '$EXEC --task $TASK --container writer --command "touch /out/second.html", stop, run, and then the same with "ls /out" in the new task.',
      ],
      solution: [
        setTask('notes'),
        '$EXEC --task $TASK --container writer --command "touch /out/second.html"',
        stop,
        start,
        { wind: 90_000 },
        setTask('notes'),
        '$EXEC --task $TASK --container writer --command "ls /out"',
      ],
      typicalMinutes: 3,
    },
  ],
});
