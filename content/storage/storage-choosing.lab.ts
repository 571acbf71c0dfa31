import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { definitionOf, register } from '../ecs/goals.ts';
import { missing, reached } from '../goals.ts';

/** Workloads by their key in choices.json: what fits, and the reason that rules the others out. */
const workloads = {
  pictures: { fits: 'EFS', because: 'six Fargate tasks on Linux write to it at the same time' },
  reports: {
    fits: 'FSx for Windows File Server',
    because: 'Windows containers with Active Directory want SMB',
  },
  training: {
    fits: 'FSx for Lustre',
    because: 'hundreds of EC2 instances read S3 objects as files, quickly',
  },
  database: { fits: 'EBS', because: 'a single writer needs a quick disk of its own' },
  clones: { fits: 'FSx for OpenZFS', because: 'it is a Linux file server with ZFS snapshots and clones' },
  both: { fits: 'FSx for NetApp ONTAP', because: 'Linux comes by NFS and Windows by SMB' },
  thumbnails: { fits: 'ephemeral storage', because: 'what is lost can be made again' },
} as const;
type Workload = keyof typeof workloads;

const choices = `{
  "stores": [
    "ephemeral storage", "EBS", "EFS", "FSx for Windows File Server",
    "FSx for Lustre", "FSx for OpenZFS", "FSx for NetApp ONTAP"
  ],

  "pictures": "?",
  "pictures are": "uploads of a web shop: six Linux tasks on Fargate write and read them",

  "reports": "?",
  "reports are": "files of a .NET Framework program in Windows containers, guarded by Active Directory",

  "training": "?",
  "training is": "40 TB of objects in S3 that 300 Linux instances read as files, with latencies below a millisecond",

  "database": "?",
  "database is": "the data files of one PostgreSQL task",

  "clones": "?",
  "clones are": "a Linux file server with ZFS whose snapshots and clones your team relies on",

  "both": "?",
  "both is": "one folder that Linux containers mount by NFS and Windows containers by SMB",

  "thumbnails": "?",
  "thumbnails are": "small pictures that can be computed again in a second"
}
`;

const account = '123456789012';
const definition = `${JSON.stringify(
  {
    family: 'reports',
    requiresCompatibilities: ['EC2'],
    networkMode: 'awsvpc',
    runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE', cpuArchitecture: 'X86_64' },
    executionRoleArn: `arn:aws:iam::${account}:role/ecsTaskExecutionRole`,
    volumes: [
      {
        name: 'share',
        fsxWindowsFileServerVolumeConfiguration: {
          fileSystemId: 'FILE_SYSTEM',
          rootDirectory: 'share',
          authorizationConfig: { credentialsParameter: 'SECRET', domain: 'shop.example.com' },
        },
      },
    ],
    containerDefinitions: [
      {
        name: 'reports',
        image: 'mcr.microsoft.com/windows/servercore/iis:windowsservercore-ltsc2022',
        memory: 2048,
        essential: true,
        mountPoints: [],
      },
    ],
  },
  null,
  2,
)}\n`;

interface Share {
  fsxWindowsFileServerVolumeConfiguration?: {
    fileSystemId: string;
    authorizationConfig: { credentialsParameter: string };
  };
}

const windowsFileSystems = (view: LabView) =>
  (
    view.call<{ FileSystems: { FileSystemId: string; FileSystemType: string; Lifecycle: string }[] }>(
      'fsx',
      'DescribeFileSystems',
      {},
    )?.FileSystems ?? []
  ).filter(({ FileSystemType }) => FileSystemType === 'WINDOWS');

const secretExists = (view: LabView, SecretId: string) =>
  view.call('secretsmanager', 'DescribeSecret', { SecretId }) !== undefined;

/** The first workload of a group that is not set to what fits. */
function wrongChoice(view: LabView, group: readonly Workload[]) {
  const shouldBe = `choices for ${group.join(', ')}, saved in choices.json`;
  let chosen: Record<string, unknown>;
  try {
    chosen = JSON.parse(view.files.get('choices.json') ?? '') as Record<string, unknown>;
  } catch {
    return missing('choices.json is not JSON', shouldBe);
  }
  for (const workload of group) {
    const choice = String(chosen[workload] ?? '?');
    if (choice === '?') return missing(`nothing is chosen for ${workload}`, shouldBe);
    const { fits, because } = workloads[workload];
    if (choice !== fits) return missing(`${workload} is set to ${choice}`, `another choice, for ${because}`);
  }
  return reached;
}

const set = (group: readonly Workload[]) =>
  `jq '${group.map((workload) => `.${workload}="${workloads[workload].fits}"`).join(' | ')}' choices.json > c.json; mv c.json choices.json`;
const usual = ['pictures', 'database', 'thumbnails', 'reports'] as const;
const special = ['training', 'clones', 'both'] as const;

export default defineLab({
  id: 'storage-choosing',
  title: 'Seven workloads, seven stores',
  region: 'us-east-1',
  seed: 'storage-choosing',
  open: 'choices.json',
  files: { 'choices.json': choices, 'reports.json': definition },
  firstCommand: 'cat choices.json',
  steps: [
    {
      id: 'usual',
      title: 'Choose for the usual four',
      text: 'In choices.json, replace the question marks of pictures, database, thumbnails and reports by a store of the list. Save it.',
      goal: (view) => wrongChoice(view, usual),
      hints: [
        'Ask of each: who writes, from how many tasks, on Linux or on Windows, and what if it is lost?',
        'One of them needs nothing that lasts. One has a single writer. Two are shared, one on each system.',
        'EFS for the pictures, EBS for the database, and so on.',
      ],
      solution: [set(usual)],
      typicalMinutes: 3,
    },
    {
      id: 'special',
      title: 'Choose for the three special ones',
      text: 'Do the same for training, clones and both.',
      goal: (view) => wrongChoice(view, special),
      hints: [
        'Each of the three is named after the one thing that only one store has.',
        'S3 as files and very quick: a file system for supercomputers. ZFS has its own. NFS and SMB at once: a maker of storage lent its name.',
        'Lustre for training, OpenZFS for clones.',
      ],
      solution: [set(special)],
      typicalMinutes: 2,
    },
    {
      id: 'windows-share',
      title: 'Build the Windows share',
      text: 'Create an FSx file system of the type WINDOWS with 32 GiB, and a secret with the name and password of a user of the directory. Wait until the file system is AVAILABLE.',
      goal(view) {
        const shouldBe = 'an AVAILABLE file system of the type WINDOWS, and a secret';
        const [first] = windowsFileSystems(view);
        if (!first) return missing('there is no file system of the type WINDOWS', shouldBe);
        const secrets = view.call<{ SecretList: object[] }>('secretsmanager', 'ListSecrets', {});
        if (!secrets?.SecretList.length) return missing('there is no secret', shouldBe);
        return windowsFileSystems(view).some(({ Lifecycle }) => Lifecycle === 'AVAILABLE')
          ? reached
          : missing(`the file system is ${first.Lifecycle}`, shouldBe);
      },
      hints: [
        'It takes some minutes to come up; the clock can help.',
        'aws fsx create-file-system needs a type, a capacity, a subnet and --windows-configuration; aws secretsmanager create-secret needs a name and a string.',
        'aws fsx create-file-system --file-system-type WINDOWS --storage-capacity 32 --subnet-ids $SUBNET --windows-configuration ActiveDirectoryId=d-1234567890,ThroughputCapacity=32',
      ],
      solution: [
        'FS=$(aws fsx create-file-system --file-system-type WINDOWS --storage-capacity 32 --subnet-ids $SUBNET --windows-configuration ActiveDirectoryId=d-1234567890,ThroughputCapacity=32 --query FileSystem.FileSystemId --output text)',
        `SECRET=$(aws secretsmanager create-secret --name reports-share --secret-string '{"username":"reports","password":"correct horse"}' --query ARN --output text)`,
        { wind: 600_000 },
      ],
      typicalMinutes: 3,
    },
    {
      id: 'mount-it',
      title: 'Mount it in reports.json',
      text: 'Put the id of the file system and the ARN of the secret into reports.json, mount the volume share at C:\\reports in the container, and register.',
      goal(view) {
        const shouldBe = 'a revision of reports that mounts the file system at C:\\reports';
        const found = definitionOf(view, 'reports');
        if (!found) return missing('the family reports has no revision', shouldBe);
        const name = `reports:${found.revision}`;
        const volume = (found.volumes as Share[] | undefined)?.find(
          (each) => each.fsxWindowsFileServerVolumeConfiguration,
        )?.fsxWindowsFileServerVolumeConfiguration;
        if (!volume) return missing(`${name} has no FSx volume`, shouldBe);
        if (!windowsFileSystems(view).some(({ FileSystemId }) => FileSystemId === volume.fileSystemId))
          return missing(`${name} names the file system ${volume.fileSystemId}`, shouldBe);
        if (!secretExists(view, volume.authorizationConfig.credentialsParameter))
          return missing(
            `${name} names the secret ${volume.authorizationConfig.credentialsParameter}`,
            shouldBe,
          );
        const paths = found.containerDefinitions[0]?.mountPoints?.map(({ containerPath }) => containerPath);
        return paths?.includes('C:\\reports')
          ? reached
          : missing(`${name} mounts nothing at C:\\reports`, shouldBe);
      },
      hints: [
        'The file has two words in capital letters to replace, and an empty list to fill.',
        'A mount point has sourceVolume and containerPath; in JSON a backslash is written twice.',
        '"mountPoints": [{ "sourceVolume": "share", "containerPath": "C:\\\\reports" }]',
      ],
      solution: [
        `jq --arg fs "$FS" --arg secret "$SECRET" '.volumes[0].fsxWindowsFileServerVolumeConfiguration.fileSystemId=$fs | .volumes[0].fsxWindowsFileServerVolumeConfiguration.authorizationConfig.credentialsParameter=$secret | .containerDefinitions[0].mountPoints=[{sourceVolume:"share",containerPath:"C:\\\\reports"}]' reports.json > r.json`,
        register('r.json'),
      ],
      typicalMinutes: 3,
    },
  ],
});
